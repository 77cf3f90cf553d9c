package io.sluice.compat.trino;

import java.sql.SQLException;

/** A statement that a server has refused, in the server's own words: {@code TRANSACTION_CONFLICT: why}. */
final class TrinoFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    TrinoFailure(SQLException failed) {
        super(text(failed), failed);
    }

    private static String text(SQLException failed) {
        Throwable cause = failed.getCause();
        boolean isServers = cause != null && cause.getClass().getSimpleName().equals("FailureException");
        return isServers ? cause.getMessage() : failed.getMessage();
    }
}
