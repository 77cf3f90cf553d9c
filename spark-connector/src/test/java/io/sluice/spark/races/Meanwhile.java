package io.sluice.spark.races;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Lets something happen in the midst of a statement: after it has read, before it commits. The statement calls the
 * function {@code meanwhile} on a column of type INT, which gives the value back; the first call comes back when the
 * other thing is done.
 */
final class Meanwhile {
    /** Functions travel to tasks as copies; what they share is static. */
    private static final AtomicReference<Runnable> NEXT = new AtomicReference<>();

    private Meanwhile() {}

    /** Registers the function in a session. */
    static void registerIn(SparkSession session) {
        UDF1<Integer, Integer> once = value -> {
            Runnable next = NEXT.getAndSet(null);
            if (next != null) {
                next.run();
            }
            return value;
        };
        session.udf().register("meanwhile", once, DataTypes.IntegerType);
    }

    /** Runs a statement, and an action in the midst of it. Throws what either of them throws. */
    static void run(Runnable statement, Runnable action) {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Void> done = new CompletableFuture<>();
        // A task cannot run statements; a thread of the driver can.
        Thread driver = new Thread(
                () -> {
                    try {
                        asked.await();
                        action.run();
                        done.complete(null);
                    } catch (InterruptedException | RuntimeException failure) {
                        done.completeExceptionally(failure);
                    }
                },
                "meanwhile");
        driver.setDaemon(true);
        driver.start();
        NEXT.set(() -> {
            asked.countDown();
            done.join();
        });
        try {
            statement.run();
        } finally {
            NEXT.set(null);
            if (!done.isDone()) {
                driver.interrupt();
            }
        }
        if (!done.isDone()) {
            throw new IllegalStateException("the statement has never called meanwhile()");
        }
        done.join();
    }
}
