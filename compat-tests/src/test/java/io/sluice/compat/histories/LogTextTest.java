package io.sluice.compat.histories;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.AttemptId;
import io.sluice.commit.IsolationLevel;
import io.sluice.compat.histories.model.Done;
import io.sluice.compat.histories.model.Ending;
import io.sluice.compat.histories.model.Executed;
import io.sluice.compat.histories.model.KeyRange;
import io.sluice.compat.histories.model.LogText;
import io.sluice.compat.histories.model.Row;
import io.sluice.compat.histories.model.Step.Append;
import io.sluice.compat.histories.model.Step.Compact;
import io.sluice.compat.histories.model.Step.Delete;
import io.sluice.compat.histories.model.Step.Increase;
import io.sluice.compat.histories.model.Step.Look;
import io.sluice.compat.histories.model.Step.Merge;
import io.sluice.compat.histories.model.Step.Total;
import io.sluice.compat.histories.model.Step.Widen;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LogTextTest {
    private static final List<Done> STEPS = List.of(
            new Done(new Look("a", KeyRange.ALL), 3, List.of(new Row(-1, -2, "w/0"), new Row(4, 5, "w/1"))),
            new Done(new Append("a", new TreeMap<>(Map.of(-3L, 4L, 5L, -6L))), 3, List.of()),
            new Done(new Delete("b", new KeyRange(-7, 8), -1), 4, List.of()),
            new Done(new Increase("b", new KeyRange(1, 2), -3), 3, List.of(new Row(1, 2, "w/2"))),
            new Done(new Merge("a", new TreeMap<>(Map.of(1L, 2L))), 3, List.of()),
            new Done(new Total("a", new KeyRange(1, 3), "b", 9), 3, List.of()),
            new Done(new Widen("a", "c1"), 3, List.of()),
            new Done(new Compact("a"), 4, List.of()));

    @Test
    void whatIsWrittenIsRead() {
        Executed whole = new Executed(
                "w1-2",
                IsolationLevel.SERIALIZABLE,
                Map.of("a", 3L, "b", 0L),
                STEPS,
                Ending.rejected("rows were read"));
        Executed plain = new Executed(
                "w1-3", IsolationLevel.WRITE_SERIALIZABLE, Map.of(), List.of(), Ending.committed(Map.of("a", 4L)));
        assertThat(LogText.parse(text(whole) + text(plain))).containsExactly(whole, plain);
    }

    @Test
    void attemptsBelongToTheTransactionThatHasBegun() {
        AttemptId first = AttemptId.random();
        AttemptId second = AttemptId.random();
        String log = String.join(
                "\n",
                LogText.begin("w1-2", IsolationLevel.SERIALIZABLE),
                LogText.commit(Map.of()),
                LogText.offer(first),
                LogText.begin("w1-3", IsolationLevel.SERIALIZABLE),
                LogText.commit(Map.of()),
                LogText.offer(second),
                LogText.offer(AttemptId.random()));
        assertThat(LogText.attempts(log)).isEqualTo(Map.of(first, "w1-2", second, "w1-3"));
        assertThat(LogText.parse(log)).extracting(Executed::ending).containsOnly(Ending.UNKNOWN);
    }

    @Test
    void aLogMayEndAnywhere() {
        Executed whole =
                new Executed("w1-2", IsolationLevel.SERIALIZABLE, Map.of("a", 3L), STEPS, Ending.rejected("busy"));
        String text = text(whole);
        int announced = text.indexOf('\n', text.indexOf("\ncommit") + 1);
        for (int end = 0; end < text.length(); end++) {
            List<Executed> expected = end <= announced
                    ? List.of()
                    : List.of(new Executed(whole.id(), whole.level(), whole.pins(), whole.steps(), Ending.UNKNOWN));
            assertThat(LogText.parse(text.substring(0, end))).isEqualTo(expected);
        }
    }

    private static String text(Executed transaction) {
        StringBuilder text = new StringBuilder(LogText.begin(transaction.id(), transaction.level()) + "\n");
        transaction.steps().forEach(done -> text.append(LogText.did(done)).append('\n'));
        return text.append(LogText.commit(transaction.pins()))
                .append('\n')
                .append(LogText.end(transaction.ending()))
                .append('\n')
                .toString();
    }
}
