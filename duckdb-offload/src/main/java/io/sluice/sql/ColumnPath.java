package io.sluice.sql;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import java.util.List;

/**
 * A column as a statement names it.
 *
 * @param names the parts of {@code a.b.c}, unquoted; whether the first is a table, or a column with fields, is open
 */
public record ColumnPath(Span span, List<String> names) {
    public ColumnPath {
        requireNonNull(span, "span");
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a column has a name");
        }
    }

    /** The name of a column of the table itself; a user error for anything longer. */
    public String simple() {
        if (names.size() > 1) {
            throw span.error("%s is not the name of a column: fields inside of columns cannot be named here"
                    .formatted(span.text()));
        }
        return names.get(0);
    }

    /** The column without the table's name before it; the path of a field stays one. */
    public ColumnPath within(TargetTable table) {
        boolean qualified = names.size() > 1 && names.get(0).equalsIgnoreCase(table.qualifier());
        return qualified ? new ColumnPath(span, names.subList(1, names.size())) : this;
    }

    /** A user error about this column. */
    public SluiceException error(String message) {
        return span.error(message);
    }
}
