package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.ScanTask;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** The fields of {@code _metadata}, as Spark names them for files and Delta for tables that track rows. */
@SuppressWarnings("ImmutableEnumChecker")
enum FileFact {
    FILE_PATH(DataTypes.StringType),
    FILE_NAME(DataTypes.StringType),
    FILE_SIZE(DataTypes.LongType),
    FILE_MODIFICATION_TIME(DataTypes.TimestampType),
    ROW_INDEX(DataTypes.LongType),
    ROW_ID(DataTypes.LongType),
    ROW_COMMIT_VERSION(DataTypes.LongType);

    private final DataType type;

    FileFact(DataType type) {
        this.type = requireNonNull(type, "type");
    }

    private boolean isOfTrackedRows() {
        return this == ROW_ID || this == ROW_COMMIT_VERSION;
    }

    StructField field() {
        return new StructField(name().toLowerCase(Locale.ROOT), type, isOfTrackedRows(), Metadata.empty());
    }

    static Optional<FileFact> named(String field) {
        return Arrays.stream(values())
                .filter(fact -> fact.name().equalsIgnoreCase(field))
                .findFirst();
    }

    /** The type of {@code _metadata}. */
    static StructType type(TableMetadata table) {
        boolean tracksRows = TableProperties.of(table).rowTracking().isPresent();
        return new StructType(Arrays.stream(values())
                .filter(fact -> tracksRows || !fact.isOfTrackedRows())
                .map(FileFact::field)
                .toArray(StructField[]::new));
    }

    /** The value for all rows of a file, as Spark's rows have it; a bug for what differs from row to row. */
    Object value(ScanTask task) {
        String location = task.location();
        return switch (this) {
            case FILE_PATH -> UTF8String.fromString(location);
            case FILE_NAME -> UTF8String.fromString(location.substring(location.lastIndexOf('/') + 1));
            case FILE_SIZE -> task.file().sizeBytes();
            case FILE_MODIFICATION_TIME ->
                TimeUnit.MILLISECONDS.toMicros(task.file().modifiedMillis());
            case ROW_INDEX, ROW_ID, ROW_COMMIT_VERSION -> throw new IllegalStateException(this + " is of a row");
        };
    }
}
