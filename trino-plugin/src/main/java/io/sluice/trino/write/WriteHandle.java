package io.sluice.trino.write;

import static java.util.Objects.requireNonNull;

import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.RetryMode;
import io.trino.spi.connector.SchemaTableName;
import java.util.Set;

/**
 * A statement that adds rows, on its way to the workers.
 *
 * @param summedUp physical names of the columns whose values are summed up on the way
 */
public record WriteHandle(SchemaTableName table, NewFiles files, Set<String> summedUp, RetryMode retries)
        implements ConnectorInsertTableHandle, ConnectorOutputTableHandle {
    public WriteHandle {
        requireNonNull(table, "table");
        requireNonNull(files, "files");
        summedUp = Set.copyOf(summedUp);
        requireNonNull(retries, "retries");
    }

    /** As plans show it. */
    @Override
    public String toString() {
        return summedUp.isEmpty()
                ? table.toString()
                : "%s, columns with statistics: %d".formatted(table, summedUp.size());
    }
}
