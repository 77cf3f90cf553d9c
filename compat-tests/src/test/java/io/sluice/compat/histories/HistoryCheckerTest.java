package io.sluice.compat.histories;

import static io.sluice.commit.IsolationLevel.SERIALIZABLE;
import static io.sluice.commit.IsolationLevel.WRITE_SERIALIZABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.histories.Scene.Actor;
import io.sluice.compat.histories.model.Ending;
import io.sluice.compat.histories.model.KeyRange;
import io.sluice.compat.histories.model.Row;
import io.sluice.compat.histories.model.Step;
import io.sluice.compat.histories.model.Step.Append;
import io.sluice.compat.histories.model.Step.Compact;
import io.sluice.compat.histories.model.Step.Delete;
import io.sluice.compat.histories.model.Step.Increase;
import io.sluice.compat.histories.model.Step.Look;
import io.sluice.compat.histories.model.Step.Merge;
import io.sluice.compat.histories.model.Step.Total;
import io.sluice.compat.histories.model.Step.Widen;
import io.sluice.compat.histories.model.TableState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker believes what is right, and finds each anomaly in tables that check nothing. */
class HistoryCheckerTest {
    private static final Row ONE = new Row(1, 100, "first");
    private static final Row TWO = new Row(2, 200, "first");

    private final Scene scene = new Scene().table("a", ONE, TWO).table("b", ONE);

    @ParameterizedTest
    @EnumSource
    void aSerialHistoryIsBelieved(IsolationLevel level) {
        scene.begin("t1", level).does(append("a", 3)).does(increase("b", 1)).commits();
        scene.begin("t2", level)
                .does(new Merge("a", new TreeMap<>(Map.of(3L, 5L, 4L, 6L))))
                .does(new Look("a", KeyRange.ALL))
                .commits();
        scene.begin("t3", level)
                .does(new Compact("a"))
                .does(new Widen("b", "c"))
                .commits();
        scene.begin("t4", level)
                .does(new Delete("a", keys(2, 9), -1))
                .does(new Total("a", KeyRange.ALL, "b", 7))
                .commits();
        scene.begin("t5", level).does(new Look("b", KeyRange.ALL)).commits();
        assertBelieved();
        assertThat(scene.last("b").rows()).contains(new Row(7, 100, "t4/1"));
    }

    @ParameterizedTest
    @EnumSource
    void aLostUpdateIsFound(IsolationLevel level) {
        Actor late = scene.begin("late", level).does(increase("a", 1));
        scene.begin("early", level).does(increase("a", 1)).commits();
        late.commits();
        assertDoubted("late commits: step 0");
    }

    @ParameterizedTest
    @EnumSource
    void aDeletionOfWhatSomebodyElseHasChangedIsFound(IsolationLevel level) {
        Actor late = scene.begin("late", level).does(new Delete("a", KeyRange.ALL, -1));
        scene.begin("early", level).does(increase("a", 1)).commits();
        late.commits();
        assertDoubted("late commits: step 0");
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatSomebodyElseHasChangedIntoOneToBeDeletedIsFound(IsolationLevel level) {
        Actor late = scene.begin("late", level).does(new Delete("a", KeyRange.ALL, 2));
        scene.begin("early", level).does(increase("a", 1)).commits();
        late.commits();
        assertDoubted("late commits: step 0");
    }

    @Test
    void aPhantomIsFoundAtTheHigherLevelAndMovedBehindAtTheLowerOne() {
        phantom(WRITE_SERIALIZABLE);
        assertBelieved();
        phantom(SERIALIZABLE);
        assertDoubted("late SERIALIZABLE commits: step 0");
    }

    private void phantom(IsolationLevel level) {
        Actor late = scene.begin("late " + level, level).does(new Increase("a", keys(0, 50), 1));
        scene.begin("early " + level, level)
                .does(append("a", 30 + level.text().length()))
                .commits();
        late.commits();
    }

    @Test
    void aSumThatMissesAnAppendedRowIsFoundAtTheHigherLevel() {
        Actor late = scene.begin("late", SERIALIZABLE).does(new Total("a", KeyRange.ALL, "a", 9));
        scene.begin("early", WRITE_SERIALIZABLE).does(append("a", 3)).commits();
        late.commits();
        assertDoubted("late commits: step 0");
    }

    @ParameterizedTest
    @EnumSource
    void insertsThatBothMissWhatTheOtherInsertsAreFound(IsolationLevel level) {
        Actor late = scene.begin("late", level).does(new Merge("a", new TreeMap<>(Map.of(3L, 5L))));
        scene.begin("early", level)
                .does(new Merge("a", new TreeMap<>(Map.of(3L, 6L))))
                .commits();
        late.commits();
        assertDoubted("late commits: step 0");
    }

    @Test
    void writeSkewBetweenTablesIsFoundAtTheHigherLevelOnly() {
        writeSkew(WRITE_SERIALIZABLE);
        assertBelieved();
        writeSkew(SERIALIZABLE);
        assertDoubted("no serial order");
    }

    /** Each inserts into one table what it has read of the other. */
    private void writeSkew(IsolationLevel level) {
        Actor first = scene.begin("first " + level, level).does(new Total("a", KeyRange.ALL, "b", 9));
        scene.begin("second " + level, level)
                .does(new Total("b", KeyRange.ALL, "a", 9))
                .commits();
        first.commits();
    }

    @Test
    void anInputMayChangeInWhatWasNotRead() {
        Actor late = scene.begin("late", SERIALIZABLE).does(new Total("a", keys(1, 2), "b", 9));
        scene.begin("early", SERIALIZABLE).does(increase("a", 2)).commits();
        late.commits();
        assertBelieved();
    }

    @Test
    void halfAJointCommitIsFound() {
        scene.begin("t1", SERIALIZABLE)
                .does(append("a", 3))
                .does(append("b", 3))
                .lands(List.of("a"), Ending.UNKNOWN);
        assertDoubted("t1 writes [a, b], but the tables have it as {a=1}");
    }

    @Test
    void aReaderWhoSeesHalfOfAJointCommitIsFound() {
        scene.begin("both", SERIALIZABLE)
                .does(append("a", 3))
                .does(append("b", 3))
                .commits();
        scene.begin("reader", WRITE_SERIALIZABLE)
                .pin("b", 0)
                .does(new Look("a", KeyRange.ALL))
                .does(new Look("b", KeyRange.ALL))
                .commits();
        assertDoubted("no serial order: each of these has to come before the next");
    }

    @Test
    void aReaderWhoSeesAnEarlierMomentIsBelieved() {
        scene.begin("both", SERIALIZABLE)
                .does(append("a", 3))
                .does(append("b", 3))
                .commits();
        scene.begin("reader", WRITE_SERIALIZABLE)
                .pin("a", 0)
                .pin("b", 0)
                .does(new Look("a", KeyRange.ALL))
                .commits();
        assertBelieved();
    }

    @Test
    void aDirtyReadIsFoundAlsoOfATransactionThatWasRejected() {
        scene.begin("t1", WRITE_SERIALIZABLE)
                .saw(new Look("a", KeyRange.ALL), List.of(ONE, TWO, new Row(3, 3, "never")))
                .ends(Ending.rejected("rows changed"));
        assertDoubted("t1 looks: step 0");
    }

    @Test
    void aTransactionSeesItsOwnWrites() {
        Actor forgetful = scene.begin("t1", WRITE_SERIALIZABLE).does(append("a", 3));
        forgetful.saw(new Look("a", KeyRange.ALL), List.of(ONE, TWO)).commits();
        assertDoubted("t1 looks: step 1");
    }

    @Test
    void whatWasAcknowledgedMustBeThereAndWhatWasRejectedMustNot() {
        scene.begin("lost", SERIALIZABLE).does(append("a", 3)).ends(Ending.committed(Map.of("a", 1L)));
        assertDoubted("lost was told");
        scene.begin("ghost", SERIALIZABLE).does(append("b", 3)).lands(List.of("b"), Ending.rejected("rows changed"));
        assertDoubted("ghost was told");
    }

    @Test
    void whatNobodyWasToldMayBeThereOrNot() {
        scene.begin("t1", SERIALIZABLE).does(append("a", 3)).ends(Ending.UNKNOWN);
        scene.begin("t2", SERIALIZABLE).does(append("a", 3)).lands(List.of("a"), Ending.UNKNOWN);
        assertBelieved();
    }

    @Test
    void aCommitThatLandsTwiceIsFound() {
        scene.begin("t1", SERIALIZABLE).does(append("a", 3)).lands(List.of("a", "a"), Ending.UNKNOWN);
        assertDoubted("t1 is in table a twice");
    }

    @Test
    void aCommitOfNobodyIsFound() {
        Scene other = new Scene().table("a", ONE);
        other.begin("t1", SERIALIZABLE).does(append("a", 3)).commits();
        History whole = other.history();
        History unlogged = new History(whole.first(), whole.commits(), List.of(), whole.last());
        assertThat(HistoryChecker.complaints(unlogged)).first().asString().startsWith("t1 is in the tables");
    }

    @Test
    void compactionMovesOnlyWhatIsThere() {
        scene.begin("t1", SERIALIZABLE)
                .saw(new Compact("a"), List.of(ONE, new Row(3, 3, "never")))
                .commits();
        assertDoubted("t1 looks: step 0");
    }

    @Test
    void aWriteForTheColumnsOfAnEarlierSchemaIsFound() {
        Actor late = scene.begin("late", WRITE_SERIALIZABLE).does(append("a", 3));
        scene.begin("early", WRITE_SERIALIZABLE).does(new Widen("a", "c")).commits();
        late.commits();
        assertDoubted("late commits: step 0");
    }

    @Test
    void aReadOfAnInputComesBeforeAnotherColumnOfIt() {
        Actor reader = scene.begin("reader", SERIALIZABLE).does(new Total("a", KeyRange.ALL, "b", 7));
        scene.begin("adder", SERIALIZABLE).does(new Widen("a", "c")).commits();
        reader.commits();
        assertBelieved();
    }

    @Test
    void aReadOfAnInputThatMissesAColumnWhichAnEarlierWriterHasSeenIsFound() {
        Actor late = scene.begin("late", SERIALIZABLE).does(new Total("a", KeyRange.ALL, "b", 7));
        scene.begin("adder", SERIALIZABLE).does(new Widen("a", "c")).commits();
        scene.begin("early", SERIALIZABLE)
                .does(new Total("a", KeyRange.ALL, "b", 8))
                .commits();
        late.commits();
        assertDoubted("no serial order");
    }

    @Test
    void otherContentsInTheEndAreFound() {
        scene.begin("t1", SERIALIZABLE).does(append("a", 3)).commits();
        History lossy = scene.history(Map.of("a", TableState.of(List.of(ONE, TWO)), "b", scene.last("b")));
        assertThat(HistoryChecker.complaints(lossy)).first().asString().startsWith("table a ends as");
    }

    private void assertBelieved() {
        assertThat(HistoryChecker.complaints(scene.history())).isEmpty();
    }

    private void assertDoubted(String complaint) {
        assertThat(HistoryChecker.complaints(scene.history()))
                .anySatisfy(found -> assertThat(found).startsWith(complaint));
    }

    private static KeyRange keys(long from, long to) {
        return new KeyRange(from, to);
    }

    private static Step append(String table, long key) {
        return new Append(table, new TreeMap<>(Map.of(key, 10 * key)));
    }

    private static Step increase(String table, long key) {
        return new Increase(table, keys(key, key + 1), 1);
    }
}
