package io.sluice.trino.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.OpenMode;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.trino.SluiceQueryRunner;
import io.trino.Session;
import io.trino.plugin.memory.MemoryPlugin;
import io.trino.testing.DistributedQueryRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three hundred random programs on tables of a lake and on tables in memory: equal rows after every statement.
 *
 * <p>A failure prints its seed and its statements. {@code -Dsluice.seed=SEED} runs that program alone,
 * {@code -Dsluice.programs.first=SEED -Dsluice.programs.count=COUNT} as many as one likes.
 */
final class RandomProgramsTest {
    private static final long ONLY = Long.getLong("sluice.seed", -1);
    private static final long FIRST = ONLY >= 0 ? ONLY : Long.getLong("sluice.programs.first", 1);
    private static final int COUNT = ONLY >= 0 ? 1 : Integer.getInteger("sluice.programs.count", 300);
    private static final int THREADS = 3;
    private static final int REPORTED = 5;
    private static final int PLANTED = 30;

    @TempDir
    private static Path folder;

    private static DistributedQueryRunner trino;
    private static Lake lake;

    @BeforeAll
    static void start() throws Exception {
        lake = Lake.open(LakeUri.parse(folder.toString()), OpenMode.CREATE_IF_MISSING);
        trino = SluiceQueryRunner.of(folder, 0);
        trino.installPlugin(new MemoryPlugin());
        trino.createCatalog("memory", "memory", Map.of("memory.max-data-per-node", "1GB"));
    }

    @AfterAll
    static void stop() {
        trino.close();
        lake.close();
    }

    @Test
    void programs_have_the_same_results_as_in_memory() throws Exception {
        List<String> failures = failures(FIRST, COUNT, UnaryOperator.identity());
        assertThat(failures.stream().limit(REPORTED))
                .as("%d of %d programs failed", failures.size(), COUNT)
                .isEmpty();
    }

    @Test
    void a_delete_that_takes_no_row_is_found_out() throws Exception {
        assertThat(planted(
                        1_000_000,
                        sql -> sql.replaceFirst("^DELETE FROM (\\S+) WHERE .*", "DELETE FROM $1 WHERE false")))
                .isNotEmpty()
                .allSatisfy(report -> assertThat(report).startsWith("seed ").contains("DELETE FROM ", "expected"));
    }

    @Test
    void a_lost_condition_is_found_out() throws Exception {
        assertThat(planted(
                        2_000_000,
                        sql -> sql.startsWith("SELECT") ? sql.replaceFirst(" WHERE (?!_commit).*", "") : sql))
                .isNotEmpty();
    }

    @Test
    void changes_that_are_not_told_are_found_out() throws Exception {
        assertThat(planted(
                        3_000_000,
                        sql -> sql.replaceFirst(" WHERE _commit", " WHERE _change_type = 'insert' AND _commit")))
                .isNotEmpty()
                .allSatisfy(report -> assertThat(report).contains("changes from version "));
    }

    /** @param first seed, of programs that no other test runs */
    private static List<String> planted(long first, UnaryOperator<String> fault) throws Exception {
        return failures(first, PLANTED, fault);
    }

    private static List<String> failures(long first, int count, UnaryOperator<String> spelling) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<List<String>>> runs = LongStream.range(first, first + count)
                    .mapToObj(seed -> workers.submit(() -> failure(seed, spelling)))
                    .toList();
            List<String> failures = new ArrayList<>();
            for (Future<List<String>> run : runs) {
                failures.addAll(run.get());
            }
            return failures;
        } finally {
            workers.shutdownNow();
        }
    }

    private static List<String> failure(long seed, UnaryOperator<String> spelling) {
        try {
            new ProgramRun(seed, new Sides(trino, lake, session(seed), plain(), spelling)).run();
            return List.of();
        } catch (AssertionError difference) {
            return List.of(difference.getMessage());
        }
    }

    /** One thread for each part of a statement: programs are many, and their tables small. */
    private static Session plain() {
        return Session.builder(trino.getDefaultSession())
                .setSystemProperty("task_concurrency", "1")
                .setSystemProperty("task_min_writer_count", "1")
                .setSystemProperty("redistribute_writes", "false")
                .setSystemProperty("join_distribution_type", "BROADCAST")
                .setSystemProperty("distributed_sort", "false")
                .build();
    }

    /** Of some programs, every file is small, is read in parts, or has neighbours by other threads. */
    private static Session session(long seed) {
        Session.SessionBuilder session = Session.builder(seed % 5 == 0 ? trino.getDefaultSession() : plain());
        if (seed % 2 == 0) {
            session.setCatalogSessionProperty("lake", "target_max_file_size", "1kB");
        }
        if (seed % 3 == 0) {
            session.setCatalogSessionProperty("lake", "max_split_size", "1kB");
        }
        if (seed % 5 == 0) {
            session.setSystemProperty("task_min_writer_count", "4");
        }
        return session.build();
    }
}
