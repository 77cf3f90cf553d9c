package io.sluice.compat.spark.program;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.api.java.UDF1;

/**
 * A function of SQL that gives its argument back, but for one value, at which something happens to the task.
 *
 * @param mark a file that is made when it happens, so that it happens once over all attempts
 * @param at the value
 */
record Misfortune(Kind kind, String mark, int at) implements UDF1<Integer, Integer> {
    private static final long serialVersionUID = 1L;

    /** What happens. */
    enum Kind {
        /** The executor is killed. */
        DEATH {
            @Override
            void strike() {
                OwnProcess.kill();
            }
        },
        /** The task fails. */
        FAILURE {
            @Override
            void strike() {
                throw new IllegalStateException("a task is to fail here");
            }
        },
        /** The task goes on only when it is told to stop. */
        DELAY {
            @Override
            void strike() throws InterruptedException {
                while (true) {
                    LockSupport.park();
                    if (Thread.interrupted()) {
                        throw new InterruptedException("told to stop");
                    }
                }
            }
        };

        abstract void strike() throws InterruptedException;
    }

    /** Happens at every attempt. */
    static final String ALWAYS = "";

    @Override
    public Integer call(Integer value) throws IOException, InterruptedException {
        if (value == at && isFirst()) {
            kind.strike();
        }
        return value;
    }

    private boolean isFirst() throws IOException {
        if (mark.equals(ALWAYS)) {
            return true;
        }
        try {
            Files.createFile(Path.of(mark));
            return true;
        } catch (FileAlreadyExistsException happened) {
            return false;
        }
    }
}
