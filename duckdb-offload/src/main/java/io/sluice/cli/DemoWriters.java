package io.sluice.cli;

import io.sluice.commit.CommitOutcome;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.error.SluiceException;
import io.sluice.ingest.ColumnOverrides;
import io.sluice.ingest.CreateMode;
import io.sluice.ingest.Ingest;
import io.sluice.ingest.IngestReport;
import io.sluice.ingest.IngestRequest;
import io.sluice.ingest.ProgressListener;
import io.sluice.ingest.SchemaMode;
import io.sluice.ingest.TableRules;
import io.sluice.lake.Lake;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.TableName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several writers at one table. */
final class DemoWriters {
    private static final int WRITERS = 8;
    private static final DuckDbSettings ONE_THREAD =
            new DuckDbSettings(OptionalInt.of(1), OptionalLong.empty(), Optional.empty());

    private final Lake lake;
    private final TableName table;
    private final Cancellation cancellation;

    /** What all writers did together. */
    record Result(long commits, long rows, long filesIngested, long filesSkipped, Duration elapsed) {}

    DemoWriters(Lake lake, String table, Cancellation cancellation) {
        this.lake = lake;
        this.table = TableName.parse(table);
        this.cancellation = cancellation;
    }

    /** Ingests batches of files, each in one commit, by eight threads. */
    Result ingest(List<List<Path>> batches) {
        long begun = System.nanoTime();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<IngestReport>> reports = new ArrayList<>();
            for (List<Path> batch : batches) {
                reports.add(writers.submit(() -> ingestBatch(batch)));
            }
            return sum(reports, begun);
        } finally {
            writers.shutdownNow();
        }
    }

    private IngestReport ingestBatch(List<Path> files) {
        IngestRequest request = IngestRequest.of(
                        files.stream().map(Path::toString).toList(), table)
                .withTable(new TableRules(CreateMode.CREATE_IF_MISSING, SchemaMode.STRICT, List.of("day")))
                .withColumns(new ColumnOverrides(List.of(), Map.of("amount", new Decimal(10, 2))))
                .withResources(ONE_THREAD);
        IngestReport report = Ingest.run(lake, request, ProgressListener.SILENT, cancellation);
        report.outcome().ifPresent(outcome -> {
            if (!(outcome instanceof CommitOutcome.Committed)) {
                throw SluiceException.bug("a writer of the demo was not committed: " + outcome);
            }
        });
        return report;
    }

    private static Result sum(List<Future<IngestReport>> reports, long begun) {
        long commits = 0;
        long rows = 0;
        long ingested = 0;
        long skipped = 0;
        for (Future<IngestReport> future : reports) {
            IngestReport report = get(future);
            commits += report.version().isPresent() ? 1 : 0;
            rows += report.counts().rows();
            ingested += report.counts().filesIngested();
            skipped += report.skipped().size();
        }
        return new Result(commits, rows, ingested, skipped, Duration.ofNanos(System.nanoTime() - begun));
    }

    private static IngestReport get(Future<IngestReport> report) {
        try {
            return report.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof SluiceException known
                    ? known
                    : SluiceException.bug("a writer of the demo failed", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SluiceException.user("the demo was interrupted", interrupted);
        }
    }
}
