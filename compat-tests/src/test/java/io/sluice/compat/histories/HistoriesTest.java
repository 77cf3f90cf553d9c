package io.sluice.compat.histories;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.histories.model.Done;
import io.sluice.compat.histories.model.Ending;
import io.sluice.compat.histories.model.Executed;
import io.sluice.compat.histories.model.Row;
import io.sluice.compat.histories.model.Step;
import io.sluice.compat.histories.model.TableState;
import io.sluice.compat.histories.program.EngineKind;
import io.sluice.compat.histories.program.Scripts;
import io.sluice.compat.judge.Canonical;
import io.sluice.compat.judge.CommittedTable;
import io.sluice.compat.judge.KernelJudge;
import io.sluice.compat.process.OpenLake;
import io.sluice.lake.Lake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writers in processes of their own, over a line that loses requests and replies, half of which are killed: whatever
 * comes of it has a serial explanation at the level of every transaction.
 */
@Timeout(900)
class HistoriesTest {
    private static final int WRITERS = 4;

    @TempDir
    private Path folder;

    @Test
    void writersOfOneTableHaveASerialHistory() throws Exception {
        History history = run(EngineKind.CORE, Scripts.MIXED, List.of("a"), 1001, 40);
        assertThat(HistoryChecker.complaints(history)).isEmpty();
        assertSomethingHappened(history, 60);
        assertKernelReads(history);
    }

    @Test
    void writersOfTwoTablesHaveASerialHistory() throws Exception {
        History history = run(EngineKind.CORE, Scripts.MIXED, List.of("a", "b"), 2002, 40);
        assertThat(HistoryChecker.complaints(history)).isEmpty();
        assertSomethingHappened(history, 60);
        assertKernelReads(history);
    }

    @Test
    void sessionsOfSqlHaveASerialHistory() throws Exception {
        History history = run(EngineKind.SQL, Scripts.MIXED, List.of("a", "b"), 4004, 30);
        assertThat(HistoryChecker.complaints(history)).isEmpty();
        assertSomethingHappened(history, 40);
        assertKernelReads(history);
    }

    @Test
    void aDriverOfSparkBesideSessionsOfSqlHasASerialHistory() throws Exception {
        List<EngineKind> engines = List.of(EngineKind.SPARK, EngineKind.SQL, EngineKind.SQL, EngineKind.CORE);
        History history = run(engines, Scripts.MIXED, List.of("a", "b"), 5005, 40);
        assertThat(HistoryChecker.complaints(history)).isEmpty();
        assertSomethingHappened(history, 60);
        assertThat(history.transactions().stream()
                        .filter(transaction -> transaction.id().startsWith("w0-"))
                        .filter(transaction -> transaction.ending().kind() == Ending.Kind.COMMITTED))
                .hasSizeGreaterThan(5);
        assertKernelReads(history);
    }

    @ParameterizedTest
    @EnumSource(names = {"CORE", "SQL"})
    void transfersBetweenTwoTablesKeepTheSumAtEveryPinnedRead(EngineKind engine) throws Exception {
        History history = run(engine, Scripts.BANK, List.of("a", "b"), 3003, 30);
        assertThat(HistoryChecker.complaints(history)).isEmpty();
        assertSomethingHappened(history, 40);
        long sum = 2L * Scripts.ACCOUNTS * 100;
        List<Executed> readers = history.transactions().stream()
                .filter(transaction -> transaction.steps().stream().allMatch(done -> done.step() instanceof Step.Look))
                .toList();
        assertThat(readers)
                .hasSizeGreaterThan(10)
                .allSatisfy(reader -> assertThat(reader.steps().stream()
                                .map(Done::seen)
                                .mapToLong(HistoriesTest::sum)
                                .sum())
                        .isEqualTo(sum));
        assertThat(history.last().values().stream()
                        .mapToLong(table -> sum(table.rows()))
                        .sum())
                .isEqualTo(sum);
        assertKernelReads(history);
    }

    private static long sum(List<Row> rows) {
        return rows.stream().mapToLong(Row::value).sum();
    }

    private History run(EngineKind engine, Scripts scripts, List<String> tables, long seed, int transactions)
            throws Exception {
        return run(Collections.nCopies(WRITERS, engine), scripts, tables, seed, transactions);
    }

    private History run(List<EngineKind> engines, Scripts scripts, List<String> tables, long seed, int transactions)
            throws Exception {
        return new HistoryRun(folder, engines, scripts, tables, seed, transactions).run();
    }

    /** A history in which nothing clashes proves nothing. */
    private static void assertSomethingHappened(History history, int committed) {
        Map<String, Long> endings = new TreeMap<>(history.transactions().stream()
                .map(Executed::ending)
                .collect(Collectors.groupingBy(HistoriesTest::gist, Collectors.counting())));
        long joint = history.transactions().stream()
                .filter(transaction -> transaction.ending().versions().size() > 1)
                .count();
        System.out.println("transactions by their ending: " + endings + ", committed to several tables: " + joint);
        assertThat(count(history, Ending.Kind.COMMITTED)).isGreaterThan(committed);
        assertThat(count(history, Ending.Kind.REJECTED)).isPositive();
        assertThat(joint > 0).isEqualTo(history.tables().size() > 1);
    }

    private static String gist(Ending ending) {
        return ending.kind() + " " + ending.text().replaceAll(",? by version.*", "");
    }

    private static long count(History history, Ending.Kind kind) {
        return history.transactions().stream()
                .filter(transaction -> transaction.ending().kind() == kind)
                .count();
    }

    private void assertKernelReads(History history) {
        try (Lake lake = OpenLake.at(folder.resolve("lake").toString())) {
            history.last().forEach((table, state) -> {
                CommittedTable committed = CommittedTable.of(lake, HistoryRun.name(table));
                assertThat(new KernelJudge(committed).latest().rows())
                        .as("table %s as Delta Kernel reads it", table)
                        .isEqualTo(canonical(state));
            });
        }
    }

    private static List<String> canonical(TableState state) {
        List<List<Object>> rows = new ArrayList<>();
        for (Row row : state.rows()) {
            List<Object> values = new ArrayList<>(List.of(row.key(), row.value(), row.stamp()));
            values.addAll(Collections.nCopies(state.columns() - TableState.FIRST_COLUMNS, null));
            rows.add(values);
        }
        return Canonical.rows(rows);
    }
}
