package io.sluice.compat.trino;

import java.sql.SQLException;

/** A statement that a server has refused: its code, and why in the server's own words. */
final class TrinoFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** {@code TRANSACTION_CONFLICT} of Trino's {@code StandardErrorCode}. */
    private static final int TRANSACTION_CONFLICT = 17;

    private final int code;

    TrinoFailure(SQLException failed) {
        super(text(failed), failed);
        code = failed.getErrorCode();
    }

    private static String text(SQLException failed) {
        Throwable cause = failed.getCause();
        boolean isServers = cause != null && cause.getClass().getSimpleName().equals("FailureException");
        return isServers ? cause.getMessage() : failed.getMessage();
    }

    /** Whether another writer was faster, by the code that clients are told. */
    boolean isConflict() {
        return code == TRANSACTION_CONFLICT;
    }
}
