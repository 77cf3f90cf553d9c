package io.sluice.session;

/** How a statement ended that was no error. */
public sealed interface StatementEnd {
    /** It is done; a change that is not part of an open transaction is committed. */
    record Done() implements StatementEnd {}

    /**
     * Nothing of it, and of the transaction that it was to end, is visible or will be.
     *
     * @param message what clashed, with whose commit
     */
    record Rejected(String message) implements StatementEnd {}

    /**
     * The catalog did not answer: all of it may be committed, or nothing.
     *
     * @param message which versions would tell
     */
    record Unknown(String message) implements StatementEnd {}
}
