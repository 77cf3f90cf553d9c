package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.types.SparkTypes;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that scans can add to those of the table. */
public final class MetadataColumns {
    /** Where the row's file is: absolute and not URL-encoded, as {@code ScanTask.location} has it. Never null. */
    public static final String FILE = "_file";

    /** The number of the row in its file, from 0, deleted rows included. Never null. */
    public static final String POSITION = "_pos";

    /**
     * The number of the row's file: shorter than its location, and of no meaning outside of the scan that has read the
     * row. Never null.
     */
    public static final String FILE_NUMBER = "_file_number";

    /** Of tables that track rows: the id that a row keeps when it is changed or moved; null if it has none. */
    public static final String ROW_ID = "_row_id";

    /** Of tables that track rows: the version that inserted or changed the row last; null if nobody knows. */
    public static final String ROW_VERSION = "_row_commit_version";

    /** Of partitioned tables: the values of the partition columns, under their names. Never null itself. */
    public static final String PARTITION = "_partition";

    /**
     * What Spark and Delta tell of a row's file: {@code file_path}, {@code file_name}, {@code file_size},
     * {@code file_modification_time}, {@code row_index}; of tables that track rows, {@code row_id} and
     * {@code row_commit_version} too. Never null itself.
     */
    public static final String METADATA = "_metadata";

    private MetadataColumns() {}

    /** The metadata columns of a table. A column of the table itself hides one that has the same name. */
    public static MetadataColumn[] of(TableMetadata table) {
        boolean tracksRows = TableProperties.of(table).rowTracking().isPresent();
        return Arrays.stream(Kind.values())
                .filter(kind -> tracksRows || !kind.isOfTrackedRows())
                .filter(kind -> kind != Kind.PARTITION_VALUES
                        || !table.partitionColumns().isEmpty())
                .map(kind -> new Shown(kind, kind.type(table)))
                .toArray(MetadataColumn[]::new);
    }

    /** What a metadata column of that name tells. */
    static Optional<Kind> kind(String name) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.column.equalsIgnoreCase(name))
                .findFirst();
    }

    /** What a metadata column tells. */
    @SuppressWarnings("ImmutableEnumChecker")
    enum Kind {
        FILE_LOCATION(FILE, DataTypes.StringType, "where the row's file is"),
        FILE_NUMBER_OF_SCAN(FILE_NUMBER, DataTypes.LongType, "the number of the row's file, which only one scan knows"),
        ROW_POSITION(POSITION, DataTypes.LongType, "the number of the row in its file"),
        TRACKED_ID(ROW_ID, DataTypes.LongType, "the id of the row"),
        TRACKED_VERSION(ROW_VERSION, DataTypes.LongType, "the version that changed the row last"),
        PARTITION_VALUES(PARTITION, new StructType(), "the values of the partition columns"),
        FILE_FACTS(METADATA, new StructType(), "what is known of the row's file");

        private final String column;
        private final DataType type;
        private final String comment;

        Kind(String column, DataType type, String comment) {
            this.column = requireNonNull(column, "column");
            this.type = requireNonNull(type, "type");
            this.comment = requireNonNull(comment, "comment");
        }

        private boolean isOfTrackedRows() {
            return this == TRACKED_ID || this == TRACKED_VERSION;
        }

        private DataType type(TableMetadata table) {
            return switch (this) {
                case PARTITION_VALUES -> partitionType(table);
                case FILE_FACTS -> FileFact.type(table);
                case FILE_LOCATION, FILE_NUMBER_OF_SCAN, ROW_POSITION, TRACKED_ID, TRACKED_VERSION -> type;
            };
        }

        StructField field() {
            return new StructType().add(column, type, isOfTrackedRows()).fields()[0];
        }
    }

    private static StructType partitionType(TableMetadata table) {
        StructType all = new StructType();
        for (String column : table.partitionColumns()) {
            all = all.add(
                    SparkTypes.structField(table.schema().requireColumn(column).relaxed()));
        }
        return all;
    }

    private record Shown(Kind kind, DataType type) implements MetadataColumn {
        @Override
        public String name() {
            return kind.column;
        }

        @Override
        public DataType dataType() {
            return type;
        }

        @Override
        public boolean isNullable() {
            return kind.isOfTrackedRows();
        }

        @Override
        public String comment() {
            return kind.comment;
        }

        /**
         * Which version has changed a row last is over once it is changed; of the others, the location would be long
         * for what the number of the file tells too.
         */
        @Override
        public String metadataInJSON() {
            boolean stays = kind != Kind.TRACKED_VERSION && kind != Kind.FILE_LOCATION;
            return new MetadataBuilder()
                    .putBoolean(MetadataColumn.PRESERVE_ON_DELETE, kind != Kind.FILE_LOCATION)
                    .putBoolean(MetadataColumn.PRESERVE_ON_UPDATE, stays)
                    .putBoolean(MetadataColumn.PRESERVE_ON_REINSERT, stays)
                    .build()
                    .json();
        }
    }
}
