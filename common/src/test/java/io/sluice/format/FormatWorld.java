package io.sluice.format;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.FaultyCatalog;
import io.sluice.commit.CommitOutcome;
import io.sluice.commit.Committer;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.Pacing;
import io.sluice.commit.Reads;
import io.sluice.commit.RetryPolicy;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.Transaction;
import io.sluice.format.CreateOutcome.Created;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.storage.FaultyStorage;
import io.sluice.storage.Storage;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.Assertions;

/**
 * One process at work in a lake, as the tests of formats see it: a catalog and a storage that can fail, a format, and
 * short words for what tests do. Several of them over one catalog and storage are several processes.
 */
public final class FormatWorld {
    private static final Operation WRITE = new Operation("test/1", "WRITE", Map.of("mode", "Append"), Map.of());

    final FaultyCatalog catalog;
    final FaultyStorage storage;
    final TableFormat format;
    private final String folder;
    private final Committer committer =
            new Committer(RetryPolicy.DEFAULT, new Pacing(InstantSource.system(), new Random(7), duration -> {}));

    /** @param folder where tables are made, absolute */
    FormatWorld(Catalog catalog, Storage storage, TableFormat format, String folder) {
        this.catalog = new FaultyCatalog(catalog);
        this.storage = new FaultyStorage(storage);
        this.format = requireNonNull(format, "format");
        this.folder = requireNonNull(folder, "folder");
    }

    static TableSchema people() {
        return TableSchema.of(
                Field.required("id", Primitive.LONG),
                Field.optional("name", Primitive.STRING),
                Field.optional("age", Primitive.INTEGER));
    }

    CatalogTable reserved(String name) {
        TableId id = TableId.random();
        return new CatalogTable(id, TableName.of("s", name), format.name(), folder + "/" + name + "-" + id);
    }

    static TableMetadata metadata(CatalogTable table, TableSchema schema, String... partitionColumns) {
        return new TableMetadata(table.id(), schema, List.of(partitionColumns), Map.of(), Optional.empty());
    }

    CreateOutcome create(CatalogTable table, TableMetadata metadata, TableChange... changes) {
        return format.create(table, metadata, List.of(changes), WRITE, catalog, storage);
    }

    /** A table of {@link #people}. */
    FormatTable created(String name, TableChange... changes) {
        CatalogTable table = reserved(name);
        return created(create(table, metadata(table, people()), changes));
    }

    static FormatTable created(CreateOutcome outcome) {
        Assertions.assertThat(outcome).isInstanceOf(Created.class);
        return ((Created) outcome).table();
    }

    FormatTable open(CatalogTable table) {
        return format.open(table, catalog, storage);
    }

    /** Commits changes that have read no rows, made for the columns of the present version. */
    CommitOutcome commit(FormatTable table, TableChange... changes) {
        return commit(table, table.current().version(), changes);
    }

    CommitOutcome commit(FormatTable table, TableVersion read, TableChange... changes) {
        return commit(table, Reads.schemaOf(read), changes);
    }

    CommitOutcome commit(FormatTable table, Reads reads, TableChange... changes) {
        Transaction transaction = new Transaction(reads, List.of(changes), IsolationLevel.WRITE_SERIALIZABLE, WRITE);
        return committer.commit(table.target(), transaction);
    }

    static AppendFiles append(DataFile... files) {
        return new AppendFiles(List.of(files));
    }

    /** A file of one row of {@link #people}. */
    static DataFile file(String name, long id) {
        return new DataFile(
                name + ".parquet",
                1000 + id,
                1_700_000_000_000L + id,
                Map.of(),
                new FileStatistics(1, Map.of("id", exactly(id), "name", exactly(name))));
    }

    /** A file of so many rows of {@link #people}, of which nothing else is known. */
    static DataFile longFile(String name, long rowCount) {
        return new DataFile(
                name + ".parquet",
                1000,
                1_700_000_000_000L,
                Map.of(),
                new FileStatistics(
                        rowCount,
                        Map.of("id", new ColumnStatistics(Optional.empty(), Optional.empty(), Optional.of(0L)))));
    }

    static DeleteRows delete(String name, long... rows) {
        return new DeleteRows(Map.of(name + ".parquet", RowPositions.of(rows)));
    }

    /** The rows of a state by path, by their position in the file. */
    static Map<String, RowPositions> rowsLeft(Snapshot snapshot) {
        Map<String, RowPositions> rows = new HashMap<>();
        for (ScanTask task : snapshot.plan(Predicate.ALL).tasks()) {
            RowPositions all = RowPositions.all(task.file().statistics().rowCount());
            RowPositions before =
                    rows.put(task.file().path(), all.minus(task.deletions().positions()));
            Assertions.assertThat(before).isNull();
        }
        return rows;
    }

    static ColumnStatistics exactly(Comparable<?> value) {
        return new ColumnStatistics(Optional.of(value), Optional.of(value), Optional.of(0L));
    }

    /** The paths of a state's files, sorted. */
    static List<String> paths(Snapshot snapshot) {
        return snapshot.plan(Predicate.ALL).tasks().stream()
                .map(ScanTask::file)
                .map(DataFile::path)
                .sorted()
                .toList();
    }
}
