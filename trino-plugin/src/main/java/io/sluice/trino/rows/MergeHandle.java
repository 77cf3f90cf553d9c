package io.sluice.trino.rows;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.write.NewFiles;
import io.trino.spi.connector.ConnectorMergeTableHandle;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.RetryMode;
import java.util.Optional;

/**
 * A statement that changes rows, on its way to the workers.
 *
 * @param table as the scan sees it that finds the rows
 * @param files of rows that come; behind the table's columns the id that a row keeps and the version that changed it
 *     last, if the table tracks rows
 * @param told files that tell what becomes of rows, with the kind of the change behind the table's columns; empty if
 *     nobody wants to know
 * @param refusal why no rows may come, if so
 */
public record MergeHandle(
        SluiceTableHandle table,
        NewFiles files,
        Optional<NewFiles> told,
        Tracking tracking,
        Optional<String> refusal,
        RetryMode retries)
        implements ConnectorMergeTableHandle {
    /** Whether rows keep ids. */
    public enum Tracking {
        TRACKED,
        UNTRACKED
    }

    public MergeHandle {
        requireNonNull(table, "table");
        requireNonNull(files, "files");
        requireNonNull(told, "told");
        requireNonNull(tracking, "tracking");
        requireNonNull(refusal, "refusal");
        requireNonNull(retries, "retries");
    }

    @Override
    @JsonIgnore
    public ConnectorTableHandle getTableHandle() {
        return table;
    }
}
