package io.sluice.compat.judge;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** One table as one reader sees it. A failure to read is thrown as it comes: it is the verdict. */
public interface TableReader {
    /** The last state. */
    State latest();

    State at(long version);

    /** The state that was the last one at that instant, which is not after the last commit. */
    State asOf(Instant instant);

    /** The properties of the last state, without those that name features. */
    Map<String, String> properties();

    /** How far an application has come, in the last state. */
    OptionalLong writerVersion(String applicationId);

    /** The commits, newest first. */
    List<HistoryLine> history();

    /**
     * One state of a table.
     *
     * @param columns one text per column, as {@link Columns} forms it
     * @param rows as {@link Canonical} forms them, sorted
     */
    record State(long version, List<String> columns, List<String> partitionColumns, List<String> rows) {
        public State {
            columns = List.copyOf(columns);
            partitionColumns = List.copyOf(partitionColumns);
            rows = List.copyOf(rows);
        }
    }

    /** One commit, as {@code commitInfo} describes it. */
    record HistoryLine(
            long version, Instant committedAt, String operation, String engine, Map<String, String> metrics) {
        public HistoryLine {
            metrics = Map.copyOf(metrics);
        }
    }
}
