package io.sluice.commit;

import static io.sluice.commit.ScriptedTarget.Fate.ANSWERED;
import static io.sluice.commit.ScriptedTarget.Fate.BROKEN;
import static io.sluice.commit.ScriptedTarget.Fate.OVERTAKEN;
import static io.sluice.commit.ScriptedTarget.Fate.REFUSED;
import static io.sluice.commit.ScriptedTarget.Fate.REPLY_LOST;
import static io.sluice.commit.ScriptedTarget.Fate.REQUEST_LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.CommitOutcome.Rejected;
import io.sluice.commit.CommitOutcome.Unknown;
import io.sluice.commit.ScriptedTarget.Fate;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.MarkIngested;
import io.sluice.error.SluiceException;
import io.sluice.error.SluiceException.Kind;
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

class CommitterTest {
    private static final int ATTEMPTS = 5;
    private static final int DELIVERIES = 3;
    private static final RetryPolicy POLICY =
            new RetryPolicy(ATTEMPTS, DELIVERIES, Duration.ofMinutes(1), Duration.ofMillis(10), Duration.ofMillis(80));

    private final ScriptedTarget target = new ScriptedTarget();
    private Duration waited = Duration.ZERO;
    private Pacing.Sleeper sleeper = duration -> waited = waited.plus(duration);
    private final SourceFile source = new SourceFile("/landing/a.csv", "1");

    @AfterEach
    void everyTurnHasEnded() {
        assertThat(target.openTurns).isZero();
    }

    @Test
    void aCommitThatNobodyDisturbsIsTheNextVersionAndIsPublished() {
        assertThat(commit()).isEqualTo(new Committed(new TableVersion(1)));
        assertThat(target.published).isEqualTo(target.landed);
        assertThat(target.discarded).isEmpty();
        assertThat(waited).isZero();
    }

    @Test
    void aWriterThatIsOvertakenTriesTheNextVersionWithANewAttempt() {
        script(OVERTAKEN, OVERTAKEN, ANSWERED);
        assertThat(commit()).isEqualTo(new Committed(new TableVersion(3)));
        assertThat(target.offered).hasSize(3).doesNotHaveDuplicates();
        assertThat(target.discarded).isEqualTo(target.offered.subList(0, 2));
        assertThat(target.published).isEqualTo(target.offered.subList(2, 3));
        assertThat(target.turns).isEqualTo(3);
    }

    @Test
    void aWinnerThatMattersIsTheReasonOfTheRejection() {
        target.winnersKind = ChangeKind.SCHEMA;
        script(OVERTAKEN);
        assertThat(commit()).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(RejectionReason.SCHEMA_CHANGED);
            assertThat(rejected.winner().orElseThrow().version()).isEqualTo(new TableVersion(1));
        });
        assertThat(target.discarded).isEqualTo(target.offered);
    }

    @Test
    void aReplyThatIsLostAfterTheDecisionIsResolvedByTheSameProposal() {
        script(REPLY_LOST, ANSWERED);
        assertThat(commit()).isEqualTo(new Committed(new TableVersion(1)));
        assertThat(target.offered).hasSize(2);
        assertThat(target.offered.get(0)).isEqualTo(target.offered.get(1));
        assertThat(target.landed).hasSize(1);
        assertThat(target.discarded).isEmpty();
    }

    @Test
    void aRequestThatIsLostIsSentAgain() {
        script(REQUEST_LOST, REQUEST_LOST, ANSWERED);
        assertThat(commit()).isEqualTo(new Committed(new TableVersion(1)));
        assertThat(target.landed).hasSize(1);
        assertThat(target.offered.stream().distinct()).hasSize(1);
    }

    @Test
    void aReplyThatIsLostWhileAnotherWinsLeadsToTheNextVersion() {
        script(REQUEST_LOST, OVERTAKEN, ANSWERED);
        assertThat(commit()).isEqualTo(new Committed(new TableVersion(2)));
        assertThat(target.discarded).hasSize(1);
        assertThat(target.published).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLY_LOST", "REQUEST_LOST"})
    void aCatalogThatStaysSilentLeavesTheOutcomeUnknownAndNothingIsRemoved(Fate silence) {
        target.fates.addAll(Collections.nCopies(DELIVERIES, silence));
        assertThat(commit()).isInstanceOfSatisfying(Unknown.class, unknown -> {
            assertThat(unknown.version()).isEqualTo(new TableVersion(1));
            assertThat(unknown.attempt()).isEqualTo(target.offered.get(0));
            assertThat(unknown.cause()).hasMessageContaining("lost");
        });
        assertThat(target.offered).hasSize(DELIVERIES);
        assertThat(target.discarded).isEmpty();
    }

    @Test
    void aRefusalAfterALostReplyDoesNotMakeTheOutcomeKnown() {
        script(REPLY_LOST, REFUSED);
        assertThat(commit()).isInstanceOf(Unknown.class);
        assertThat(target.landed).hasSize(1);
        assertThat(target.discarded).isEmpty();
    }

    @Test
    void aRefusalOfTheFirstDeliveryIsAnErrorAndTheAttemptIsRemoved() {
        script(REFUSED);
        assertThatThrownBy(this::commit)
                .isInstanceOfSatisfying(
                        SluiceException.class, error -> assertThat(error.kind()).isEqualTo(Kind.RESOURCES));
        assertThat(target.discarded).isEqualTo(target.offered);
        assertThat(target.landed).isEmpty();
    }

    @Test
    void aFailureOfWhichNothingIsKnownLeavesTheOutcomeUnknown() {
        script(BROKEN);
        assertThat(commit())
                .isInstanceOfSatisfying(
                        Unknown.class,
                        unknown -> assertThat(unknown.cause()).isInstanceOf(IllegalStateException.class));
        assertThat(target.discarded).isEmpty();
    }

    @Test
    void aVersionThatTheCatalogHasForgottenIsUnknown() {
        target.decision = Optional.of(new Ratification.Forgotten(new TableVersion(1)));
        assertThat(commit()).isInstanceOf(Unknown.class);
        assertThat(target.discarded).isEmpty();
    }

    @Test
    void sourcesThatAreInAlreadyAreNamed() {
        target.decision = Optional.of(new Ratification.SourcesTaken(List.of(source)));
        assertThat(commit())
                .isEqualTo(new Rejected(RejectionReason.SOURCE_INGESTED, Optional.empty(), List.of(source)));
        assertThat(target.discarded).isEqualTo(target.offered);
    }

    @Test
    void aTableThatIsGoneIsNotWrittenTo() {
        target.gone = true;
        assertThat(commit()).isEqualTo(Rejected.of(RejectionReason.TABLE_GONE));
        assertThat(target.offered).isEmpty();
    }

    @Test
    void aTableThatIsDroppedDuringTheCommitIsGone() {
        target.decision = Optional.of(new Ratification.TableGone());
        assertThat(commit()).isEqualTo(Rejected.of(RejectionReason.TABLE_GONE));
        assertThat(target.discarded).isEqualTo(target.offered);
    }

    @Test
    void attemptsAreBounded() {
        target.fates.addAll(Collections.nCopies(ATTEMPTS + 1, OVERTAKEN));
        assertThat(commit()).isEqualTo(Rejected.of(RejectionReason.TOO_BUSY));
        assertThat(target.offered).hasSize(ATTEMPTS);
        assertThat(target.discarded).hasSize(ATTEMPTS);
    }

    @Test
    void patienceIsBounded() {
        target.fates.addAll(Collections.nCopies(ATTEMPTS, OVERTAKEN));
        sleeper = duration -> waited = waited.plus(Duration.ofMinutes(2));
        assertThat(commit()).isEqualTo(Rejected.of(RejectionReason.TOO_BUSY));
        assertThat(target.offered).hasSize(2);
    }

    @Test
    void pausesGrowAndHaveABound() {
        Random random = new Random(7);
        for (int failures = 1; failures < 70; failures++) {
            long bound = Math.min(80, 10L << Math.min(failures - 1, 10));
            assertThat(POLICY.pauseAfter(failures, random)).isBetween(Duration.ZERO, Duration.ofMillis(bound));
        }
    }

    @Test
    void anInterruptBetweenAttemptsEndsTheCommitWithNothingVisible() {
        script(OVERTAKEN);
        sleeper = duration -> {
            throw new InterruptedException();
        };
        assertThatThrownBy(this::commit).isInstanceOf(SluiceException.class).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).as("the interrupt is passed on").isTrue();
        assertThat(target.discarded).isEqualTo(target.offered);
        assertThat(target.published).isEmpty();
    }

    @Test
    void anInterruptWhileAReplyIsMissingLeavesTheOutcomeUnknown() {
        script(REPLY_LOST);
        sleeper = duration -> {
            throw new InterruptedException();
        };
        assertThat(commit()).isInstanceOf(Unknown.class);
        assertThat(Thread.interrupted()).as("the interrupt is passed on").isTrue();
        assertThat(target.discarded).isEmpty();
    }

    private void script(Fate... fates) {
        target.fates.addAll(Arrays.asList(fates));
    }

    private CommitOutcome commit() {
        Pacing pacing =
                new Pacing(() -> Instant.EPOCH.plus(waited), new Random(42), duration -> sleeper.sleep(duration));
        Transaction transaction = new Transaction(
                Reads.schemaOf(TableVersion.FIRST),
                List.of(new AppendFiles(List.of()), new MarkIngested(List.of(source))),
                IsolationLevel.WRITE_SERIALIZABLE,
                new Operation("test/1", "WRITE", Map.of(), Map.of()));
        return new Committer(POLICY, pacing).commit(target, transaction);
    }
}
