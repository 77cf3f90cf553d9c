package io.sluice.spark.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spark.SharedSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/**
 * Five hundred random programs on tables of a lake and on rows in memory: equal rows after every statement.
 *
 * <p>A failure prints its seed and its statements. {@code -Dsluice.seed=SEED} runs that program alone,
 * {@code -Dsluice.programs.first=SEED -Dsluice.programs.count=COUNT} as many as one likes.
 */
class RandomProgramsTest {
    private static final long ONLY = Long.getLong("sluice.seed", -1);
    private static final long FIRST = ONLY >= 0 ? ONLY : Long.getLong("sluice.programs.first", 1);
    private static final int COUNT = ONLY >= 0 ? 1 : Integer.getInteger("sluice.programs.count", 500);
    private static final int PER_LAKE = 50;
    private static final int THREADS = 2;
    private static final int REPORTED = 5;

    private final List<String> failures = new ArrayList<>();

    @Test
    void programsHaveTheSameResultsAsOnPlainRows() throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> lakes = new ArrayList<>();
            for (long first = FIRST; first < FIRST + COUNT; first += PER_LAKE) {
                long from = first;
                lakes.add(workers.submit(() -> runLake(from, Math.min(from + PER_LAKE, FIRST + COUNT))));
            }
            for (Future<?> lake : lakes) {
                lake.get();
            }
        } catch (ExecutionException failure) {
            throw new AssertionError(failure.getCause());
        } finally {
            workers.shutdownNow();
        }
        assertThat(failures.stream().limit(REPORTED))
                .as("%d of %d programs failed", failures.size(), COUNT)
                .isEmpty();
    }

    private void runLake(long from, long to) {
        SparkSession lake = SharedSpark.tinyStatements(SharedSpark.session(SharedSpark.newLake()));
        SparkSession model = SharedSpark.tinyStatements(lake.newSession());
        for (long seed = from; seed < to; seed++) {
            try {
                new ProgramRun(seed, lake, model, UnaryOperator.identity()).run();
            } catch (AssertionError difference) {
                synchronized (failures) {
                    failures.add(difference.getMessage());
                }
            }
        }
    }
}
