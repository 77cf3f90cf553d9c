package io.sluice.trino.handle;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.TupleDomain;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A table as one scan sees it.
 *
 * @param version that was asked for by {@code FOR VERSION} or {@code FOR TIMESTAMP AS OF}; empty for what the
 *     transaction sees
 * @param constraint what rows have to satisfy; files and row groups are left out by it
 * @param limit no more rows are needed than this
 * @param answer what is read instead of the table's rows, if the log has told it
 * @param changes whose rows are read instead of the table's
 */
public record SluiceTableHandle(
        SchemaTableName name,
        OptionalLong version,
        TupleDomain<SluiceColumnHandle> constraint,
        OptionalLong limit,
        Optional<Answer> answer,
        Optional<VersionRange> changes)
        implements ConnectorTableHandle {
    public SluiceTableHandle {
        requireNonNull(name, "name");
        requireNonNull(version, "version");
        requireNonNull(constraint, "constraint");
        requireNonNull(limit, "limit");
        requireNonNull(answer, "answer");
        requireNonNull(changes, "changes");
    }

    /** All rows of a table. */
    public static SluiceTableHandle whole(SchemaTableName name, OptionalLong version) {
        return new SluiceTableHandle(
                name, version, TupleDomain.all(), OptionalLong.empty(), Optional.empty(), Optional.empty());
    }

    public SluiceTableHandle withConstraint(TupleDomain<SluiceColumnHandle> narrowed) {
        return new SluiceTableHandle(name, version, narrowed, limit, answer, changes);
    }

    public SluiceTableHandle withLimit(long rows) {
        return new SluiceTableHandle(name, version, constraint, OptionalLong.of(rows), answer, changes);
    }

    /** The result of an aggregation over the rows that the handle stands for. */
    public SluiceTableHandle answered(Answer told) {
        return new SluiceTableHandle(name, version, constraint, limit, Optional.of(told), changes);
    }

    /** What has become of the table's rows in these versions. */
    public SluiceTableHandle changed(VersionRange versions) {
        return new SluiceTableHandle(name, version, constraint, limit, answer, Optional.of(versions));
    }

    /** Whether the rows of the table itself are read. */
    @JsonIgnore
    public boolean isOfRows() {
        return answer.isEmpty() && changes.isEmpty();
    }

    /** As plans show it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name.toString());
        version.ifPresent(number -> text.append(" version ").append(number));
        if (!constraint.isAll()) {
            text.append(" where ").append(constraint);
        }
        limit.ifPresent(rows -> text.append(" limit ").append(rows));
        answer.ifPresent(told -> text.append(", ").append(told));
        changes.ifPresent(versions -> text.append(", changes of ").append(versions));
        return text.toString();
    }
}
