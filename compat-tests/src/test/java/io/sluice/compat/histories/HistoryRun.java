package io.sluice.compat.histories;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.commit.AttemptId;
import io.sluice.commit.Operation;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.compat.histories.model.Executed;
import io.sluice.compat.histories.model.Row;
import io.sluice.compat.histories.model.TableState;
import io.sluice.compat.histories.program.EngineKind;
import io.sluice.compat.histories.program.RowFiles;
import io.sluice.compat.histories.program.Scripts;
import io.sluice.compat.process.OpenLake;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.format.CreateOutcome;
import io.sluice.format.FormatTable;
import io.sluice.lake.Lake;
import io.sluice.scan.Snapshot;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Several processes that write to the same tables, some of which are killed and followed by another one.
 *
 * @param engines how each of the writers writes
 * @param seed decides what the writers do, and when they are killed
 * @param transactions of each writer
 */
record HistoryRun(
        Path folder, List<EngineKind> engines, Scripts scripts, List<String> tables, long seed, int transactions) {
    private static final String NAMESPACE = "histories";
    /** So many times fewer transactions, so that all writers are at work at the same time. */
    private static final int SLOWER_IN_SPARK = 4;

    HistoryRun {
        engines = List.copyOf(engines);
        tables = List.copyOf(tables);
    }

    String lake() {
        return folder.resolve("lake").toString();
    }

    static TableName name(String table) {
        return TableName.of(NAMESPACE, table);
    }

    /** Makes the tables, lets the writers run to their ends, and collects what is known. */
    History run() throws Exception {
        Map<String, TableState> first = new TreeMap<>();
        try (Lake lake = OpenLake.at(lake());
                DuckDbSession duckdb = DuckDbSession.open(DuckDbSettings.DEFAULT, new Cancellation())) {
            for (String table : tables) {
                first.put(table, create(lake, new RowFiles(duckdb), table));
            }
        }
        Map<AttemptId, String> attempts = new ConcurrentHashMap<>();
        List<Executed> executed = write(attempts);
        try (Lake lake = OpenLake.at(lake());
                DuckDbSession duckdb = DuckDbSession.open(DuckDbSettings.DEFAULT, new Cancellation())) {
            Map<String, List<String>> commits = new TreeMap<>();
            Map<String, TableState> last = new TreeMap<>();
            for (String table : tables) {
                FormatTable opened = lake.table(name(table));
                commits.put(table, committers(lake.catalog(), opened.table(), attempts));
                Snapshot snapshot = opened.snapshot();
                int columns = snapshot.metadata().schema().columns().size();
                last.put(table, new TableState(columns, new RowFiles(duckdb).rows(snapshot)));
            }
            return new History(first, commits, executed, last);
        }
    }

    private TableState create(Lake lake, RowFiles files, String table) {
        List<Row> rows = new ArrayList<>();
        for (long key = 0; key < Scripts.ACCOUNTS; key++) {
            rows.add(new Row(key, 100, "first"));
        }
        CatalogTable reserved = lake.reserve(name(table));
        TableMetadata metadata = new TableMetadata(
                reserved.id(),
                new TableSchema(RowFiles.COLUMNS),
                List.of(),
                Map.of("delta.enableDeletionVectors", "true"),
                Optional.empty());
        CreateOutcome outcome = lake.create(
                reserved,
                metadata,
                List.of(new AppendFiles(files.write(reserved, rows))),
                new Operation("first", "CREATE TABLE", Map.of(), Map.of()));
        if (!(outcome instanceof CreateOutcome.Created)) {
            throw new IllegalStateException(outcome.toString());
        }
        return TableState.of(rows);
    }

    /** Who made version 1, 2 and so on, as the catalog remembers. */
    private static List<String> committers(Catalog catalog, CatalogTable table, Map<AttemptId, String> attempts) {
        return catalog.tip(table.id(), TableVersion.FIRST).orElseThrow().recent().stream()
                .filter(commit -> commit.version().isAfter(TableVersion.FIRST))
                .map(commit -> attempts.getOrDefault(commit.attempt(), "attempt " + commit.attempt()))
                .toList();
    }

    private List<Executed> write(Map<AttemptId, String> attempts) throws Exception {
        SplittableRandom seeds = new SplittableRandom(seed);
        ExecutorService threads = Executors.newFixedThreadPool(engines.size());
        try {
            List<Callable<List<Executed>>> lives = new ArrayList<>();
            for (int writer = 0; writer < engines.size(); writer++) {
                String name = "w" + writer;
                EngineKind engine = engines.get(writer);
                SplittableRandom random = seeds.split();
                lives.add(() -> write(name, engine, random, attempts));
            }
            List<Executed> all = new ArrayList<>();
            for (Future<List<Executed>> life : threads.invokeAll(lives)) {
                all.addAll(life.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    /** The first life of a writer is cut short, the second is not. */
    private List<Executed> write(
            String name, EngineKind engine, SplittableRandom random, Map<AttemptId, String> attempts)
            throws IOException, InterruptedException {
        int own = engine == EngineKind.SPARK ? transactions / SLOWER_IN_SPARK : transactions;
        WriterProcess first = begin(name + "-1", engine, random, Integer.MAX_VALUE);
        first.killAfter(random.nextInt(own / 2, own), random);
        List<Executed> all = new ArrayList<>(first.end());
        WriterProcess second = begin(name + "-2", engine, random, own);
        all.addAll(second.end());
        attempts.putAll(first.attempts());
        attempts.putAll(second.attempts());
        return all;
    }

    private WriterProcess begin(String name, EngineKind engine, SplittableRandom random, int count) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                lake(),
                name,
                Long.toString(random.nextLong()),
                Integer.toString(count),
                scripts.name(),
                engine.name()));
        return WriterProcess.begin(folder, name, engine, arguments, tables);
    }
}
