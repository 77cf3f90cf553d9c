package io.sluice.format;

import static io.sluice.format.FormatWorld.append;
import static io.sluice.format.FormatWorld.file;
import static io.sluice.format.FormatWorld.longFile;
import static io.sluice.format.FormatWorld.paths;
import static io.sluice.format.FormatWorld.rowsLeft;
import static io.sluice.format.FormatWrites.committed;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.FaultyCatalog;
import io.sluice.commit.CommitOutcome;
import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.CommitOutcome.Unknown;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.error.SluiceException;
import io.sluice.storage.FaultyStorage;
import io.sluice.storage.FaultyStorage.Effect;
import io.sluice.table.DataFile;
import io.sluice.table.RowPositions;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes end, and replies get lost, at every step. Afterwards the table can be read, its log is in order, and the
 * commit is there once if its outcome said so, and at most once if nobody knows.
 */
abstract class FormatCrashes extends FormatSuite {
    /** A process that ends at one of its calls to catalog and storage, before the call or after it. */
    private static final class Crash {
        private final int atCall;
        private final Effect effect;
        private final AtomicInteger calls = new AtomicInteger();

        Crash(int atCall, Effect effect) {
            this.atCall = atCall;
            this.effect = effect;
        }

        void strike(FormatWorld world) {
            world.catalog.inject(call -> next());
            world.storage.inject((call, location) -> next());
        }

        /** From the crash on nothing is done any more. */
        private Effect next() {
            int call = calls.incrementAndGet();
            return call < atCall ? Effect.PASS : call == atCall ? effect : Effect.REFUSE;
        }

        boolean hasHappened() {
            return calls.get() >= atCall;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"REFUSE", "LOSE_REPLY"})
    void aSmallCommitSurvivesACrashAtEveryStep(Effect effect) {
        crashEverywhere(effect, 100_000, append(file("crashed", 1)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"REFUSE", "LOSE_REPLY"})
    void aLargeCommitSurvivesACrashAtEveryStep(Effect effect) {
        DataFile[] files = new DataFile[3000];
        for (int i = 0; i < files.length; i++) {
            files[i] = file("crashed" + (i == 0 ? "" : i + "x".repeat(300)), i);
        }
        crashEverywhere(effect, 100_000, append(files));
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"REFUSE", "LOSE_REPLY"})
    void aDeletionSurvivesACrashAtEveryStep(Effect effect) {
        RowPositions scattered =
                RowPositions.of(LongStream.range(0, 30_000).map(i -> i * 3).toArray());
        crashEverywhere(effect, 70_000, append(file("crashed", 1)), new DeleteRows(Map.of("first.parquet", scattered)));
    }

    /** @param rowsLeft of 100,000 in the first file, once the changes have landed */
    private void crashEverywhere(Effect effect, long rowsLeft, TableChange... change) {
        for (int step = 1; ; step++) {
            FormatTable table = world.created("crash" + effect + step, append(longFile("first", 100_000)));
            FormatWorld victim = another();
            FormatTable opened = victim.open(table.table());
            TableVersion read = opened.current().version();
            Crash crash = new Crash(step, effect);
            crash.strike(victim);
            Optional<CommitOutcome> outcome = outcome(victim, opened, read, change);
            if (!crash.hasHappened()) {
                assertThat(step).as("steps of a commit").isGreaterThan(3);
                break;
            }
            checkAfterCrash(table.table(), outcome, rowsLeft, "step " + step);
        }
    }

    /** Empty if the commit failed before anything was offered. */
    private static Optional<CommitOutcome> outcome(
            FormatWorld world, FormatTable table, TableVersion read, TableChange... change) {
        try {
            return Optional.of(world.commit(table, read, change));
        } catch (SluiceException nothingOffered) {
            return Optional.empty();
        }
    }

    private void checkAfterCrash(CatalogTable table, Optional<CommitOutcome> outcome, long rowsLeft, String step) {
        FormatWorld survivor = another();
        FormatTable opened = survivor.open(table);
        TableVersion tip = opened.current().version();
        boolean landed = paths(opened.snapshot()).contains("crashed.parquet");
        assertThat(tip.number()).as(step).isEqualTo(landed ? 1 : 0);
        assertThat(rowsLeft(opened.snapshot()).get("first.parquet").count())
                .as(step)
                .isEqualTo(landed ? rowsLeft : 100_000L);
        if (outcome.isEmpty()) {
            assertThat(landed).as(step).isFalse();
        } else if (outcome.get() instanceof Committed) {
            assertThat(landed).as(step).isTrue();
        } else {
            assertThat(outcome.get()).as(step).isInstanceOf(Unknown.class);
        }
        assertInOrder(table, tip, step);

        assertThat(survivor.commit(opened, append(file("next", 2)))).as(step).isEqualTo(committed(tip.number() + 1));

        assertThat(paths(opened.snapshot()))
                .as(step)
                .contains("first.parquet", "next.parquet")
                .doesNotHaveDuplicates();
        assertThat(contract().published(table, survivor.storage)).as(step).hasSize((int) tip.number() + 2);
    }

    /** What is published has no gaps and is ratified. */
    private void assertInOrder(CatalogTable table, TableVersion tip, String step) {
        List<TableVersion> published = contract().published(table, another().storage);
        for (int i = 0; i < published.size(); i++) {
            assertThat(published.get(i)).as(step).isEqualTo(new TableVersion(i));
            assertThat(published.get(i).isAfter(tip)).as(step).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"REFUSE", "LOSE_REPLY"})
    void aCreationSurvivesACrashAtEveryStep(Effect effect) {
        for (int step = 1; ; step++) {
            FormatWorld victim = another();
            CatalogTable table = victim.reserved("created" + effect + step);
            Crash crash = new Crash(step, effect);
            crash.strike(victim);
            Optional<CreateOutcome> outcome;
            try {
                outcome = Optional.of(victim.create(
                        table, FormatWorld.metadata(table, FormatWorld.people()), append(file("first", 0))));
            } catch (SluiceException nothingOffered) {
                outcome = Optional.empty();
            }
            if (!crash.hasHappened()) {
                break;
            }
            FormatWorld survivor = another();
            boolean landed = survivor.catalog.table(table.name()).isPresent();
            assertThat(landed
                            || outcome.filter(CreateOutcome.Created.class::isInstance)
                                    .isEmpty())
                    .isTrue();
            if (landed) {
                assertThat(paths(survivor.open(table).snapshot())).containsExactly("first.parquet");
                assertThat(survivor.commit(survivor.open(table), append(file("next", 2))))
                        .isEqualTo(committed(1));
                assertThat(contract().published(table, survivor.storage)).hasSize(2);
            }
        }
    }

    @Test
    void lostRepliesOfTheCatalogAreResolved() {
        FormatTable table = world.created("people");
        AtomicInteger ratifications = new AtomicInteger();
        world.catalog.inject(call -> call == FaultyCatalog.Call.RATIFY && ratifications.incrementAndGet() < 4
                ? Effect.LOSE_REPLY
                : Effect.PASS);

        assertThat(world.commit(table, append(file("a", 1)))).isEqualTo(committed(1));

        assertThat(ratifications).hasValue(4);
        assertThat(paths(table.snapshot())).containsExactly("a.parquet");
        assertThat(contract().published(table.table(), world.storage)).hasSize(2);
    }

    @Test
    void aLostReplyToACreationIsResolved() {
        AtomicInteger creations = new AtomicInteger();
        world.catalog.inject(call -> call == FaultyCatalog.Call.CREATE && creations.incrementAndGet() == 1
                ? Effect.LOSE_REPLY
                : Effect.PASS);

        FormatTable table = world.created("people", append(file("a", 1)));

        assertThat(paths(table.snapshot())).containsExactly("a.parquet");
    }

    @Test
    void aCatalogThatStaysSilentLeavesTheOutcomeOpenAndTheCommitReadable() {
        FormatTable table = world.created("people");
        world.catalog.inject(call -> call == FaultyCatalog.Call.RATIFY ? Effect.LOSE_REPLY : Effect.PASS);

        assertThat(world.commit(table, append(file("a", 1)))).isInstanceOf(Unknown.class);

        world.catalog.inject(FaultyCatalog.Faults.NONE);
        assertThat(paths(table.snapshot())).containsExactly("a.parquet");
        assertThat(world.commit(table, append(file("b", 2)))).isEqualTo(committed(2));
        assertThat(contract().published(table.table(), world.storage)).hasSize(3);
    }

    @Test
    void whatCannotBePublishedIsReadAndPublishedLater() {
        FormatTable table = world.created("people");
        world.storage.inject((call, location) ->
                call == FaultyStorage.Call.CREATE || call == FaultyStorage.Call.COPY ? Effect.REFUSE : Effect.PASS);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            assertThat(world.commit(table, append(file("f" + i, i)))).isEqualTo(committed(i + 1));
            expected.add("f" + i + ".parquet");
        }
        assertThat(contract().published(table.table(), world.storage)).hasSize(1);
        assertThat(paths(another().open(table.table()).snapshot())).containsExactlyInAnyOrderElementsOf(expected);

        FormatWorld next = another();
        assertThat(next.commit(next.open(table.table()), append(file("last", 99))))
                .isEqualTo(committed(21));

        assertThat(contract().published(table.table(), world.storage)).hasSize(22);
        assertThat(next.open(table.table()).snapshot().fileCount()).isEqualTo(21);
    }

    @Test
    void aLostCommitLeavesNothingBehind() {
        FormatTable table = world.created("people");
        DataFile[] files = new DataFile[6000];
        for (int i = 0; i < files.length; i++) {
            files[i] = file("part-" + i + "-" + "x".repeat(150), i);
        }
        FormatWorld rival = another();
        AtomicInteger ratifications = new AtomicInteger();
        world.catalog.inject(call -> {
            if (call == FaultyCatalog.Call.RATIFY && ratifications.incrementAndGet() == 1) {
                rival.commit(rival.open(table.table()), append(file("rival", 1)));
            }
            return Effect.PASS;
        });

        assertThat(world.commit(table, append(files))).isEqualTo(committed(2));

        assertThat(table.snapshot().fileCount()).isEqualTo(6001);
        assertThat(contract().leftovers(table.table(), world.storage)).isZero();
    }
}
