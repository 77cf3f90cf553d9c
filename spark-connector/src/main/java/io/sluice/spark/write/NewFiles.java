package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.table.ByteSize;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.table.TableProperties.RowTrackingColumns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Everything that a task has to know to write files of a table; it asks nobody else.
 *
 * @param location the table's folder, absolute
 * @param schema of the files
 * @param ordinals the places, in rows, of the files' columns
 * @param partitions columns whose values are the same in all rows of a file
 * @param sizeBytes a file that has passed this size is closed and the next one begun
 * @param compression a codec of Parquet, in small letters
 * @param tracking whether rows bring ids along, behind the columns of the table
 * @param names of the files
 */
public record NewFiles(
        String location,
        StructType schema,
        List<Integer> ordinals,
        List<PartitionColumn> partitions,
        List<StatisticsColumn> statistics,
        long sizeBytes,
        String compression,
        RowTracking tracking,
        FileNames names)
        implements Serializable {
    /** Whether rows bring ids along. */
    public enum RowTracking {
        NO_IDS,
        ROWS_KEEP_IDS
    }

    /** The option of a write that says how large files become, in bytes. */
    static final String FILE_SIZE = "targetFileSizeBytes";

    /** The column of change data that says what was done. Source: Delta protocol, section "Change Data Files". */
    private static final String CHANGE_TYPE = "_change_type";

    private static final long serialVersionUID = 1L;
    /** Readers like files between 100 and 250 MB. */
    private static final long USUAL_SIZE_BYTES = 160_000_000;

    private static final int SHUFFLE_PER_FILE = 3;

    public NewFiles {
        requireNonNull(location, "location");
        requireNonNull(schema, "schema");
        requireNonNull(compression, "compression");
        ordinals = List.copyOf(ordinals);
        partitions = List.copyOf(partitions);
        statistics = List.copyOf(statistics);
        requireNonNull(names, "names");
    }

    /**
     * Files for rows that have the table's columns in their order.
     *
     * @param options of the write
     */
    static NewFiles of(TableMetadata table, String location, Map<String, String> options) {
        List<PartitionColumn> partitions = new ArrayList<>();
        List<Field> columns = table.schema().columns();
        for (String name : table.partitionColumns()) {
            Field column = table.schema().requireColumn(name);
            partitions.add(PartitionColumn.of(column, columns.indexOf(column)));
        }
        return new NewFiles(
                location,
                PhysicalSchema.of(table),
                stored(table),
                partitions,
                PhysicalSchema.statisticsColumns(table),
                sizeBytes(table, options),
                TableProperties.of(table).compression(),
                RowTracking.NO_IDS,
                FileNames.ofNewWrite());
    }

    /** The places of the columns that no partition value gives. */
    private static List<Integer> stored(TableMetadata table) {
        List<Integer> places = new ArrayList<>();
        List<Field> columns = table.schema().columns();
        for (int i = 0; i < columns.size(); i++) {
            if (!table.partitionColumns().contains(columns.get(i).name())) {
                places.add(i);
            }
        }
        return places;
    }

    /**
     * Files for rows that were there before and keep their ids, if the table tracks rows. The rows have two more
     * columns then: id and version, null where they are given by the place of the row.
     */
    public static NewFiles ofChangedRows(TableMetadata table, String location, Map<String, String> options) {
        NewFiles plain = of(table, location, options);
        return plain.keepingIds(table);
    }

    /** The same files, for rows that keep their ids if the table tracks rows. */
    NewFiles keepingIds(TableMetadata table) {
        return TableProperties.of(table).rowTracking().map(this::with).orElse(this);
    }

    /** Files that tell what the same write does to rows, which have the type of the change behind their columns. */
    public NewFiles ofChangeData(TableMetadata table) {
        List<Integer> places = new ArrayList<>(stored(table));
        places.add(table.schema().columns().size());
        return new NewFiles(
                location,
                PhysicalSchema.of(table).add(CHANGE_TYPE, DataTypes.StringType),
                places,
                partitions,
                List.of(),
                sizeBytes,
                compression,
                RowTracking.NO_IDS,
                names.ofChangeData());
    }

    /** The same files under the names of another write. */
    NewFiles ofNewWrite() {
        return new NewFiles(
                location,
                schema,
                ordinals,
                partitions,
                statistics,
                sizeBytes,
                compression,
                tracking,
                FileNames.ofNewWrite());
    }

    private NewFiles with(RowTrackingColumns tracked) {
        List<Integer> places = new ArrayList<>(ordinals);
        int columns = ordinals.size() + partitions.size();
        places.add(columns);
        places.add(columns + 1);
        return new NewFiles(
                location,
                schema.add(tracked.rowId(), DataTypes.LongType).add(tracked.rowVersion(), DataTypes.LongType),
                places,
                partitions,
                statistics,
                sizeBytes,
                compression,
                RowTracking.ROWS_KEEP_IDS,
                names);
    }

    /** Whether rows bring their ids along. */
    public boolean tracksRows() {
        return tracking == RowTracking.ROWS_KEEP_IDS;
    }

    /** What the write asks for, else the table, else what is usual. */
    private static long sizeBytes(TableMetadata table, Map<String, String> options) {
        String asked = new CaseInsensitiveStringMap(options).get(FILE_SIZE);
        if (asked == null) {
            return TableProperties.of(table).targetFileSizeBytes().orElse(USUAL_SIZE_BYTES);
        }
        return ByteSize.parse(asked)
                .orElseThrow(() ->
                        SluiceException.user("the option %s is '%s': write a number of bytes, or a size such as 128mb"
                                .formatted(FILE_SIZE, asked)));
    }

    /**
     * How many bytes of a shuffle are taken for one file. Spark exchanges rows, lightly compressed; as columns, under
     * Zstandard, the same rows take fewer bytes, which are estimated as a third.
     */
    long shuffledBytes() {
        return sizeBytes > Long.MAX_VALUE / SHUFFLE_PER_FILE ? Long.MAX_VALUE : sizeBytes * SHUFFLE_PER_FILE;
    }

    /**
     * What Spark's writer is told, whatever the session is configured for: the files are read by others too, who know
     * neither its old forms of nested columns nor its timestamps of 96 bits.
     */
    Configuration configuration() {
        Configuration configuration = new Configuration(false);
        org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport.setSchema(schema, configuration);
        configuration.setBoolean("spark.sql.parquet.writeLegacyFormat", false);
        configuration.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
        configuration.setBoolean("spark.sql.parquet.fieldId.write.enabled", true);
        configuration.setBoolean("spark.sql.legacy.parquet.nanosAsLong", false);
        configuration.setBoolean("spark.sql.parquet.variant.annotateLogicalType.enabled", false);
        return configuration;
    }
}
