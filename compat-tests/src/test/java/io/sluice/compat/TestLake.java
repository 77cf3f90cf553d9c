package io.sluice.compat;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.OpenMode;
import io.sluice.catalog.sql.SqliteCatalogs;
import io.sluice.commit.Committer;
import io.sluice.commit.Pacing;
import io.sluice.commit.RetryPolicy;
import io.sluice.compat.judge.CommittedTable;
import io.sluice.compat.judge.ConnectorReader;
import io.sluice.compat.judge.DeltaSparkJudge;
import io.sluice.compat.judge.KernelJudge;
import io.sluice.compat.judge.SluiceReader;
import io.sluice.compat.judge.TableReader;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.format.delta.DeltaFormat;
import io.sluice.lake.Lake;
import io.sluice.storage.LocalStorage;
import io.sluice.storage.Storage;
import io.sluice.table.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A lake in a folder, as the product opens one, with every reader that is to agree about it. */
final class TestLake implements AutoCloseable {
    private final Path folder;
    private final Lake lake;
    private final DuckDbSession duckdb;
    private final AtomicInteger copies = new AtomicInteger();
    private final Address address;

    /** Whether others can open the lake by its folder. */
    private enum Address {
        FOLDER,
        UNKNOWN
    }

    private TestLake(Path folder, Catalog catalog, Storage storage, Address address) {
        this.folder = folder;
        this.address = address;
        this.lake = new Lake(
                catalog,
                storage,
                folder.resolve("lake").toString(),
                DeltaFormat.system(),
                new Committer(RetryPolicy.DEFAULT, Pacing.system()));
        this.duckdb = DuckDbSession.open(DuckDbSettings.DEFAULT, new Cancellation());
    }

    static TestLake in(Path folder) {
        return over(folder, new LocalStorage());
    }

    static TestLake over(Path folder, Storage storage) {
        Catalog catalog = SqliteCatalogs.open(folder.resolve("lake"), OpenMode.CREATE_IF_MISSING);
        return new TestLake(folder, catalog, storage, Address.FOLDER);
    }

    static TestLake over(Path folder, Storage storage, Catalog catalog) {
        return new TestLake(folder, catalog, storage, Address.UNKNOWN);
    }

    Lake lake() {
        return lake;
    }

    DuckDbSession duckdb() {
        return duckdb;
    }

    CommittedTable committed(TableName name) {
        return CommittedTable.of(lake, name);
    }

    KernelJudge kernel(TableName name) {
        return new KernelJudge(committed(name));
    }

    DeltaSparkJudge deltaSpark(TableName name) {
        return deltaSpark(committed(name));
    }

    private DeltaSparkJudge deltaSpark(CommittedTable table) {
        return new DeltaSparkJudge(table, folder.resolve("copy-" + copies.incrementAndGet()));
    }

    List<TableReader> judges(CommittedTable table) {
        return List.of(new KernelJudge(table), deltaSpark(table));
    }

    SluiceReader sluice(TableName name) {
        return new SluiceReader(lake, name);
    }

    /** All who read tables: the two judges, and Sluice. */
    List<TableReader> readers(TableName name) {
        return List.of(kernel(name), deltaSpark(name), sluice(name));
    }

    /** All who read rows, in any way that they can be asked to. */
    List<TableReader> rowReaders(TableName name) {
        List<TableReader> readers = new ArrayList<>(readers(name));
        if (address == Address.FOLDER) {
            for (ConnectorReader.Mode mode : ConnectorReader.Mode.values()) {
                readers.add(connector(name, mode));
            }
        }
        return readers;
    }

    ConnectorReader connector(TableName name, ConnectorReader.Mode mode) {
        return new ConnectorReader(folder.resolve("lake"), lake, name, mode);
    }

    @Override
    public void close() {
        duckdb.close();
        lake.close();
    }
}
