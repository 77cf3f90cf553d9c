package io.sluice.trino.read;

import io.sluice.trino.handle.StoredField;
import io.trino.parquet.Field;
import io.trino.parquet.GroupField;
import io.trino.parquet.ParquetTypeUtils;
import io.trino.parquet.PrimitiveField;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.io.ColumnIO;
import org.apache.parquet.io.GroupColumnIO;
import org.apache.parquet.io.PrimitiveColumnIO;
import org.apache.parquet.schema.Type.Repetition;

/**
 * Finds fields of a table in the schema of a file: by their id if both have one, else by their physical name. The names
 * of the file are in lower case, for Trino's reader of footers makes them so. Source: Delta protocol, section "Column
 * Mapping".
 */
final class FileFields {
    private FileFields() {}

    /** The column of the file that the field is in; null if the file does not have it. */
    static ColumnIO child(GroupColumnIO group, StoredField wanted) {
        if (wanted.id().isPresent()) {
            for (int number = 0; number < group.getChildrenCount(); number++) {
                org.apache.parquet.schema.Type.ID id =
                        group.getChild(number).getType().getId();
                if (id != null && id.intValue() == wanted.id().getAsInt()) {
                    return group.getChild(number);
                }
            }
        }
        return ParquetTypeUtils.lookupColumnByName(group, wanted.name());
    }

    /**
     * A column of the file, or a field of a struct.
     *
     * @return empty if the file does not have it: then it is null in all rows
     */
    static Optional<FileField> find(GroupColumnIO group, Type type, StoredField wanted) {
        ColumnIO found = child(group, wanted);
        return found == null ? Optional.empty() : read(found, type, wanted);
    }

    private static Optional<FileField> read(ColumnIO column, Type type, StoredField wanted) {
        if (type instanceof RowType row) {
            return struct(group(column, type), row, wanted);
        }
        if (type instanceof ArrayType array) {
            return Optional.of(array(column, array, wanted));
        }
        if (type instanceof MapType map) {
            return Optional.of(map(group(column, type), map, wanted));
        }
        if (!(column instanceof PrimitiveColumnIO primitive)) {
            throw unlike(column, type);
        }
        Type stored = StoredTypes.read(type, primitive.getColumnDescriptor().getPrimitiveType());
        return Optional.of(new FileField(
                leaf(primitive, stored), stored.equals(type) ? Widening.NONE : Widening.of(stored, type)));
    }

    private static PrimitiveField leaf(PrimitiveColumnIO column, Type type) {
        return new PrimitiveField(type, isRequired(column), column.getColumnDescriptor(), column.getId());
    }

    private static boolean isRequired(ColumnIO column) {
        return column.getType().getRepetition() != Repetition.OPTIONAL;
    }

    private static GroupColumnIO group(ColumnIO column, Type wanted) {
        if (column instanceof GroupColumnIO group) {
            return group;
        }
        throw unlike(column, wanted);
    }

    private static TrinoException unlike(ColumnIO column, Type wanted) {
        return new TrinoException(
                StandardErrorCode.NOT_SUPPORTED,
                "Unsupported Trino column type (%s) for Parquet column (%s)".formatted(wanted, column.getType()));
    }

    private static Optional<FileField> struct(GroupColumnIO group, RowType type, StoredField wanted) {
        List<Optional<FileField>> fields = new ArrayList<>();
        for (int number = 0; number < wanted.parts().size(); number++) {
            fields.add(find(
                    group,
                    type.getFields().get(number).getType(),
                    wanted.parts().get(number)));
        }
        if (fields.stream().allMatch(Optional::isEmpty)) {
            return shape(group).map(shape -> withShape(group, type, shape));
        }
        List<Type> read = new ArrayList<>();
        List<Widening> widenings = new ArrayList<>();
        for (int number = 0; number < fields.size(); number++) {
            Optional<FileField> field = fields.get(number);
            read.add(field.map(found -> found.field().getType())
                    .orElse(type.getFields().get(number).getType()));
            widenings.add(field.map(FileField::widening).orElse(Widening.NONE));
        }
        boolean asWanted = widenings.stream().allMatch(widening -> widening.equals(Widening.NONE));
        RowType stored = asWanted ? type : RowType.anonymous(read);
        return Optional.of(new FileField(
                group(
                        group,
                        stored,
                        fields.stream()
                                .map(field -> field.map(FileField::field))
                                .toList()),
                asWanted ? Widening.NONE : Widening.row(stored, widenings)));
    }

    /** A struct that the file has, but none of its fields: what it has else tells in which rows the struct is null. */
    private static FileField withShape(GroupColumnIO group, RowType type, Field shape) {
        List<Type> read = new ArrayList<>(type.getFieldTypes());
        List<Optional<Field>> fields = new ArrayList<>(Collections.nCopies(read.size(), Optional.empty()));
        List<Widening> widenings = Collections.nCopies(read.size(), Widening.NONE);
        read.add(shape.getType());
        fields.add(Optional.of(shape));
        RowType stored = RowType.anonymous(read);
        return new FileField(group(group, stored, fields), Widening.row(stored, widenings));
    }

    /** Something of a struct that is there or null once for every time that the struct may be. */
    private static Optional<Field> shape(GroupColumnIO struct) {
        for (int number = 0; number < struct.getChildrenCount(); number++) {
            ColumnIO child = struct.getChild(number);
            if (child.getType().isRepetition(Repetition.REPEATED)) {
                continue;
            }
            if (child instanceof PrimitiveColumnIO leaf) {
                return Optional.of(
                        leaf(leaf, StoredTypes.own(leaf.getColumnDescriptor().getPrimitiveType())));
            }
            GroupColumnIO inner = (GroupColumnIO) child;
            Optional<Field> found = shape(inner);
            if (found.isPresent()) {
                return Optional.of(
                        group(inner, RowType.anonymous(List.of(found.get().getType())), List.of(found)));
            }
        }
        return Optional.empty();
    }

    private static GroupField group(GroupColumnIO column, Type type, List<Optional<Field>> fields) {
        return new GroupField(
                type, column.getRepetitionLevel(), column.getDefinitionLevel(), isRequired(column), fields);
    }

    private static FileField array(ColumnIO column, ArrayType type, StoredField wanted) {
        if (column instanceof PrimitiveColumnIO repeated) {
            Type stored = StoredTypes.read(
                    type.getElementType(), repeated.getColumnDescriptor().getPrimitiveType());
            Field element = new PrimitiveField(stored, true, repeated.getColumnDescriptor(), repeated.getId());
            return array(
                    new GroupField(
                            new ArrayType(stored),
                            column.getRepetitionLevel() - 1,
                            column.getDefinitionLevel() - 1,
                            true,
                            List.of(Optional.of(element))),
                    stored.equals(type.getElementType()) ? Widening.NONE : Widening.of(stored, type.getElementType()));
        }
        GroupColumnIO group = (GroupColumnIO) column;
        FileField element = require(
                read(
                        ParquetTypeUtils.getArrayElementColumn(group.getChild(0)),
                        type.getElementType(),
                        wanted.parts().get(0)),
                column,
                type);
        ArrayType stored = new ArrayType(element.field().getType());
        return array(group(group, stored, List.of(Optional.of(element.field()))), element.widening());
    }

    private static FileField array(GroupField field, Widening element) {
        return new FileField(
                field,
                element.equals(Widening.NONE) ? Widening.NONE : Widening.array((ArrayType) field.getType(), element));
    }

    private static FileField map(GroupColumnIO group, MapType type, StoredField wanted) {
        GroupColumnIO entries = ParquetTypeUtils.getMapKeyValueColumn(group);
        if (entries.getChildrenCount() != 2) {
            throw unlike(group, type);
        }
        FileField key = require(
                read(entries.getChild(0), type.getKeyType(), wanted.parts().get(0)), group, type);
        FileField value = require(
                read(entries.getChild(1), type.getValueType(), wanted.parts().get(1)), group, type);
        boolean asWanted = key.isAsWanted() && value.isAsWanted();
        MapType stored = asWanted
                ? type
                : new MapType(key.field().getType(), value.field().getType(), StoredTypes.OPERATORS);
        return new FileField(
                group(group, stored, List.of(Optional.of(key.field()), Optional.of(value.field()))),
                asWanted ? Widening.NONE : Widening.map(stored, key.widening(), value.widening()));
    }

    private static FileField require(Optional<FileField> found, ColumnIO column, Type wanted) {
        return found.orElseThrow(() -> unlike(column, wanted));
    }
}
