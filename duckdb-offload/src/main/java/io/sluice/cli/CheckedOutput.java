package io.sluice.cli;

import io.sluice.error.SluiceException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Output whose failure ends the command. A {@code PrintStream} keeps failures to itself, so that a query would run to
 * its end although nobody reads its rows any more.
 */
final class CheckedOutput extends OutputStream {
    private final OutputStream target;
    private boolean failed;

    CheckedOutput(OutputStream target) {
        this.target = target;
    }

    /** Whether a failure means that the reader has gone, as {@code head} does when it has enough. */
    static boolean isClosedByReader(Throwable failure) {
        return failure.getCause() instanceof IOException cause
                && String.valueOf(cause.getMessage()).contains("Broken pipe");
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /** Throws the first time that it fails, and discards everything from then on. */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (failed) {
            return;
        }
        try {
            target.write(bytes, offset, length);
        } catch (IOException e) {
            failed = true;
            throw SluiceException.external("the output cannot be written: " + e.getMessage(), e);
        }
    }
}
