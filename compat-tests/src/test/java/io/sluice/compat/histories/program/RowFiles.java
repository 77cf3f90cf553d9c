package io.sluice.compat.histories.program;

import static io.sluice.table.DataType.Primitive.LONG;
import static io.sluice.table.DataType.Primitive.STRING;

import io.sluice.catalog.CatalogTable;
import io.sluice.compat.histories.model.Row;
import io.sluice.compat.histories.model.Step;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.ParquetCopy;
import io.sluice.duckdb.SqlText;
import io.sluice.duckdb.WrittenFile;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.table.DataFile;
import io.sluice.table.Field;
import io.sluice.table.RowPositions;
import io.sluice.table.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows in Parquet files. Files never change, so what was read of one is kept. */
public final class RowFiles {
    /** The columns that every table begins with. */
    public static final List<Field> COLUMNS =
            List.of(Field.optional("k", LONG), Field.optional("v", LONG), Field.optional("s", STRING));

    private final DuckDbSession duckdb;
    private final Map<String, List<Row>> known = new HashMap<>();

    public RowFiles(DuckDbSession duckdb) {
        this.duckdb = duckdb;
    }

    /** A row and where it is. */
    record Placed(String path, long position, Row row) {}

    /** The rows of a state that a step looks for. */
    List<Placed> find(Snapshot snapshot, Predicate predicate, Step step) {
        List<Placed> found = new ArrayList<>();
        for (ScanTask task : snapshot.plan(predicate).tasks()) {
            all(task).stream().filter(placed -> step.sees(placed.row())).forEach(found::add);
        }
        return found;
    }

    /** All rows of a state. */
    public List<Row> rows(Snapshot snapshot) {
        return snapshot.plan(Predicate.ALL).tasks().stream()
                .flatMap(task -> all(task).stream())
                .map(Placed::row)
                .toList();
    }

    /** The rows of a file that are there. */
    List<Placed> all(ScanTask task) {
        List<Row> rows = known.computeIfAbsent(task.location(), this::read);
        RowPositions gone = task.deletions().positions();
        List<Placed> left = new ArrayList<>();
        for (int position = 0; position < rows.size(); position++) {
            if (!gone.contains(position)) {
                left.add(new Placed(task.file().path(), position, rows.get(position)));
            }
        }
        return left;
    }

    private List<Row> read(String location) {
        return duckdb.query(
                "SELECT k, v, s FROM read_parquet(%s, file_row_number = true) ORDER BY file_row_number"
                        .formatted(SqlText.literal(location)),
                row -> new Row(row.number(1), row.number(2), row.text(3)));
    }

    /** Writes rows to files of a table, without the columns that were added later. */
    public List<DataFile> write(CatalogTable table, List<Row> rows) {
        String values = rows.stream()
                .map(row -> "(%d, %d, %s)".formatted(row.key(), row.value(), SqlText.literal(row.stamp())))
                .collect(Collectors.joining(", "));
        String select = "SELECT k::BIGINT AS k, v::BIGINT AS v, s FROM (VALUES %s) AS t(k, v, s)".formatted(values);
        Path folder = Path.of(table.location());
        try {
            Files.createDirectories(folder);
            List<DataFile> files = new ArrayList<>();
            for (WrittenFile file : new ParquetCopy(select, folder, "part-", List.of()).run(duckdb)) {
                files.add(new DataFile(
                        folder.relativize(file.path()).toString(),
                        file.sizeBytes(),
                        Files.getLastModifiedTime(file.path()).toMillis(),
                        Map.of(),
                        file.statistics(new TableSchema(COLUMNS))));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
