package io.sluice.spark.read;

import io.sluice.catalog.OpenMode;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeTransaction;
import io.sluice.lake.LakeUri;
import io.sluice.lake.TransactionOutcome;
import io.sluice.lake.TransactionTable;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import io.sluice.table.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tables filled through the lake alone, with files that Spark has written as plain Parquet. */
final class FilesOfSpark implements AutoCloseable {
    private final Lake lake;

    FilesOfSpark(Path folder) {
        lake = Lake.open(LakeUri.parse(folder.toString()), OpenMode.CREATE_IF_MISSING);
    }

    /** Appends rows as one file without statistics of columns; returns the path of it. */
    String append(String table, Dataset<Row> rows, Map<String, Optional<String>> partition) {
        return append(table, rows, partition, Map.of());
    }

    String append(
            String table,
            Dataset<Row> rows,
            Map<String, Optional<String>> partition,
            Map<String, ColumnStatistics> statistics) {
        TableName name = TableName.parse(table);
        try {
            Path location = Path.of(lake.table(name).table().location());
            Path scratch = location.resolve("written-" + UUID.randomUUID());
            rows.coalesce(1).write().parquet(scratch.toString());
            Path file = location.resolve(UUID.randomUUID() + ".parquet");
            try (var written = Files.list(scratch)) {
                Files.move(
                        written.filter(path -> path.toString().endsWith(".parquet"))
                                .findFirst()
                                .orElseThrow(),
                        file);
            }
            DataFile data = new DataFile(
                    file.getFileName().toString(),
                    Files.size(file),
                    0,
                    partition,
                    new FileStatistics(rows.count(), new LinkedHashMap<>(statistics)));
            commit(name, new AppendFiles(List.of(data)));
            return data.path();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String table, String path, long... positions) {
        commit(TableName.parse(table), new DeleteRows(Map.of(path, RowPositions.of(positions))));
    }

    private void commit(TableName name, TableChange change) {
        try (LakeTransaction transaction = lake.begin(IsolationLevel.WRITE_SERIALIZABLE, "test/1")) {
            TransactionTable table = transaction.table(name);
            table.change(new Operation("test/1", "WRITE", Map.of(), Map.of()), List.of(change));
            TransactionOutcome outcome = transaction.commit();
            if (!(outcome instanceof TransactionOutcome.Committed)) {
                throw new IllegalStateException(outcome.toString());
            }
        }
    }

    @Override
    public void close() {
        lake.close();
    }
}
