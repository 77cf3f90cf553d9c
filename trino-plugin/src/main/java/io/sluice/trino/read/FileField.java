package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.trino.parquet.Field;
import io.trino.parquet.GroupField;
import io.trino.parquet.PrimitiveField;
import io.trino.spi.block.Block;
import io.trino.spi.type.Type;
import java.util.stream.Stream;

/**
 * A column, or a part of one, as it is found in a file.
 *
 * @param field how Trino's reader reads it
 * @param widening what is done with what is read
 */
record FileField(Field field, Widening widening) {
    FileField {
        requireNonNull(field, "field");
        requireNonNull(widening, "widening");
    }

    /** The single values that it is made of. */
    Stream<PrimitiveField> leaves() {
        return leaves(field);
    }

    private static Stream<PrimitiveField> leaves(Field field) {
        if (field instanceof PrimitiveField leaf) {
            return Stream.of(leaf);
        }
        return ((GroupField) field)
                .getChildren().stream().flatMap(child -> child.stream().flatMap(FileField::leaves));
    }

    boolean isAsWanted() {
        return widening.equals(Widening.NONE);
    }

    /** What was read, as the table has it. */
    Block widened(Block read, Type wanted) {
        return isAsWanted() ? read : widening.applied(read, wanted);
    }
}
