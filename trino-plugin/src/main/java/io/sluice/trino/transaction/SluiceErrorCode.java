package io.sluice.trino.transaction;

import io.trino.spi.ErrorCode;
import io.trino.spi.ErrorCodeSupplier;
import io.trino.spi.ErrorType;

/** Failures that Trino's own codes have no word for. */
public enum SluiceErrorCode implements ErrorCodeSupplier {
    /** A file system, database or service did not answer as it should. */
    SLUICE_EXTERNAL(0),
    /** Nobody knows whether a commit stands. */
    SLUICE_COMMIT_UNKNOWN(1);

    /** Apart from the codes of the connectors that come with Trino. */
    private static final int FIRST = 0x0533_0000;

    @SuppressWarnings("ImmutableEnumChecker") // It has final fields only.
    private final ErrorCode code;

    SluiceErrorCode(int number) {
        code = new ErrorCode(FIRST + number, name(), ErrorType.EXTERNAL);
    }

    @Override
    public ErrorCode toErrorCode() {
        return code;
    }
}
