package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.format.CommittedChanges;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import java.util.List;

/** A part of a table that a stream reads in one of its batches. */
public sealed interface StreamedPart {
    /** Files of the state that the stream began with. */
    record OfSnapshot(Snapshot snapshot, List<ScanTask> files) implements StreamedPart {
        public OfSnapshot {
            requireNonNull(snapshot, "snapshot");
            files = List.copyOf(files);
        }
    }

    /**
     * A commit.
     *
     * @param files those of its new files whose rows are read, where rows are read and not their changes
     */
    record OfCommit(CommittedChanges commit, List<ScanTask> files) implements StreamedPart {
        public OfCommit {
            requireNonNull(commit, "commit");
            files = List.copyOf(files);
        }
    }
}
