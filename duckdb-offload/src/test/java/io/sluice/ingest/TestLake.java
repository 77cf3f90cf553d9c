package io.sluice.ingest;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.memory.MemoryCatalog;
import io.sluice.commit.Committer;
import io.sluice.commit.Pacing;
import io.sluice.commit.RetryPolicy;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import io.sluice.format.FormatTable.Current;
import io.sluice.format.delta.DeltaFormat;
import io.sluice.lake.Lake;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.storage.LocalStorage;
import io.sluice.table.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A lake in a folder, files beside it, and looks at both. */
final class TestLake implements AutoCloseable {
    static final TableName ORDERS = TableName.of("sales", "orders");

    private final Path folder;
    private final Lake lake;
    private volatile boolean silent;

    TestLake(Path folder) {
        this.folder = folder;
        this.lake = new Lake(
                silent(),
                new LocalStorage(),
                folder.resolve("lake").toString(),
                DeltaFormat.system(),
                new Committer(RetryPolicy.DEFAULT, Pacing.system()));
    }

    /** From now on, nobody hears what the catalog answers to a proposal. */
    void silenceCatalog() {
        silent = true;
    }

    private Catalog silent() {
        Catalog memory = new MemoryCatalog();
        return (Catalog) Proxy.newProxyInstance(
                Catalog.class.getClassLoader(), new Class<?>[] {Catalog.class}, (proxy, method, arguments) -> {
                    Object answer;
                    try {
                        answer = method.invoke(memory, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                    if (silent && method.getName().equals("ratify")) {
                        throw SluiceException.external("the catalog does not answer", null);
                    }
                    return answer;
                });
    }

    Lake lake() {
        return lake;
    }

    Path warehouse() {
        return folder.resolve("lake");
    }

    /** Writes a file beside the lake and answers its path. */
    String file(String name, String... lines) {
        return file(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    String file(String name, byte[] content) {
        try {
            Path path = folder.resolve("in").resolve(name);
            Files.createDirectories(path.getParent());
            return Files.write(path, content).toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    IngestRequest request(String... sources) {
        return IngestRequest.of(List.of(sources), ORDERS);
    }

    IngestReport ingest(String... sources) {
        return ingest(request(sources));
    }

    IngestReport ingest(IngestRequest request) {
        return Ingest.run(lake, request, ProgressListener.SILENT, new Cancellation());
    }

    boolean hasTable() {
        return lake.find(ORDERS).isPresent();
    }

    Current current() {
        return lake.table(ORDERS).current();
    }

    /** The columns with their types: {@code id long, price decimal(18,2)}. */
    String schema() {
        return current().metadata().schema().columns().stream()
                .map(field -> field.name() + " " + field.type().text())
                .collect(Collectors.joining(", "));
    }

    List<ScanTask> files() {
        return lake.table(ORDERS).snapshot().plan(new Predicate.All()).tasks();
    }

    /** The rows of the table as text, by {@code ORDER BY ALL}; partition columns are not in them. */
    List<String> rows() {
        // A row is written as {'id': 1, 'name': x}; the names only get in the way.
        return query("t").stream()
                .map(row -> row.replaceAll("'[^',]*': ", "").replace('{', '(').replace('}', ')'))
                .toList();
    }

    /** An expression over all rows, as text. */
    List<String> query(String expression) {
        List<String> paths = files().stream().map(ScanTask::location).toList();
        if (paths.isEmpty()) {
            return List.of();
        }
        String sql =
                "SELECT CAST(%s AS VARCHAR) FROM read_parquet(%s, union_by_name=true, hive_partitioning=false) t ORDER BY ALL"
                        .formatted(expression, SqlText.literals(paths));
        try (DuckDbSession session = DuckDbSession.open(DuckDbSettings.DEFAULT, new Cancellation())) {
            return session.query(sql, row -> row.text(1));
        }
    }

    /** All Parquet files below the lake, whether a commit names them or not. */
    long parquetFiles() {
        if (!Files.exists(warehouse())) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(warehouse())) {
            return all.filter(path -> path.toString().endsWith(".parquet")).count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        lake.close();
    }
}
