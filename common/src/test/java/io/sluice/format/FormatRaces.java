package io.sluice.format;

import static io.sluice.format.FormatWorld.append;
import static io.sluice.format.FormatWorld.file;
import static io.sluice.format.FormatWorld.paths;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.CommitOutcome;
import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.CommitOutcome.Rejected;
import io.sluice.commit.RejectionReason;
import io.sluice.commit.SourceFile;
import io.sluice.commit.TableChange.MarkIngested;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many writers at one table: every commit lands once, and none is lost. */
abstract class FormatRaces extends FormatSuite {
    private static final int WRITERS = 8;
    private static final int COMMITS = 25;

    @Test
    void manyThreadsOfSeveralProcessesAppend() throws Exception {
        FormatTable table = world.created("people");
        List<Callable<List<CommitOutcome>>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            FormatWorld process = writer % 2 == 0 ? world : another();
            FormatTable opened = process.open(table.table());
            writers.add(() -> {
                List<CommitOutcome> outcomes = new ArrayList<>();
                for (int j = 0; j < COMMITS; j++) {
                    outcomes.add(process.commit(opened, append(file("w" + writer + "-" + j, j))));
                }
                return outcomes;
            });
        }

        List<CommitOutcome> outcomes = run(writers);

        List<Long> versions = outcomes.stream()
                .map(outcome -> ((Committed) outcome).version().number())
                .sorted()
                .toList();
        assertThat(versions)
                .hasSize(WRITERS * COMMITS)
                .doesNotHaveDuplicates()
                .startsWith(1L)
                .endsWith(200L);
        assertThat(paths(table.snapshot())).hasSize(WRITERS * COMMITS).doesNotHaveDuplicates();
        List<TableVersion> published = contract().published(table.table(), world.storage);
        assertThat(published).hasSize(WRITERS * COMMITS + 1);
        assertThat(contract().leftovers(table.table(), world.storage)).isZero();
    }

    @Test
    void oneOfManyThreadsTakesASource() throws Exception {
        FormatTable table = world.created("people");
        MarkIngested mark = new MarkIngested(List.of(new SourceFile("/in/a.csv", "1")));
        List<Callable<List<CommitOutcome>>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            FormatWorld process = another();
            FormatTable opened = process.open(table.table());
            writers.add(() -> List.of(process.commit(opened, append(file("w" + writer, writer)), mark)));
        }

        List<CommitOutcome> outcomes = run(writers);

        assertThat(outcomes).filteredOn(Committed.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Rejected.class::isInstance)
                .hasSize(WRITERS - 1)
                .allMatch(outcome -> ((Rejected) outcome).reason() == RejectionReason.SOURCE_INGESTED);
        assertThat(paths(table.snapshot())).hasSize(1);
    }

    private static List<CommitOutcome> run(List<Callable<List<CommitOutcome>>> writers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        try {
            List<CommitOutcome> outcomes = new ArrayList<>();
            for (Future<List<CommitOutcome>> writer : threads.invokeAll(writers)) {
                outcomes.addAll(writer.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }
}
