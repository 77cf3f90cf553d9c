package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.DataFileBounds;
import io.sluice.scan.ScanTask;
import io.sluice.spark.types.SparkTypes;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;

/** One measure over files, as far as their statistics tell it exactly. */
final class FileTally {
    /** What is measured. */
    enum Measure {
        ROWS,
        VALUES,
        MIN,
        MAX;

        /** @param field the column that is measured; empty for {@code ROWS} */
        org.apache.spark.sql.types.DataType type(Optional<Field> field) {
            return switch (this) {
                case ROWS, VALUES -> DataTypes.LongType;
                case MIN, MAX -> SparkTypes.dataType(field.orElseThrow().type());
            };
        }
    }

    private final Measure measure;
    private final Optional<Field> field;
    private final TableMetadata table;
    private long count;
    /** Null as long as there is no value. */
    private Long extreme;

    FileTally(Measure measure, Optional<Field> field, TableMetadata table) {
        this.measure = requireNonNull(measure, "measure");
        this.field = requireNonNull(field, "field");
        this.table = requireNonNull(table, "table");
    }

    /** Other types' bounds may be cut or rounded, and are wider than the values then. */
    static boolean hasExactBounds(DataType type) {
        return type instanceof Primitive primitive
                && switch (primitive) {
                    case BYTE, SHORT, INTEGER, LONG, DATE -> true;
                    case BOOLEAN, FLOAT, DOUBLE, STRING, BINARY, TIMESTAMP, TIMESTAMP_NTZ -> false;
                };
    }

    /** Adds a file that has rows; false if the file does not say what is needed, exactly. */
    boolean add(ScanTask task) {
        long rows = task.file().statistics().rowCount() - task.deletions().count();
        if (measure == Measure.ROWS) {
            count += rows;
            return true;
        }
        String column = field.orElseThrow().name();
        ColumnStatistics known = new DataFileBounds(task.file(), table).of(column);
        boolean isPartition = table.partitionColumns().contains(column);
        boolean isExact = isPartition || task.deletions().isEmpty();
        if (!isExact || known.nullCount().isEmpty()) {
            return false;
        }
        long nulls = Math.min(rows, known.nullCount().get());
        if (measure == Measure.VALUES) {
            count += rows - nulls;
            return true;
        }
        return nulls == rows || addExtreme(measure == Measure.MIN ? known.min() : known.max());
    }

    private boolean addExtreme(Optional<Comparable<?>> bound) {
        if (bound.isEmpty() || !(bound.get() instanceof Long value)) {
            return false;
        }
        boolean isFurther = extreme == null || (measure == Measure.MIN ? value < extreme : value > extreme);
        extreme = isFurther ? value : extreme;
        return true;
    }

    /** As Spark's rows have it. */
    Object value() {
        if (measure == Measure.ROWS || measure == Measure.VALUES) {
            return count;
        }
        if (extreme == null) {
            return null;
        }
        return switch ((Primitive) field.orElseThrow().type()) {
            case BYTE -> (Object) extreme.byteValue();
            case SHORT -> extreme.shortValue();
            case INTEGER, DATE -> extreme.intValue();
            default -> extreme;
        };
    }
}
