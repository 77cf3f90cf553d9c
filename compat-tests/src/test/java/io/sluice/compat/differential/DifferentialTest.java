package io.sluice.compat.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.differential.LakePrograms.Ending;
import io.sluice.compat.judge.DeltaSparkJudge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two thousand random programs on Sluice and on plain DuckDB tables: equal rows after every statement, and at the end
 * equal rows for Delta Kernel (all tables) and delta-spark (one table in so many, as its planning costs more than all
 * the rest).
 *
 * <p>A failure prints its seed and its statements. {@code -Dsluice.programs.first=SEED -Dsluice.programs.count=1} runs
 * that program alone.
 */
final class DifferentialTest {
    private static final int FIRST = Integer.getInteger("sluice.programs.first", 1);
    private static final int COUNT = Integer.getInteger("sluice.programs.count", 2000);
    private static final int SPARK_TABLES = Integer.getInteger("sluice.programs.spark", 150);
    private static final int PER_LAKE = 50;
    private static final int THREADS = 2;
    private static final int REPORTED = 5;

    @TempDir
    private Path folder;

    private final List<String> failures = new ArrayList<>();
    private final List<Ending> endings = new ArrayList<>();

    @Test
    void programsHaveTheSameResultsAsOnPlainTables() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> lakes = new ArrayList<>();
            for (int first = FIRST; first < FIRST + COUNT; first += PER_LAKE) {
                int from = first;
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
        assertThat(endings).isNotEmpty();
        readByDeltaSpark();
    }

    private void runLake(int from, int to) {
        try (LakePrograms programs = new LakePrograms(folder.resolve("lake-" + from), UnaryOperator.identity())) {
            for (long seed = from; seed < to; seed++) {
                programs.run(seed).ifPresent(this::fail);
            }
            synchronized (endings) {
                endings.addAll(programs.endings());
            }
        }
    }

    private void fail(String difference) {
        synchronized (failures) {
            failures.add(difference);
        }
    }

    private void readByDeltaSpark() {
        int step = Math.max(1, endings.size() / SPARK_TABLES);
        for (int i = 0; i < endings.size(); i += step) {
            Ending ending = endings.get(i);
            DeltaSparkJudge spark = new DeltaSparkJudge(ending.committed(), folder.resolve("copy-" + i));
            assertThat(spark.latest().rows())
                    .as("rows of %s for delta-spark, seed %d", ending.table(), ending.seed())
                    .isEqualTo(ending.rows());
        }
    }
}
