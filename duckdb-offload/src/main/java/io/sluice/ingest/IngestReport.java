package io.sluice.ingest;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.CommitOutcome;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an ingest did.
 *
 * @param outcome how it ended; empty if there was nothing to do
 * @param created whether the table was made by it
 * @param skipped files that were in the table already
 * @param rejects where rejected rows are, if there are any
 * @param attempts how often the data was written; more than once if others changed the table meanwhile
 * @param notes what the user should know, a sentence each
 */
public record IngestReport(
        TableName table,
        Optional<CommitOutcome> outcome,
        boolean created,
        Counts counts,
        List<Path> skipped,
        Optional<Path> rejects,
        int attempts,
        Duration elapsed,
        List<String> notes) {
    public IngestReport {
        requireNonNull(table, "table");
        requireNonNull(outcome, "outcome");
        requireNonNull(counts, "counts");
        requireNonNull(rejects, "rejects");
        requireNonNull(elapsed, "elapsed");
        skipped = List.copyOf(skipped);
        notes = List.copyOf(notes);
    }

    /** The version that holds the rows; empty unless something was committed. */
    public Optional<TableVersion> version() {
        return outcome.filter(CommitOutcome.Committed.class::isInstance)
                .map(committed -> ((CommitOutcome.Committed) committed).version());
    }

    /**
     * What was counted; zero where nothing was committed, apart from files skipped and ignored.
     *
     * @param filesIngested source files whose rows are in now
     * @param filesIgnored files in the given folders that are hidden or no data
     * @param rows rows committed
     * @param rowsRejected rows left out
     * @param bytesRead length of the ingested source files
     * @param filesWritten data files
     * @param bytesWritten length of the data files
     */
    public record Counts(
            int filesIngested,
            int filesIgnored,
            long rows,
            long rowsRejected,
            long bytesRead,
            int filesWritten,
            long bytesWritten) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);
    }
}
