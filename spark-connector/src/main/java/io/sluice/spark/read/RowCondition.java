package io.sluice.spark.read;

import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.And;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.In;
import io.sluice.scan.Predicate.IsNotNull;
import io.sluice.scan.Predicate.IsNull;
import io.sluice.scan.Predicate.Operator;
import io.sluice.scan.Predicate.Or;
import io.sluice.scan.Predicate.StartsWith;
import io.sluice.table.Values;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Whether a condition is true for a row. It is sent to tasks. */
@FunctionalInterface
public interface RowCondition extends Serializable {
    /** False too where the condition comes to null. */
    boolean isTrueFor(InternalRow row);

    /**
     * A predicate that {@link FilterTranslation} has made, for rows of that schema.
     *
     * @param rows has the columns that the predicate names, at any place
     */
    static RowCondition of(Predicate predicate, StructType rows) {
        if (predicate instanceof And and) {
            List<RowCondition> parts = all(and.parts(), rows);
            return row -> parts.stream().allMatch(part -> part.isTrueFor(row));
        }
        if (predicate instanceof Or or) {
            List<RowCondition> parts = all(or.parts(), rows);
            return row -> parts.stream().anyMatch(part -> part.isTrueFor(row));
        }
        if (predicate instanceof Comparison comparison) {
            Column column = Column.of(comparison.column(), rows);
            Operator operator = comparison.operator();
            Serializable literal = (Serializable) comparison.literal();
            return row -> {
                Comparable<?> value = column.value(row);
                return value != null && holds(operator, compare(value, (Comparable<?>) literal));
            };
        }
        return ofOneColumn(predicate, rows);
    }

    private static RowCondition ofOneColumn(Predicate predicate, StructType rows) {
        if (predicate instanceof In in) {
            Column column = Column.of(in.column(), rows);
            Comparable<?>[] literals = in.literals().toArray(Comparable<?>[]::new);
            return row -> {
                Comparable<?> value = column.value(row);
                return value != null && Arrays.stream(literals).anyMatch(literal -> compare(value, literal) == 0);
            };
        }
        if (predicate instanceof StartsWith startsWith) {
            Column column = Column.of(startsWith.column(), rows);
            String prefix = startsWith.prefix();
            return row -> column.value(row) instanceof String text && text.startsWith(prefix);
        }
        if (predicate instanceof IsNull isNull) {
            Column column = Column.of(isNull.column(), rows);
            return row -> column.isNull(row);
        }
        if (predicate instanceof IsNotNull isNotNull) {
            Column column = Column.of(isNotNull.column(), rows);
            return row -> !column.isNull(row);
        }
        boolean always = predicate instanceof Predicate.All;
        return row -> always;
    }

    private static List<RowCondition> all(List<Predicate> parts, StructType rows) {
        return parts.stream().map(part -> of(part, rows)).toList();
    }

    private static boolean holds(Operator operator, int order) {
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    /** Both zeros are equal in SQL. */
    @SuppressWarnings("unchecked")
    private static int compare(Comparable<?> value, Comparable<?> literal) {
        if (value instanceof String text) {
            return Values.compareTexts(text, (String) literal);
        }
        boolean areZeros = value instanceof Double number && number == 0 && literal.equals(0.0);
        return areZeros || (value instanceof Double number && number == 0 && literal.equals(-0.0))
                ? 0
                : ((Comparable<Object>) value).compareTo(literal);
    }

    /**
     * Where a column is in a row.
     *
     * @param places of the column, and of the fields within it
     * @param types of the same
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Column(int[] places, DataType[] types) implements Serializable {
        static Column of(String path, StructType rows) {
            boolean isTop = Arrays.stream(rows.fieldNames()).anyMatch(path::equalsIgnoreCase);
            String[] names = isTop ? new String[] {path} : path.split("\\.", -1);
            int[] places = new int[names.length];
            DataType[] types = new DataType[names.length];
            StructType fields = rows;
            for (int i = 0; i < names.length; i++) {
                places[i] = place(fields, names[i]);
                types[i] = fields.fields()[places[i]].dataType();
                fields = types[i] instanceof StructType struct ? struct : new StructType();
            }
            return new Column(places, types);
        }

        private static int place(StructType fields, String name) {
            String[] names = fields.fieldNames();
            for (int i = 0; i < names.length; i++) {
                if (names[i].equalsIgnoreCase(name)) {
                    return i;
                }
            }
            throw new IllegalArgumentException("rows have no column " + name);
        }

        boolean isNull(InternalRow row) {
            InternalRow at = innermost(row);
            return at == null || at.isNullAt(places[places.length - 1]);
        }

        /** The row or struct that has the value; null if a struct is. */
        private InternalRow innermost(InternalRow row) {
            InternalRow at = row;
            for (int i = 0; i < places.length - 1; i++) {
                if (at.isNullAt(places[i])) {
                    return null;
                }
                at = at.getStruct(places[i], ((StructType) types[i]).size());
            }
            return at;
        }

        /** As {@link Values} has it; null for null. */
        Comparable<?> value(InternalRow row) {
            InternalRow at = innermost(row);
            int place = places[places.length - 1];
            if (at == null || at.isNullAt(place)) {
                return null;
            }
            DataType type = types[types.length - 1];
            if (type instanceof BooleanType) {
                return at.getBoolean(place);
            }
            if (type instanceof StringType) {
                return at.getUTF8String(place).toString();
            }
            if (type instanceof DecimalType decimal) {
                return exactly(at, place, decimal);
            }
            return type instanceof DoubleType ? (Comparable<?>) at.getDouble(place) : (Comparable<?>) whole(at, place);
        }

        private static BigDecimal exactly(InternalRow row, int place, DecimalType type) {
            return row.getDecimal(place, type.precision(), type.scale()).toJavaBigDecimal();
        }

        private long whole(InternalRow row, int place) {
            DataType type = types[types.length - 1];
            if (type instanceof ByteType) {
                return row.getByte(place);
            }
            if (type instanceof ShortType) {
                return row.getShort(place);
            }
            return type instanceof IntegerType || type instanceof DateType ? row.getInt(place) : row.getLong(place);
        }
    }
}
