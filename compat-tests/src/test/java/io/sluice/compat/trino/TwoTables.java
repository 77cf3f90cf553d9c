package io.sluice.compat.trino;

import io.sluice.compat.spark.Writer;
import java.util.List;

/**
 * The tables {@code a} and {@code b} of a schema, each with the rows 0 to 3 that have an {@code n} of 10, and who is at
 * them: two sessions of one server, and Sluice's own SQL.
 */
record TwoTables(String schema, TrinoClient trino, TrinoClient other, Writer.Sql sql) implements AutoCloseable {
    /** Makes the tables anew. */
    static TwoTables in(String schema) {
        Writer.Sql sql = Writer.Sql.in(SharedTrino.lake().toString());
        for (String table : List.of("a", "b")) {
            sql.run(("CREATE OR REPLACE TABLE %1$s.%2$s (id BIGINT, n INTEGER);"
                            + " INSERT INTO %1$s.%2$s SELECT i, 10 FROM range(4) AS r(i)")
                    .formatted(schema, table));
        }
        return new TwoTables(schema, SharedTrino.connect(), SharedTrino.connect(), sql);
    }

    /** The last version of one of them. */
    long version(String table) {
        return sql.versions(schema + "." + table).get(0);
    }

    @Override
    public void close() {
        trino.close();
        other.close();
        sql.close();
    }
}
