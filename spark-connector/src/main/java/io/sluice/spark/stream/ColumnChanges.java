package io.sluice.spark.stream;

import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TypeWidening;
import java.util.List;
import java.util.Optional;

/** Whether rows that were written for a table with some columns can be read by a stream that has others. Pure. */
final class ColumnChanges {
    private ColumnChanges() {}

    /** Whether both have the same columns; their order and their comments do not count. */
    static boolean areNone(TableMetadata one, TableMetadata other) {
        return refusal(one, other).isEmpty() && refusal(other, one).isEmpty();
    }

    /**
     * What makes it impossible to read rows of before with the columns of now, which may have some more and wider
     * types; empty if it is possible.
     */
    static Optional<String> refusal(TableMetadata before, TableMetadata now) {
        if (!before.partitionColumns().equals(now.partitionColumns())) {
            return Optional.of("the table was partitioned by (%s) and is by (%s)"
                    .formatted(
                            String.join(", ", before.partitionColumns()), String.join(", ", now.partitionColumns())));
        }
        return refusal("", before.schema().columns(), now.schema().columns());
    }

    private static Optional<String> refusal(String path, List<Field> before, List<Field> now) {
        for (Field field : before) {
            String name = path + field.name();
            Optional<Field> same = find(now, field);
            if (same.isEmpty()) {
                return Optional.of("column '%s' was renamed or dropped".formatted(name));
            }
            if (field.nullable() && !same.get().nullable()) {
                return Optional.of("column '%s' could be null and cannot be any more".formatted(name));
            }
            Optional<String> ofType = refusal(name, field.type(), same.get().type());
            if (ofType.isPresent()) {
                return ofType;
            }
        }
        return now.stream()
                .filter(field -> !field.nullable() && find(before, field).isEmpty())
                .findFirst()
                .map(field -> "column '%s' was not there, and cannot be null".formatted(path + field.name()));
    }

    private static Optional<Field> find(List<Field> fields, Field wanted) {
        return fields.stream()
                .filter(field -> field.name().equals(wanted.name())
                        && field.physicalName().equals(wanted.physicalName()))
                .findFirst();
    }

    private static Optional<String> refusal(String path, DataType before, DataType now) {
        if (before instanceof Struct a && now instanceof Struct b) {
            return refusal(path + ".", a.fields(), b.fields());
        }
        if (before instanceof Array a && now instanceof Array b) {
            return refusal(path + ".element", a.element(), b.element());
        }
        if (before instanceof Mapping a && now instanceof Mapping b) {
            return refusal(path + ".key", a.key(), b.key()).or(() -> refusal(path + ".value", a.value(), b.value()));
        }
        boolean isReadable = before.equals(now) || TypeWidening.isAllowed(before, now);
        return isReadable
                ? Optional.empty()
                : Optional.of("column '%s' had the type %s and has %s".formatted(path, before.text(), now.text()));
    }
}
