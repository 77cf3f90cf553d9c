package io.sluice.session;

/** Takes what statements give back. */
public interface SessionOutput {
    /** A query; it runs when the output asks for its rows. */
    void query(QueryResult result);

    /** Something else was done. */
    void report(StatementReport report);
}
