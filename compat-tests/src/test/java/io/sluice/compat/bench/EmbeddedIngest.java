package io.sluice.compat.bench;

import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.compat.process.OpenLake;
import io.sluice.duckdb.Cancellation;
import io.sluice.ingest.Ingest;
import io.sluice.ingest.IngestReport;
import io.sluice.ingest.IngestRequest;
import io.sluice.ingest.ProgressListener;
import io.sluice.lake.Lake;
import io.sluice.table.TableName;
import java.nio.file.Path;
import java.util.List;

/** Ingesting from Java, without the command line. Safe for use by several threads. */
final class EmbeddedIngest implements AutoCloseable {
    private final Lake lake;
    private final TableName table;

    private EmbeddedIngest(Lake lake, TableName table) {
        this.lake = lake;
        this.table = table;
    }

    static EmbeddedIngest open(Path lake, String table) {
        return new EmbeddedIngest(OpenLake.at(lake.toString()), TableName.parse(table));
    }

    /** Ingests one file; true if its rows were committed by this call. */
    boolean ingest(Path file) {
        IngestReport report = Ingest.run(
                lake, IngestRequest.of(List.of(file.toString()), table), ProgressListener.SILENT, new Cancellation());
        return report.outcome().orElse(null) instanceof Committed;
    }

    @Override
    public void close() {
        lake.close();
    }
}
