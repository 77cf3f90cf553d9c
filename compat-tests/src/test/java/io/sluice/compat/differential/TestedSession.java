package io.sluice.compat.differential;

import io.sluice.duckdb.RowSink;

/** What is on trial: a session that runs statements. */
interface TestedSession extends AutoCloseable {
    /** Runs a statement; a {@code SluiceException} if it does not succeed, and then nothing has changed. */
    void run(String sql, RowSink sink);

    /** The last committed version of a table. */
    long version(String table);

    @Override
    void close();
}
