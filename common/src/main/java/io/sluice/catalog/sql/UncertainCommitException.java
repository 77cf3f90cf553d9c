package io.sluice.catalog.sql;

import java.sql.SQLException;

/** The database failed while it committed: the changes may stand or not, unless the cause says more. */
final class UncertainCommitException extends SQLException {
    private static final long serialVersionUID = 1L;

    UncertainCommitException(SQLException cause) {
        super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
    }
}
