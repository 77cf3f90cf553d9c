package io.sluice.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.FaultyCatalog.Call;
import io.sluice.catalog.FaultyCatalog.Faults;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.RejectionReason;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.error.SluiceException;
import io.sluice.lake.TransactionOutcome.Committed;
import io.sluice.lake.TransactionOutcome.Rejected;
import io.sluice.lake.TransactionOutcome.Unknown;
import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.Operator;
import io.sluice.storage.FaultyStorage.Effect;
import io.sluice.table.DataFile;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How transactions over a lake end: together or not at all, and judged by what they have read. */
abstract class LakeTransactionCommits extends LakeTransactionSuite {
    @Test
    void aRejectionNamesTheTableAndTheWinnerAndRemovesTheFiles() {
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "o2", 10);
            try (LakeTransaction other = begin()) {
                other.table(ORDERS)
                        .change(
                                new Operation("other/2", "SET TBLPROPERTIES", Map.of(), Map.of()),
                                List.of(new SetProperties(Map.of("owner", "me"), Set.of())));
                other.commit();
            }
            assertThat(mine.commit()).isInstanceOfSatisfying(Rejected.class, rejected -> {
                assertThat(rejected.table()).contains(ORDERS);
                assertThat(rejected.cause().reason()).isEqualTo(RejectionReason.PROPERTIES_CHANGED);
                assertThat(rejected.cause().winner().orElseThrow().summary().engine())
                        .isEqualTo("other/2");
            });
        }
        assertThat(storage.read(location(ORDERS, "o2"))).isEmpty();
    }

    @Test
    void twoTablesAreCommittedTogetherAndOthersSeeAllOrNothing() {
        try (LakeTransaction mine = begin();
                LakeTransaction early = begin();
                LakeTransaction late = begin()) {
            append(mine, ORDERS, "o2", 10);
            append(mine, ITEMS, "i2", 10);
            assertThat(paths(early.table(ORDERS).snapshot())).containsExactly("o1");
            assertThat(mine.commit())
                    .isEqualTo(new Committed(Map.of(ORDERS, new TableVersion(1), ITEMS, new TableVersion(1))));
            assertThat(paths(early.table(ITEMS).snapshot())).containsExactly("i1");
            assertThat(paths(late.table(ORDERS).snapshot())).containsExactly("o1", "o2");
            assertThat(paths(late.table(ITEMS).snapshot())).containsExactly("i1", "i2");
        }
    }

    @Test
    void aTableMayAskForTheHigherLevel() {
        try (LakeTransaction first = begin()) {
            first.table(ORDERS)
                    .change(
                            WRITE,
                            List.of(new SetProperties(Map.of("delta.isolationLevel", "Serializable"), Set.of())));
            assertThat(first.commit()).isInstanceOf(Committed.class);
        }
        try (LakeTransaction mine = begin();
                LakeTransaction other = begin()) {
            mine.table(ORDERS).readRows(Predicate.ALL);
            append(mine, ORDERS, "o2", 10);
            append(other, ORDERS, "o3", 10);
            assertThat(other.commit()).isInstanceOf(Committed.class);
            assertThat(mine.commit())
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.cause().reason()).isEqualTo(RejectionReason.ROWS_ADDED));
        }
    }

    @Test
    void aNamesakeOfADroppedTableIsNotWrittenTo() {
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "o2", 10);
            catalog.drop(ORDERS);
            create(ORDERS, "o1", 1);
            assertThat(mine.commit())
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.cause().reason()).isEqualTo(RejectionReason.TABLE_GONE));
        }
        assertThat(paths(lake.table(ORDERS).snapshot())).containsExactly("o1");
    }

    @Test
    void rowsOfDifferentFilesAreUpdatedAtTheSameTimeAndWhoReadTheOthersIsRejected() {
        try (LakeTransaction first = begin()) {
            append(first, ORDERS, "o2", 10);
            first.commit();
        }
        try (LakeTransaction mine = begin();
                LakeTransaction late = begin();
                LakeTransaction other = begin()) {
            update(mine, "o1", 1);
            update(other, "o2", 10);
            update(late, "o1", 10);
            assertThat(other.commit()).isInstanceOf(Committed.class);
            assertThat(mine.commit()).isInstanceOf(Committed.class);
            assertThat(late.commit()).isInstanceOf(Rejected.class);
        }
    }

    /** Changes a row of a file after having looked for the id. */
    private void update(LakeTransaction transaction, String path, long id) {
        TransactionTable orders = transaction.table(ORDERS);
        orders.readTargets(new Comparison("id", Operator.EQUAL, id));
        DataFile written = written(orders.table(), path + "-of-" + id + "-" + System.identityHashCode(transaction), id);
        orders.change(WRITE, List.of(deletion(path, 0), new AppendFiles(List.of(written))));
    }

    @Test
    void aRejectionInOneTableLeavesBothAsTheyWere() {
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "o2", 10);
            append(mine, ITEMS, "i2", 10);
            setOwner(ITEMS);
            assertThat(mine.commit())
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.table()).contains(ITEMS));
        }
        assertThat(paths(lake.table(ORDERS).snapshot())).containsExactly("o1");
        assertThat(storage.read(location(ORDERS, "o2"))).isEmpty();
        assertThat(storage.read(location(ITEMS, "i2"))).isEmpty();
    }

    @Test
    void aTableThatWasOnlyReadMattersAtTheHigherLevelAlone() {
        for (IsolationLevel level : IsolationLevel.values()) {
            try (LakeTransaction mine = lake.begin(level, ENGINE)) {
                mine.table(ITEMS).readRows(new Comparison("id", Operator.EQUAL, 10L));
                append(mine, ORDERS, "o-" + level, 10);
                try (LakeTransaction other = begin()) {
                    append(other, ITEMS, "i-" + level, 10);
                    other.commit();
                }
                boolean guarded = level == IsolationLevel.SERIALIZABLE;
                assertThat(mine.commit() instanceof Rejected).isEqualTo(guarded);
            }
        }
    }

    @Test
    void rowsThatAnInputWasNotReadForDoNotMatter() {
        try (LakeTransaction mine = lake.begin(IsolationLevel.SERIALIZABLE, ENGINE)) {
            mine.table(ITEMS).readRows(new Comparison("id", Operator.EQUAL, 10L));
            append(mine, ORDERS, "o2", 10);
            try (LakeTransaction other = begin()) {
                append(other, ITEMS, "i2", 20);
                other.commit();
            }
            assertThat(mine.commit()).isEqualTo(new Committed(Map.of(ORDERS, new TableVersion(1))));
        }
    }

    @Test
    void deletionsOfDifferentRowsOfOneFileBothLand() {
        try (LakeTransaction mine = begin();
                LakeTransaction other = begin()) {
            for (LakeTransaction each : List.of(mine, other)) {
                TransactionTable orders = each.table(ORDERS);
                orders.readTargets(Predicate.ALL);
                orders.change(WRITE, List.of(deletion("o1", each == mine ? 0 : 1)));
            }
            assertThat(other.commit()).isInstanceOf(Committed.class);
            assertThat(mine.commit()).isInstanceOf(Committed.class);
        }
        assertThat(paths(lake.table(ORDERS).snapshot()))
                .as("a file without rows is none")
                .isEmpty();
    }

    @Test
    void deletionsOfTheSameRowClash() {
        try (LakeTransaction mine = begin();
                LakeTransaction other = begin()) {
            for (LakeTransaction each : List.of(mine, other)) {
                each.table(ORDERS).change(WRITE, List.of(deletion("o1", 0)));
            }
            assertThat(other.commit()).isInstanceOf(Committed.class);
            assertThat(mine.commit())
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.cause().reason()).isEqualTo(RejectionReason.ROWS_CHANGED));
        }
    }

    @Test
    void aCatalogThatStaysSilentLeavesTheOutcomeUnknownAndTheFilesInPlace() {
        for (Effect silence : List.of(Effect.REFUSE, Effect.LOSE_REPLY)) {
            String path = "o-" + silence;
            try (LakeTransaction mine = begin()) {
                append(mine, ORDERS, path, 10);
                append(mine, ITEMS, path, 10);
                catalog.inject(call -> call == Call.RATIFY_JOINTLY ? silence : Effect.PASS);
                assertThat(mine.commit())
                        .isInstanceOfSatisfying(
                                Unknown.class,
                                unknown -> assertThat(unknown.versions()).containsOnlyKeys(ORDERS, ITEMS));
                catalog.inject(Faults.NONE);
            }
            assertThat(storage.read(location(ORDERS, path))).isPresent();
            boolean stands = paths(lake.table(ORDERS).snapshot()).contains(path);
            assertThat(paths(lake.table(ITEMS).snapshot()).contains(path)).isEqualTo(stands);
            assertThat(stands).isEqualTo(silence == Effect.LOSE_REPLY);
        }
    }

    @Test
    void aReplyThatIsLostOnceIsResolved() {
        AtomicInteger calls = new AtomicInteger();
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "o2", 10);
            append(mine, ITEMS, "i2", 10);
            catalog.inject(call ->
                    call == Call.RATIFY_JOINTLY && calls.getAndIncrement() == 0 ? Effect.LOSE_REPLY : Effect.PASS);
            assertThat(mine.commit())
                    .isEqualTo(new Committed(Map.of(ORDERS, new TableVersion(1), ITEMS, new TableVersion(1))));
        }
        assertThat(calls).hasValue(2);
        assertThat(paths(lake.table(ITEMS).snapshot())).containsExactly("i1", "i2");
    }

    @Test
    void aCatalogThatCannotBeReachedIsAnErrorAndTheFilesGo() {
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "o2", 10);
            catalog.inject(call -> call == Call.TIP ? Effect.REFUSE : Effect.PASS);
            assertThatThrownBy(mine::commit).isInstanceOf(SluiceException.class);
            catalog.inject(Faults.NONE);
        }
        assertThat(storage.read(location(ORDERS, "o2"))).isEmpty();
    }

    @Test
    void aCatalogThatCommitsToOneTableAtATimeRefusesASecondBeforeItsFilesAreWritten() {
        Lake single = lake(oneTableAtATime(catalog));
        try (LakeTransaction mine = single.begin(IsolationLevel.WRITE_SERIALIZABLE, ENGINE)) {
            append(mine, ORDERS, "o2", 10);
            assertThatThrownBy(() -> mine.table(ITEMS).requireChangeable())
                    .isInstanceOf(SluiceException.class)
                    .hasMessageContaining("sales.items")
                    .hasMessageContaining("one table at a time");
            assertThat(mine.commit()).isEqualTo(new Committed(Map.of(ORDERS, new TableVersion(1))));
        }
    }

    @Test
    void aCatalogThatCommitsToOneTableAtATimeLooksAtInputsBefore() {
        Lake single = lake(oneTableAtATime(catalog));
        for (int round = 0; round < 2; round++) {
            try (LakeTransaction mine = single.begin(IsolationLevel.SERIALIZABLE, ENGINE)) {
                mine.table(ITEMS).readRows(Predicate.ALL);
                append(mine, ORDERS, "o" + (round + 2), 10);
                if (round == 1) {
                    setOwner(ITEMS);
                    try (LakeTransaction other = begin()) {
                        append(other, ITEMS, "i2", 10);
                        other.commit();
                    }
                }
                assertThat(mine.commit() instanceof Committed).isEqualTo(round == 0);
            }
        }
    }

    @Test
    void pinsSurviveAsText() {
        Pins pins;
        try (LakeTransaction reading = begin()) {
            reading.table(ORDERS);
            pins = Pins.parse(reading.pins().texts());
            assertThat(pins).isEqualTo(reading.pins());
        }
        try (LakeTransaction other = begin()) {
            append(other, ORDERS, "o2", 10);
            other.commit();
        }
        try (LakeTransaction writing = lake.begin(IsolationLevel.SERIALIZABLE, ENGINE, pins)) {
            assertThat(paths(writing.table(ORDERS).snapshot())).containsExactly("o1");
            append(writing, ORDERS, "o3", 10);
            assertThat(writing.commit())
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.cause().reason()).isEqualTo(RejectionReason.ROWS_ADDED));
        }
    }

    @Test
    void aPinOfATableThatWasMadeAnewIsRefused() {
        Pins pins;
        try (LakeTransaction reading = begin()) {
            reading.table(ORDERS);
            pins = reading.pins();
        }
        lake.catalog().drop(ORDERS);
        create(ORDERS, "o1", 1);
        try (LakeTransaction writing = lake.begin(IsolationLevel.SERIALIZABLE, ENGINE, pins)) {
            assertThatThrownBy(() -> writing.table(ITEMS)).hasMessageContaining("made anew");
        }
    }

    @Test
    void aPinThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Pins.parse(Map.of("sales.orders", "last"))).hasMessageContaining("'last'");
    }

    /** The same catalog without its ability for several tables. */
    private static Catalog oneTableAtATime(Catalog catalog) {
        return (Catalog) Proxy.newProxyInstance(
                Catalog.class.getClassLoader(), new Class<?>[] {Catalog.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(catalog, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private void setOwner(TableName name) {
        try (LakeTransaction other = begin()) {
            other.table(name).change(WRITE, List.of(new SetProperties(Map.of("owner", "me"), Set.of())));
            assertThat(other.commit()).isInstanceOf(Committed.class);
        }
    }
}
