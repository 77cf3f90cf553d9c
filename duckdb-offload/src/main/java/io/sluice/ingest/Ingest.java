package io.sluice.ingest;

import io.sluice.duckdb.Cancellation;
import io.sluice.error.SluiceException;
import io.sluice.lake.Lake;

/** Brings files into a table. */
public final class Ingest {
    private Ingest() {}

    /**
     * Ingests what is not in the table yet, in one commit. Each file is one source: a file that was ingested before, by
     * whomever, is skipped.
     *
     * @param cancellation ends the work; nothing is visible then
     * @throws SluiceException if the input is bad, a request cannot be met, or something else fails before anything was
     *     offered to the catalog; nothing is visible then, and data files are removed
     */
    public static IngestReport run(
            Lake lake, IngestRequest request, ProgressListener progress, Cancellation cancellation) {
        return new IngestRun(lake, request, progress, cancellation).run();
    }
}
