package io.sluice.compat.spark.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;

/** The process that the caller runs in. */
final class OwnProcess {
    private OwnProcess() {}

    /** Ends it as the system does: nothing of it runs any more, and nothing is cleaned up. Does not return. */
    static void kill() {
        try {
            new ProcessBuilder(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (true) {
            LockSupport.park();
        }
    }
}
