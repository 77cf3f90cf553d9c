package io.sluice.write;

import static java.util.Objects.requireNonNull;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.ResultColumn;
import io.sluice.error.SluiceException;
import io.sluice.sql.ComposedSql;
import java.util.List;

/**
 * A query and the columns that it has.
 *
 * @param sql {@code SELECT}, {@code VALUES} or another query over what the session sees
 */
public record RowQuery(String sql, List<ResultColumn> columns) {
    public RowQuery {
        requireNonNull(sql, "sql");
        columns = List.copyOf(columns);
    }

    /** Asks the engine for the columns; a user error if it does not understand the query. */
    public static RowQuery describe(DuckDbSession session, String sql) {
        return describe(session, new ComposedSql().add(sql));
    }

    /** Asks the engine for the columns; errors point at the user's text. */
    public static RowQuery describe(DuckDbSession session, ComposedSql query) {
        ComposedSql describing = new ComposedSql().add("DESCRIBE (").add(query).add("\n)");
        try {
            List<ResultColumn> columns =
                    session.query(describing.text(), row -> new ResultColumn(row.text(1), row.text(2)));
            return new RowQuery(query.text(), columns);
        } catch (SluiceException failure) {
            throw describing.explained(failure);
        }
    }
}
