package io.sluice.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.CommitOutcome;
import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.Reads;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.Transaction;
import io.sluice.compat.judge.Canonical;
import io.sluice.compat.judge.LogRules;
import io.sluice.compat.judge.TableReader;
import io.sluice.compat.judge.TableReader.State;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.ParquetCopy;
import io.sluice.duckdb.SqlText;
import io.sluice.duckdb.WrittenFile;
import io.sluice.format.CreateOutcome;
import io.sluice.format.FormatTable;
import io.sluice.table.DataFile;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import io.sluice.write.NewRows;
import io.sluice.write.RowQuery;
import io.sluice.write.RowWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table that a test fills: it remembers what every reader must find. */
final class TestTable {
    private static final String ENGINE = "compat-tests/1";

    private final TestLake lake;
    private final TableName name;
    private final CatalogTable location;
    private final List<List<Object>> rows = new ArrayList<>();

    private TestTable(TestLake lake, TableName name, CatalogTable location) {
        this.lake = lake;
        this.name = name;
        this.location = location;
    }

    /** A table that somebody else has made, from which these rows are expected. */
    static TestTable existing(TestLake lake, TableName name, List<List<Object>> rows) {
        TestTable table = new TestTable(lake, name, lake.lake().table(name).table());
        table.rows.addAll(rows);
        return table;
    }

    static TestTable create(TestLake lake, String name, List<Field> columns) {
        return create(lake, name, columns, List.of(), Map.of(), List.of());
    }

    static TestTable create(
            TestLake lake,
            String name,
            List<Field> columns,
            List<String> partitionColumns,
            Map<String, String> properties,
            List<List<Object>> rows) {
        TableName fullName = TableName.of("compat", name);
        TestTable table = new TestTable(lake, fullName, lake.lake().reserve(fullName));
        TableMetadata metadata = new TableMetadata(
                table.location.id(), new TableSchema(columns), partitionColumns, properties, Optional.empty());
        List<TableChange> changes = rows.isEmpty() ? List.of() : List.of(table.write(lake.duckdb(), metadata, rows));
        assertThat(lake.lake().create(table.location, metadata, changes, operation("CREATE TABLE", rows)))
                .isInstanceOf(CreateOutcome.Created.class);
        table.rows.addAll(rows);
        return table;
    }

    TableName name() {
        return name;
    }

    FormatTable open() {
        return lake.lake().table(name);
    }

    TestTable append(List<List<Object>> more) {
        commit("WRITE", write(lake.duckdb(), open().current().metadata(), more), more);
        rows.addAll(more);
        return this;
    }

    /** Appends rows as the product writes them. */
    TestTable insert(List<List<Object>> more) {
        commit("WRITE", new AppendFiles(files(more)), more);
        rows.addAll(more);
        return this;
    }

    /** Files that the product writes, which nobody has committed yet. */
    List<DataFile> files(List<List<Object>> more) {
        List<Field> columns = open().current().metadata().schema().columns();
        return files(NewRows.byPosition(RowQuery.describe(lake.duckdb(), SqlRows.select(columns, more)), columns));
    }

    List<DataFile> files(NewRows more) {
        return new RowWriter(lake.duckdb(), open().current().metadata(), location.location()).write(more);
    }

    TestTable commit(String operation, TableChange change) {
        commit(operation, change, List.of());
        return this;
    }

    private void commit(String operation, TableChange change, List<List<Object>> more) {
        assertThat(attempt(operation, open().current().version(), change, more)).isInstanceOf(Committed.class);
    }

    CommitOutcome attempt(String operation, TableVersion read, TableChange change, List<List<Object>> more) {
        Transaction transaction = new Transaction(
                Reads.schemaOf(read), List.of(change), IsolationLevel.WRITE_SERIALIZABLE, operation(operation, more));
        return lake.lake().commit(open(), transaction);
    }

    private static Operation operation(String name, List<?> rows) {
        return new Operation(ENGINE, name, Map.of(), Map.of("numOutputRows", Integer.toString(rows.size())));
    }

    /** Writes one file for each combination of partition values. */
    AppendFiles write(DuckDbSession duckdb, TableMetadata metadata, List<List<Object>> more) {
        Map<List<Object>, List<List<Object>>> groups = new LinkedHashMap<>();
        List<Field> columns = metadata.schema().columns();
        for (List<Object> row : more) {
            List<Object> key = new ArrayList<>();
            for (String column : metadata.partitionColumns()) {
                key.add(row.get(columns.indexOf(metadata.schema().requireColumn(column))));
            }
            groups.computeIfAbsent(key, none -> new ArrayList<>()).add(row);
        }
        List<DataFile> files = new ArrayList<>();
        groups.forEach((key, group) -> files.addAll(writeFiles(duckdb, metadata, key, group)));
        return new AppendFiles(files);
    }

    private List<DataFile> writeFiles(
            DuckDbSession duckdb, TableMetadata metadata, List<Object> key, List<List<Object>> group) {
        Map<String, Optional<String>> partition = new LinkedHashMap<>();
        for (int i = 0; i < key.size(); i++) {
            partition.put(metadata.partitionColumns().get(i), PartitionText.of(key.get(i)));
        }
        Path folder = Path.of(location.location());
        String kept = metadata.partitionColumns().isEmpty()
                ? "*"
                : "* EXCLUDE (" + SqlText.identifiers(metadata.partitionColumns()) + ")";
        String select = "SELECT %s FROM (%s)"
                .formatted(kept, SqlRows.select(metadata.schema().columns(), group));
        try {
            Files.createDirectories(folder);
            List<DataFile> files = new ArrayList<>();
            for (WrittenFile file : new ParquetCopy(select, folder, "part-", List.of()).run(duckdb)) {
                files.add(new DataFile(
                        folder.relativize(file.path()).toString(),
                        file.sizeBytes(),
                        Files.getLastModifiedTime(file.path()).toMillis(),
                        partition,
                        file.statistics(metadata.schema())));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on the rows so far are expected with nulls for columns that were added. */
    void pad(int columns) {
        rows.replaceAll(row -> {
            List<Object> padded = new ArrayList<>(row);
            padded.addAll(Collections.nCopies(columns, null));
            return padded;
        });
    }

    /** From now on these rows are expected. */
    void expect(List<List<Object>> expected) {
        rows.clear();
        rows.addAll(expected);
    }

    List<String> rows() {
        return Canonical.rows(rows);
    }

    /** Asserts that every reader finds these columns and the rows that were written, in the last version. */
    void isReadBackAs(long version, List<String> columns, List<String> partitionColumns) {
        assertThat(LogRules.complaints(lake.committed(name))).isEmpty();
        State expected = new State(version, columns, partitionColumns, rows());
        for (TableReader reader : lake.rowReaders(name)) {
            assertThat(reader.latest()).as(reader.getClass().getSimpleName()).isEqualTo(expected);
        }
    }
}
