package io.sluice.compat.bench.program;

import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.Reads;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.Transaction;
import io.sluice.format.CreateOutcome;
import io.sluice.format.FormatTable;
import io.sluice.lake.Lake;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A table of events whose data files exist in its log only: what committing and planning costs is measured without
 * writing any rows.
 */
public final class Events {
    public static final TableName NAME = TableName.of("bench", "events");
    public static final String PARTITION_COLUMN = "day";
    public static final int ROWS_PER_FILE = 1000;

    private static final LocalDate FIRST_DAY = LocalDate.of(2023, 1, 1);
    private static final Operation WRITE = new Operation("sluice benchmark", "WRITE", Map.of(), Map.of());

    private Events() {}

    /** Creates the table, empty. */
    public static FormatTable create(Lake lake, List<String> partitionColumns) {
        var reserved = lake.reserve(NAME);
        TableSchema schema = TableSchema.of(
                Field.optional("id", Primitive.LONG),
                Field.optional("at", Primitive.TIMESTAMP),
                Field.optional("kind", Primitive.STRING),
                Field.optional(PARTITION_COLUMN, Primitive.DATE));
        TableMetadata metadata = new TableMetadata(reserved.id(), schema, partitionColumns, Map.of(), Optional.empty());
        CreateOutcome outcome = lake.create(reserved, metadata, List.of(), WRITE);
        if (outcome instanceof CreateOutcome.Created created) {
            return created.table();
        }
        throw new IllegalStateException("the table was not created: " + outcome);
    }

    /** A blind append of files. */
    public static Transaction append(TableVersion version, List<DataFile> files) {
        return transaction(version, List.of(new AppendFiles(files)));
    }

    /** A change that has read nothing but the schema. */
    public static Transaction transaction(TableVersion version, List<TableChange> changes) {
        return new Transaction(Reads.schemaOf(version), changes, IsolationLevel.WRITE_SERIALIZABLE, WRITE);
    }

    /** A file of an unpartitioned table. */
    public static DataFile file(long number) {
        return new DataFile(
                "part-%08d-%s.parquet".formatted(number, UUID.randomUUID()), 24_000, 0, Map.of(), statistics(number));
    }

    /** A file of the table that is partitioned by day; its ids are those of its number alone. */
    public static DataFile file(long number, String day) {
        return new DataFile(
                "day=%s/part-%08d-%s.parquet".formatted(day, number, UUID.randomUUID()),
                24_000,
                0,
                Map.of(PARTITION_COLUMN, Optional.of(day)),
                statistics(number));
    }

    /** What a file of that number says of its rows. */
    public static FileStatistics statistics(long number) {
        Map<String, ColumnStatistics> columns = new LinkedHashMap<>();
        long firstId = number * ROWS_PER_FILE;
        long firstMicros = 1_700_000_000_000_000L + number * 60_000_000L;
        columns.put("id", bounds(firstId, firstId + ROWS_PER_FILE - 1));
        columns.put("at", bounds(firstMicros, firstMicros + 59_000_000L));
        columns.put("kind", bounds("click", "view"));
        return new FileStatistics(ROWS_PER_FILE, columns);
    }

    private static ColumnStatistics bounds(Comparable<?> min, Comparable<?> max) {
        return new ColumnStatistics(Optional.of(min), Optional.of(max), Optional.of(0L));
    }

    /** The text of the day with that number. */
    public static String day(int number) {
        return FIRST_DAY.plusDays(number).toString();
    }
}
