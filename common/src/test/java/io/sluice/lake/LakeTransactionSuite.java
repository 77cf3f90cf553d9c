package io.sluice.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.FaultyCatalog;
import io.sluice.commit.Committer;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.Pacing;
import io.sluice.commit.RetryPolicy;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.format.CreateOutcome.Created;
import io.sluice.format.delta.DeltaFormat;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.storage.Storage;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Lakes with two tables of one file each, over any catalog and storage, and short words for what tests do. */
abstract class LakeTransactionSuite {
    static final TableName ORDERS = TableName.of("sales", "orders");
    static final TableName ITEMS = TableName.of("sales", "items");
    static final String ENGINE = "test/1";
    static final Operation WRITE = new Operation(ENGINE, "WRITE", Map.of(), Map.of("numOutputRows", "2"));

    FaultyCatalog catalog;
    Storage storage;
    Lake lake;

    /** An empty one. */
    protected abstract Catalog catalog();

    protected abstract Storage storage();

    /** Where tables are made, absolute. */
    protected abstract String warehouse();

    @BeforeEach
    void twoTablesWithAFileEach() {
        catalog = new FaultyCatalog(catalog());
        storage = storage();
        lake = lake(catalog);
        create(ORDERS, "o1", 1);
        create(ITEMS, "i1", 1);
    }

    Lake lake(Catalog of) {
        Pacing pacing = new Pacing(InstantSource.system(), new Random(7), duration -> {});
        return new Lake(
                of,
                storage,
                warehouse(),
                new DeltaFormat(InstantSource.system()),
                new Committer(RetryPolicy.DEFAULT, pacing));
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    LakeTransaction begin() {
        return lake.begin(IsolationLevel.WRITE_SERIALIZABLE, ENGINE);
    }

    void append(LakeTransaction transaction, TableName name, String path, long id) {
        TransactionTable table = transaction.table(name);
        table.requireChangeable();
        table.change(WRITE, List.of(new AppendFiles(List.of(written(table.table(), path, id)))));
    }

    void create(TableName name, String path, long id) {
        CatalogTable reserved = lake.reserve(name);
        List<TableChange> changes = List.of(new AppendFiles(List.of(written(reserved, path, id))));
        assertThat(lake.create(reserved, metadata(reserved), changes, WRITE)).isInstanceOf(Created.class);
    }

    static TableMetadata metadata(CatalogTable reserved) {
        return new TableMetadata(
                reserved.id(),
                TableSchema.of(Field.optional("id", Primitive.LONG)),
                List.of(),
                Map.of(),
                Optional.empty());
    }

    /** A file of two rows with that id. */
    DataFile written(CatalogTable table, String path, long id) {
        storage.create(table.location() + "/" + path, new byte[3]);
        ColumnStatistics exactly = new ColumnStatistics(Optional.of(id), Optional.of(id), Optional.of(0L));
        return new DataFile(path, 3, 1_700_000_000_000L, Map.of(), new FileStatistics(2, Map.of("id", exactly)));
    }

    CatalogTable table(TableName name) {
        return lake.table(name).table();
    }

    String location(TableName name, String path) {
        return table(name).location() + "/" + path;
    }

    static DeleteRows deletion(String path, long... rows) {
        return new DeleteRows(Map.of(path, RowPositions.of(rows)));
    }

    static RowPositions deletions(Snapshot snapshot, String path) {
        List<ScanTask> tasks = snapshot.plan(Predicate.ALL).tasks().stream()
                .filter(task -> task.file().path().equals(path))
                .toList();
        assertThat(tasks).hasSize(1);
        return tasks.get(0).deletions().positions();
    }

    static List<String> paths(Snapshot snapshot) {
        return snapshot.plan(Predicate.ALL).tasks().stream()
                .map(task -> task.file().path())
                .sorted()
                .toList();
    }
}
