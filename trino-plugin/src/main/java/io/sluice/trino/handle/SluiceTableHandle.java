package io.sluice.trino.handle;

import static java.util.Objects.requireNonNull;

import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.TupleDomain;
import java.util.OptionalLong;

/**
 * A table as one scan sees it.
 *
 * @param version that was asked for by {@code FOR VERSION} or {@code FOR TIMESTAMP AS OF}; empty for what the
 *     transaction sees
 * @param constraint what rows have to satisfy; files and row groups are left out by it
 * @param limit no more rows are needed than this
 */
public record SluiceTableHandle(
        SchemaTableName name, OptionalLong version, TupleDomain<SluiceColumnHandle> constraint, OptionalLong limit)
        implements ConnectorTableHandle {
    public SluiceTableHandle {
        requireNonNull(name, "name");
        requireNonNull(version, "version");
        requireNonNull(constraint, "constraint");
        requireNonNull(limit, "limit");
    }

    /** All rows of a table. */
    public static SluiceTableHandle whole(SchemaTableName name, OptionalLong version) {
        return new SluiceTableHandle(name, version, TupleDomain.all(), OptionalLong.empty());
    }

    public SluiceTableHandle withConstraint(TupleDomain<SluiceColumnHandle> narrowed) {
        return new SluiceTableHandle(name, version, narrowed, limit);
    }

    public SluiceTableHandle withLimit(long rows) {
        return new SluiceTableHandle(name, version, constraint, OptionalLong.of(rows));
    }
}
