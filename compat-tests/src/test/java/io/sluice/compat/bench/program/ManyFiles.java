package io.sluice.compat.bench.program;

import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.compat.judge.CommittedTable;
import io.sluice.compat.judge.PathBasedCopy;
import io.sluice.compat.process.OpenLake;
import io.sluice.format.FormatTable;
import io.sluice.lake.Lake;
import io.sluice.table.DataFile;
import io.sluice.table.TableVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/**
 * The events table of every contender, with the same files and the same statistics of them; no file is there. Each
 * commit adds one file to every partition.
 *
 * @param commits how many
 * @param filesPerCommit and partitions
 */
public record ManyFiles(int commits, int filesPerCommit) {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.optional(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "at", Types.TimestampType.withZone()),
            Types.NestedField.optional(3, "kind", Types.StringType.get()),
            Types.NestedField.optional(4, Events.PARTITION_COLUMN, Types.DateType.get()));

    /**
     * The table of a lake, and the same log for readers that know no catalog.
     *
     * @param lake folder of the lake
     * @param copy folder of the other table
     */
    public void inLake(Path lake, Path copy) {
        try (Lake open = OpenLake.at(lake.toString())) {
            FormatTable table = Events.create(open, List.of(Events.PARTITION_COLUMN));
            for (int commit = 0; commit < commits; commit++) {
                List<DataFile> files = new ArrayList<>();
                for (int i = 0; i < filesPerCommit; i++) {
                    files.add(Events.file((long) commit * filesPerCommit + i, Events.day(i)));
                }
                TableVersion version = table.current().version();
                if (!(open.commit(table, Events.append(version, files)) instanceof Committed)) {
                    throw new IllegalStateException("commit " + commit + " did not land");
                }
            }
            PathBasedCopy.make(CommittedTable.of(open, Events.NAME), copy);
        }
    }

    /**
     * The table of a Hadoop catalog.
     *
     * @param warehouse its folder
     */
    public void inIceberg(Path warehouse) throws IOException {
        try (HadoopCatalog catalog = new HadoopCatalog(new Configuration(), "file://" + warehouse)) {
            PartitionSpec byDay = PartitionSpec.builderFor(SCHEMA)
                    .identity(Events.PARTITION_COLUMN)
                    .build();
            Table table = catalog.createTable(
                    TableIdentifier.of("bench", "events"), SCHEMA, byDay, Map.of("format-version", "3"));
            for (int commit = 0; commit < commits; commit++) {
                AppendFiles append = table.newFastAppend();
                for (int i = 0; i < filesPerCommit; i++) {
                    append.appendFile(file(table, (long) commit * filesPerCommit + i, Events.day(i)));
                }
                append.commit();
            }
        }
    }

    private static org.apache.iceberg.DataFile file(Table table, long number, String day) {
        DataFile file = Events.file(number, day);
        Map<Integer, Long> counts = new HashMap<>();
        Map<Integer, Long> nulls = new HashMap<>();
        Map<Integer, ByteBuffer> lower = new HashMap<>();
        Map<Integer, ByteBuffer> upper = new HashMap<>();
        file.statistics().columns().forEach((name, bounds) -> {
            Types.NestedField field = SCHEMA.findField(name);
            counts.put(field.fieldId(), file.statistics().rowCount());
            nulls.put(field.fieldId(), bounds.nullCount().orElseThrow());
            lower.put(field.fieldId(), bytes(field, bounds.min().orElseThrow()));
            upper.put(field.fieldId(), bytes(field, bounds.max().orElseThrow()));
        });
        return DataFiles.builder(table.spec())
                .withPath(table.location() + "/data/" + file.path())
                .withFormat("parquet")
                .withFileSizeInBytes(file.sizeBytes())
                .withPartitionPath(Events.PARTITION_COLUMN + "=" + day)
                .withMetrics(new Metrics(file.statistics().rowCount(), null, counts, nulls, null, lower, upper))
                .build();
    }

    private static ByteBuffer bytes(Types.NestedField field, Comparable<?> bound) {
        return Conversions.toByteBuffer(field.type(), bound);
    }
}
