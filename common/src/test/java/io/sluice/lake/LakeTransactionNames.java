package io.sluice.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.FaultyCatalog.Call;
import io.sluice.commit.RejectionReason;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.lake.TransactionOutcome.Committed;
import io.sluice.lake.TransactionOutcome.Rejected;
import io.sluice.lake.TransactionOutcome.Unknown;
import io.sluice.scan.Predicate;
import io.sluice.storage.FaultyStorage.Effect;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.RowPositions;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tables that are made, renamed and dropped within transactions. */
abstract class LakeTransactionNames extends LakeTransactionCommits {
    private static final TableName FRESH = TableName.of("fresh", "customers");

    private TransactionTable make(LakeTransaction transaction, TableName name, String path) {
        CatalogTable reserved = lake.reserve(name);
        List<TableChange> files = List.of(new AppendFiles(List.of(written(reserved, path, 1))));
        return transaction.create(reserved, metadata(reserved), files, WRITE);
    }

    @Test
    void aTableThatIsMadeIsSeenByItsTransactionAndByOthersWhenItIsCommitted() {
        CatalogTable made;
        try (LakeTransaction mine = begin()) {
            made = make(mine, FRESH, "f1").table();
            append(mine, FRESH, "f2", 10);
            append(mine, FRESH, "f3", 10);
            append(mine, ORDERS, "o2", 10);
            TransactionTable fresh = mine.table(FRESH);
            fresh.change(WRITE, List.of(deletion("f1", 1), new RemoveFiles(List.of("f3"))));
            fresh.change(
                    WRITE, List.of(new AlterSchema(List.of(new AddColumn(Field.optional("note", Primitive.STRING))))));
            assertThat(paths(fresh.snapshot())).containsExactly("f1", "f2");
            assertThat(mine.names()).containsExactly(FRESH, ITEMS, ORDERS);
            assertThat(mine.pins().texts()).doesNotContainKey("fresh.customers");
            try (LakeTransaction other = begin()) {
                assertThat(other.find(FRESH)).isEmpty();
            }
            assertThat(mine.commit())
                    .isEqualTo(new Committed(Map.of(FRESH, TableVersion.FIRST, ORDERS, new TableVersion(1))));
        }
        assertThat(paths(lake.table(FRESH).snapshot())).containsExactly("f1", "f2");
        assertThat(deletions(lake.table(FRESH).snapshot(), "f1")).isEqualTo(RowPositions.of(1));
        assertThat(lake.table(FRESH).snapshot().metadata().schema().columnNames())
                .containsExactly("id", "note");
        assertThat(storage.read(made.location() + "/f3")).isEmpty();
        assertThat(storage.read(made.location() + "/_delta_log/00000000000000000000.json"))
                .as("it is published")
                .isPresent();
        try (LakeTransaction later = begin()) {
            append(later, FRESH, "f4", 5);
            assertThat(later.commit()).isEqualTo(new Committed(Map.of(FRESH, new TableVersion(1))));
        }
    }

    @Test
    void aTableThatIsMadeAndRolledBackLeavesNothing() {
        CatalogTable made;
        try (LakeTransaction mine = begin()) {
            made = make(mine, FRESH, "f1").table();
        }
        assertThat(lake.find(FRESH)).isEmpty();
        assertThat(storage.read(made.location() + "/f1")).isEmpty();
        assertThat(lake.catalog().namespaces()).doesNotContain(FRESH.namespace());
    }

    @Test
    void aNameThatSomebodyElseHasTakenMeanwhileRejectsAll() {
        try (LakeTransaction mine = begin()) {
            make(mine, FRESH, "f1");
            append(mine, ORDERS, "o2", 10);
            create(FRESH, "theirs", 1);
            assertThat(mine.commit()).isInstanceOfSatisfying(Rejected.class, rejected -> {
                assertThat(rejected.table()).contains(FRESH);
                assertThat(rejected.cause().reason()).isEqualTo(RejectionReason.NAME_TAKEN);
            });
        }
        assertThat(paths(lake.table(FRESH).snapshot())).containsExactly("theirs");
        assertThat(paths(lake.table(ORDERS).snapshot())).containsExactly("o1");
        assertThat(storage.read(location(ORDERS, "o2"))).isEmpty();
    }

    @Test
    void tablesChangeTheirPlaces() {
        TableName old = TableName.of("sales", "old");
        try (LakeTransaction mine = begin()) {
            TransactionTable fresh = make(mine, FRESH, "f1");
            append(mine, ORDERS, "o2", 10);
            mine.rename(ORDERS, old);
            mine.rename(FRESH, ORDERS);
            assertThat(mine.table(ORDERS)).isSameAs(fresh);
            assertThat(mine.find(FRESH)).isEmpty();
            assertThat(mine.names()).containsExactly(ITEMS, old, ORDERS);
            assertThatThrownBy(() -> mine.rename(old, ITEMS)).hasMessage("there is a table sales.items already");
            assertThat(mine.commit())
                    .isEqualTo(new Committed(Map.of(old, new TableVersion(1), ORDERS, TableVersion.FIRST)));
        }
        assertThat(paths(lake.table(ORDERS).snapshot())).containsExactly("f1");
        assertThat(paths(lake.table(old).snapshot())).containsExactly("o1", "o2");
    }

    @Test
    void aTableThatIsDroppedIsGoneForItsTransactionAtOnceAndIsMadeAnew() {
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "o2", 10);
            mine.drop(ORDERS);
            assertThat(mine.find(ORDERS)).isEmpty();
            mine.drop(ITEMS);
            make(mine, ORDERS, "f1");
            assertThat(mine.commit()).isEqualTo(new Committed(Map.of(ORDERS, TableVersion.FIRST)));
        }
        assertThat(paths(lake.table(ORDERS).snapshot())).containsExactly("f1");
        assertThat(lake.find(ITEMS)).isEmpty();
    }

    @Test
    void whatIsMadeAndDroppedNeverWas() {
        CatalogTable made;
        try (LakeTransaction mine = begin()) {
            made = make(mine, FRESH, "f1").table();
            mine.drop(FRESH);
            assertThat(mine.commit()).isEqualTo(new Committed(Map.of()));
        }
        assertThat(storage.read(made.location() + "/f1")).isEmpty();
        assertThat(lake.find(FRESH)).isEmpty();
    }

    /** Rows are copied and their table is dropped: a row that comes in between would be lost. */
    @Test
    void aTableThatWasReadIsNotDroppedIfOthersHaveAddedRowsMeanwhile() {
        for (boolean read : new boolean[] {true, false}) {
            try (LakeTransaction mine = begin()) {
                if (read) {
                    mine.table(ITEMS).readRows(Predicate.ALL);
                }
                mine.drop(ITEMS);
                append(mine, ORDERS, "copied-" + read, 10);
                try (LakeTransaction other = begin()) {
                    append(other, ITEMS, "theirs-" + read, 10);
                    other.commit();
                }
                TransactionOutcome outcome = mine.commit();
                if (read) {
                    assertThat(((Rejected) outcome).table()).contains(ITEMS);
                    assertThat(((Rejected) outcome).cause().reason()).isEqualTo(RejectionReason.ROWS_ADDED);
                } else {
                    assertThat(outcome).isInstanceOf(Committed.class);
                }
            }
        }
        assertThat(lake.find(ITEMS)).isEmpty();
    }

    @Test
    void aReplyThatIsLostIsResolvedAlsoForNames() {
        AtomicInteger deliveries = new AtomicInteger();
        catalog.inject(call ->
                call == Call.RATIFY_JOINTLY && deliveries.incrementAndGet() == 1 ? Effect.LOSE_REPLY : Effect.PASS);
        try (LakeTransaction mine = begin()) {
            make(mine, FRESH, "f1");
            mine.drop(ITEMS);
            assertThat(mine.commit()).isEqualTo(new Committed(Map.of(FRESH, TableVersion.FIRST)));
        }
        assertThat(deliveries).hasValue(2);
        assertThat(paths(lake.table(FRESH).snapshot())).containsExactly("f1");
        assertThat(lake.find(ITEMS)).isEmpty();
    }

    @Test
    void whetherNamesAloneWereChangedIsNotGuessed() {
        catalog.inject(call -> call == Call.RATIFY_JOINTLY ? Effect.LOSE_REPLY : Effect.PASS);
        try (LakeTransaction mine = begin()) {
            mine.drop(ITEMS);
            assertThat(mine.commit()).isInstanceOf(Unknown.class);
        }
        assertThat(catalog.count(Call.RATIFY_JOINTLY)).isEqualTo(1);
        assertThat(lake.find(ITEMS)).isEmpty();
    }
}
