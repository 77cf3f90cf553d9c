package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that tell of a row how and when it has changed. */
@SuppressWarnings("ImmutableEnumChecker")
enum ChangeColumn {
    /** {@code insert}, {@code delete}, {@code update_preimage} or {@code update_postimage}. */
    CHANGE_TYPE("_change_type", DataTypes.StringType),
    COMMIT_VERSION("_commit_version", DataTypes.LongType),
    COMMIT_TIMESTAMP("_commit_timestamp", DataTypes.TimestampType);

    private final String column;
    /** Spark's types do not change, but do not say so. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final DataType type;

    ChangeColumn(String column, DataType type) {
        this.column = requireNonNull(column, "column");
        this.type = requireNonNull(type, "type");
    }

    String column() {
        return column;
    }

    StructField field() {
        return new StructType().add(column, type, true).fields()[0];
    }

    static Optional<ChangeColumn> named(String name) {
        return Arrays.stream(values())
                .filter(known -> known.column.equalsIgnoreCase(name))
                .findFirst();
    }
}
