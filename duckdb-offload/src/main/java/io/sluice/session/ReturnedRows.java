package io.sluice.session;

import static java.util.Objects.requireNonNull;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.RowSink;
import io.sluice.duckdb.SqlText;
import io.sluice.write.RowChanges;
import java.nio.file.Path;

/** What a statement with RETURNING has kept; it is forgotten when it has been told. */
final class ReturnedRows implements QueryResult {
    private final DuckDbSession session;

    ReturnedRows(DuckDbSession session) {
        this.session = requireNonNull(session, "session");
    }

    @Override
    public void stream(RowSink sink) {
        session.stream("FROM " + RowChanges.RETURNED, sink);
        forget();
    }

    @Override
    public void writeParquet(Path file) {
        session.execute("COPY (FROM %s) TO %s (FORMAT parquet, COMPRESSION zstd)"
                .formatted(RowChanges.RETURNED, SqlText.literal(file.toString())));
        forget();
    }

    private void forget() {
        session.execute("DROP TABLE IF EXISTS " + RowChanges.RETURNED);
    }
}
