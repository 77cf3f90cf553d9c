package io.sluice.sql;

import static java.util.Objects.requireNonNull;

import io.sluice.table.TableName;
import java.util.Optional;

/**
 * The table that a statement changes.
 *
 * @param span the name as written
 * @param alias another name that the statement's expressions call it by
 */
public record TargetTable(TableName name, Span span, Optional<String> alias) {
    public TargetTable {
        requireNonNull(name, "name");
        requireNonNull(span, "span");
        requireNonNull(alias, "alias");
    }

    /** The name before the columns of the table in the statement's expressions. */
    public String qualifier() {
        return alias.orElse(name.table());
    }
}
