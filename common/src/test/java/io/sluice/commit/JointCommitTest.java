package io.sluice.commit;

import static io.sluice.commit.ScriptedTarget.Fate.ANSWERED;
import static io.sluice.commit.ScriptedTarget.Fate.BROKEN;
import static io.sluice.commit.ScriptedTarget.Fate.OVERTAKEN;
import static io.sluice.commit.ScriptedTarget.Fate.REFUSED;
import static io.sluice.commit.ScriptedTarget.Fate.REPLY_LOST;
import static io.sluice.commit.ScriptedTarget.Fate.REQUEST_LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.JointOutcome.Committed;
import io.sluice.commit.JointOutcome.Rejected;
import io.sluice.commit.JointOutcome.Unknown;
import io.sluice.commit.ScriptedTarget.Fate;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.error.SluiceException;
import io.sluice.scan.Predicate;
import io.sluice.table.TableVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The committer's loop over several tables. */
class JointCommitTest {
    private static final int ATTEMPTS = 5;
    private static final int DELIVERIES = 3;
    private static final RetryPolicy POLICY =
            new RetryPolicy(ATTEMPTS, DELIVERIES, Duration.ofMinutes(1), Duration.ofMillis(1), Duration.ofMillis(2));
    private static final Operation OPERATION = new Operation("test/1", "WRITE", Map.of(), Map.of());

    private final ScriptedTarget orders = new ScriptedTarget();
    private final ScriptedTarget items = new ScriptedTarget();
    private final ScriptedTarget rates = new ScriptedTarget();
    private final ScriptedJoint catalog = new ScriptedJoint(orders, items, rates);

    @AfterEach
    void everyTurnHasEnded() {
        assertThat(List.of(orders, items, rates)).allMatch(table -> table.openTurns == 0);
    }

    @AfterEach
    void bothTablesOrNone() {
        assertThat(orders.landed.contains(attempt())).isEqualTo(items.landed.contains(attempt()));
    }

    private AttemptId attempt() {
        return catalog.offered.isEmpty()
                ? AttemptId.random()
                : last(catalog.offered).get(0).proposal().attempt();
    }

    @Test
    void bothTablesAreCommittedByOneAttemptAndPublished() {
        assertThat(commit()).isEqualTo(new Committed(Map.of(orders.id, version(1), items.id, version(1))));
        assertThat(orders.published).containsExactly(attempt());
        assertThat(items.published).containsExactly(attempt());
        assertThat(catalog.guarded).containsExactly(Map.of());
    }

    @Test
    void aWriterThatIsOvertakenInOneTableProposesBothAnew() {
        catalog.contest(items);
        script(OVERTAKEN, ANSWERED);
        assertThat(commit()).isEqualTo(new Committed(Map.of(orders.id, version(1), items.id, version(2))));
        assertThat(orders.discarded).hasSize(1).isEqualTo(items.discarded);
        assertThat(orders.discarded).doesNotContain(attempt());
    }

    @Test
    void aWinnerThatMattersInOneTableRejectsBothAndNamesTheTable() {
        catalog.contest(items);
        items.winnersKind = ChangeKind.SCHEMA;
        script(OVERTAKEN);
        assertThat(commit()).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.table()).contains(items.id);
            assertThat(rejected.cause().reason()).isEqualTo(RejectionReason.SCHEMA_CHANGED);
            assertThat(rejected.cause().winner().orElseThrow().version()).isEqualTo(version(1));
        });
        assertThat(orders.discarded).hasSize(1).isEqualTo(items.discarded);
    }

    @Test
    void aReplyThatIsLostIsResolvedByTheSameProposals() {
        script(REPLY_LOST, REQUEST_LOST, ANSWERED);
        assertThat(commit()).isInstanceOf(Committed.class);
        assertThat(catalog.offered).hasSize(3);
        assertThat(catalog.offered.get(0)).isEqualTo(catalog.offered.get(2));
        assertThat(orders.landed).hasSize(1);
        assertThat(orders.discarded).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLY_LOST", "REQUEST_LOST"})
    void aCatalogThatStaysSilentLeavesTheOutcomeUnknownAndNothingIsRemoved(Fate silence) {
        catalog.fates.addAll(Collections.nCopies(DELIVERIES, silence));
        assertThat(commit()).isInstanceOfSatisfying(Unknown.class, unknown -> {
            assertThat(unknown.attempt()).isEqualTo(attempt());
            assertThat(unknown.versions()).containsOnlyKeys(orders.id, items.id);
        });
        assertThat(orders.discarded).isEmpty();
        assertThat(items.discarded).isEmpty();
    }

    @Test
    void aBugOfTheCatalogLeavesTheOutcomeUnknown() {
        script(BROKEN);
        assertThat(commit()).isInstanceOf(Unknown.class);
        assertThat(orders.discarded).isEmpty();
    }

    @Test
    void aRefusalOfTheFirstDeliveryIsAnErrorAndBothProposalsAreRemoved() {
        script(REFUSED);
        assertThatThrownBy(this::commit).isInstanceOf(SluiceException.class).hasMessageContaining("disk is full");
        assertThat(orders.discarded).hasSize(1).isEqualTo(items.discarded);
    }

    @Test
    void versionsThatTheCatalogHasForgottenAreUnknown() {
        catalog.decision = Optional.of(new Ratification.Forgotten(version(1)));
        assertThat(commit()).isInstanceOf(Unknown.class);
        assertThat(orders.discarded).isEmpty();
    }

    @Test
    void aTableThatIsGoneIsNamedAndNothingIsOffered() {
        items.gone = true;
        assertThat(commit()).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.table()).contains(items.id);
            assertThat(rejected.cause().reason()).isEqualTo(RejectionReason.TABLE_GONE);
        });
        assertThat(catalog.offered).isEmpty();
    }

    @Test
    void attemptsAreBounded() {
        catalog.fates.addAll(Collections.nCopies(ATTEMPTS + 1, OVERTAKEN));
        assertThat(commit()).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.table()).isEmpty();
            assertThat(rejected.cause().reason()).isEqualTo(RejectionReason.TOO_BUSY);
        });
        assertThat(orders.discarded).hasSize(ATTEMPTS).isEqualTo(items.discarded);
    }

    @Test
    void anInputIsGuardedAtTheHigherLevelAndTakesNoTurn() {
        Participant input = input(IsolationLevel.SERIALIZABLE);
        assertThat(commit(changed(orders, IsolationLevel.SERIALIZABLE), input)).isInstanceOf(Committed.class);
        assertThat(catalog.guarded).containsExactly(Map.of(rates.id, version(0)));
        assertThat(rates.turns).isZero();
        items.landed.add(attempt());
    }

    @Test
    void anInputThatChangesBeforeTheDecisionIsJudgedAnew() {
        catalog.contest(rates);
        rates.winnersKind = ChangeKind.REPLACEMENT;
        script(OVERTAKEN, ANSWERED);
        Participant input = input(IsolationLevel.SERIALIZABLE);
        assertThat(commit(changed(orders, IsolationLevel.SERIALIZABLE), input)).isInstanceOf(Committed.class);
        assertThat(catalog.guarded).containsExactly(Map.of(rates.id, version(0)), Map.of(rates.id, version(1)));
        items.landed.add(attempt());
    }

    @Test
    void anInputThatChangesInWhatWasReadRejects() {
        catalog.contest(rates);
        rates.winnersKind = ChangeKind.SCHEMA;
        script(OVERTAKEN);
        assertThat(commit(changed(orders, IsolationLevel.SERIALIZABLE), input(IsolationLevel.SERIALIZABLE)))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.table()).contains(rates.id));
    }

    @Test
    void anInputDoesNotMatterAtTheLowerLevel() {
        rates.gone = true;
        Participant input = input(IsolationLevel.WRITE_SERIALIZABLE);
        assertThat(commit(changed(orders, IsolationLevel.WRITE_SERIALIZABLE), input))
                .isInstanceOf(Committed.class);
        assertThat(catalog.guarded).containsExactly(Map.of());
        items.landed.add(attempt());
    }

    @Test
    void everyChangedTableHasItsTurn() {
        commit();
        assertThat(orders.turns).isEqualTo(1);
        assertThat(items.turns).isEqualTo(1);
    }

    private JointOutcome commit() {
        return commit(
                changed(orders, IsolationLevel.WRITE_SERIALIZABLE), changed(items, IsolationLevel.WRITE_SERIALIZABLE));
    }

    private JointOutcome commit(Participant... participants) {
        Pacing pacing = new Pacing(() -> Instant.EPOCH, new Random(42), duration -> {});
        return new Committer(POLICY, pacing).commit(catalog, List.of(participants));
    }

    private static Participant changed(ScriptedTarget table, IsolationLevel level) {
        Reads reads = Reads.schemaOf(TableVersion.FIRST);
        return new Participant(
                table.id, table, new Transaction(reads, List.of(new AppendFiles(List.of())), level, OPERATION));
    }

    private Participant input(IsolationLevel level) {
        Reads reads = Reads.rowsOf(TableVersion.FIRST, Predicate.ALL);
        return new Participant(rates.id, rates, new Transaction(reads, List.of(), level, OPERATION));
    }

    private void script(Fate... fates) {
        catalog.fates.addAll(Arrays.asList(fates));
    }

    private static TableVersion version(long number) {
        return new TableVersion(number);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
