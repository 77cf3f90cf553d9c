package io.sluice.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.Operation;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.TableChange.AddChangeData;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.Redefine;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.commit.TableChange.ReplaceFiles;
import io.sluice.commit.TableChange.Restore;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.error.SluiceException;
import io.sluice.lake.TransactionOutcome.Committed;
import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.Operator;
import io.sluice.table.DataFile;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.RowPositions;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What transactions over a lake promise, with real tables in any catalog and storage. */
abstract class LakeTransactionContract extends LakeTransactionNames {
    @Test
    void aTransactionSeesItsOwnAppendAndOthersDoNotUntilItIsCommitted() {
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "o2", 10);
            assertThat(paths(mine.table(ORDERS).snapshot())).containsExactly("o1", "o2");
            assertThat(mine.table(ORDERS).snapshot().fileCount()).isEqualTo(2);
            assertThat(paths(mine.table(ORDERS).base())).containsExactly("o1");
            try (LakeTransaction other = begin()) {
                assertThat(paths(other.table(ORDERS).snapshot())).containsExactly("o1");
            }
            assertThat(mine.commit()).isEqualTo(new Committed(Map.of(ORDERS, new TableVersion(1))));
        }
        assertThat(paths(lake.table(ORDERS).snapshot())).containsExactly("o1", "o2");
        assertThat(storage.read(location(ORDERS, "o2"))).isPresent();
    }

    @Test
    void aTransactionReadsTheVersionsOfItsFirstTouch() {
        try (LakeTransaction mine = begin()) {
            mine.table(ORDERS);
            try (LakeTransaction other = begin()) {
                append(other, ORDERS, "o2", 10);
                other.commit();
            }
            assertThat(paths(mine.table(ORDERS).snapshot())).containsExactly("o1");
            assertThat(mine.pins().texts())
                    .containsEntry("sales.orders", "0@" + table(ORDERS).id());
        }
    }

    @Test
    void ownFilesArePrunedByTheirStatistics() {
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "o2", 10);
            append(mine, ORDERS, "o3", 20);
            Predicate ten = new Comparison("ID", Operator.EQUAL, 10L);
            assertThat(mine.table(ORDERS).snapshot().plan(ten).tasks())
                    .extracting(task -> task.file().path())
                    .containsExactly("o2");
        }
    }

    @Test
    void deletedRowsAreGoneOutOfFilesThatAreThereAndOutOfOwnFiles() {
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "o2", 10);
            TransactionTable orders = mine.table(ORDERS);
            orders.change(WRITE, List.of(deletion("o1", 0), deletion("o2", 1)));
            assertThat(deletions(orders.snapshot(), "o1")).isEqualTo(RowPositions.of(0));
            assertThat(deletions(orders.snapshot(), "o2")).isEqualTo(RowPositions.of(1));
            orders.change(WRITE, List.of(deletion("o1", 1)));
            assertThat(deletions(orders.snapshot(), "o1")).isEqualTo(RowPositions.of(0, 1));
            assertThat(orders.base()
                            .plan(Predicate.ALL)
                            .tasks()
                            .get(0)
                            .deletions()
                            .isEmpty())
                    .isTrue();
        }
    }

    @Test
    void aFileThatIsAppendedAndDeletedAgainIsNeitherSeenNorKept() {
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "o2", 10);
            append(mine, ORDERS, "o3", 10);
            append(mine, ORDERS, "o4", 10);
            TransactionTable orders = mine.table(ORDERS);
            orders.change(WRITE, List.of(deletion("o2", 0, 1), new RemoveFiles(List.of("o3"))));
            assertThat(paths(orders.snapshot())).containsExactly("o1", "o4");
            assertThat(mine.commit()).isInstanceOf(Committed.class);
        }
        assertThat(paths(lake.table(ORDERS).snapshot())).containsExactly("o1", "o4");
        assertThat(storage.read(location(ORDERS, "o2"))).isEmpty();
        assertThat(storage.read(location(ORDERS, "o3"))).isEmpty();
        assertThat(storage.read(location(ORDERS, "o4"))).isPresent();
    }

    @Test
    void removedFilesAreNotSeen() {
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "o2", 10);
            TransactionTable orders = mine.table(ORDERS);
            orders.change(WRITE, List.of(new RemoveFiles(List.of("o1"))));
            assertThat(paths(orders.snapshot())).containsExactly("o2");
            assertThat(orders.snapshot().fileCount()).isEqualTo(1);
            assertThat(orders.snapshot().sizeBytes()).isEqualTo(3);
        }
    }

    @Test
    void columnsAndPropertiesAreSeenAsTheyWillBe() {
        try (LakeTransaction mine = begin()) {
            TransactionTable orders = mine.table(ORDERS);
            orders.change(
                    WRITE,
                    List.of(
                            new AlterSchema(List.of(new AddColumn(Field.optional("note", Primitive.STRING)))),
                            new SetProperties(Map.of("owner", "me"), Set.of())));
            TableMetadata seen = orders.snapshot().metadata();
            assertThat(seen.schema().columnNames()).containsExactly("id", "note");
            assertThat(seen.properties()).containsEntry("owner", "me");
            mine.commit();
        }
        assertThat(lake.table(ORDERS).snapshot().metadata().schema().columnNames())
                .containsExactly("id", "note");
    }

    @Test
    void aRollbackRemovesTheFilesThatWereHandedIn() {
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "o2", 10);
        }
        assertThat(storage.read(location(ORDERS, "o2"))).isEmpty();
        assertThat(storage.read(location(ORDERS, "o1"))).isPresent();
        assertThat(paths(lake.table(ORDERS).snapshot())).containsExactly("o1");
    }

    @Test
    void deletionsInOwnFilesAreCommittedWithThem() {
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "o2", 10);
            TransactionTable orders = mine.table(ORDERS);
            orders.change(WRITE, List.of(deletion("o2", 1)));
            assertThat(mine.commit()).isInstanceOf(Committed.class);
        }
        assertThat(deletions(lake.table(ORDERS).snapshot(), "o2")).isEqualTo(RowPositions.of(1));
    }

    @Test
    void aFileThatHasLostRowsIsNotReplacedAsIfItHadNot() {
        try (LakeTransaction mine = begin()) {
            TransactionTable orders = mine.table(ORDERS);
            orders.change(WRITE, List.of(deletion("o1", 0)));
            DataFile rest = written(orders.table(), "rest", 1);
            orders.change(WRITE, List.of(new ReplaceFiles(List.of("o1"), List.of(rest))));
            assertThat(paths(orders.snapshot())).containsExactly("rest");
            assertThat(mine.commit()).isInstanceOf(Committed.class);
        }
        assertThat(paths(lake.table(ORDERS).snapshot())).containsExactly("rest");
        assertThat(lake.table(ORDERS).history(1)).hasSize(1);
    }

    @Test
    void changeDataTellsAllStatementsOrGoes() {
        for (boolean allTell : new boolean[] {true, false}) {
            String told = "told-" + allTell;
            try (LakeTransaction mine = begin()) {
                TransactionTable orders = mine.table(ORDERS);
                AddChangeData tells = new AddChangeData(List.of(written(orders.table(), told, 1)));
                orders.change(WRITE, List.of(new AppendFiles(List.of(written(orders.table(), "a" + told, 1))), tells));
                AppendFiles more = new AppendFiles(List.of(written(orders.table(), "b" + told, 1)));
                AddChangeData alsoTells = new AddChangeData(List.of(written(orders.table(), "more-" + told, 1)));
                orders.change(WRITE, allTell ? List.of(more, alsoTells) : List.of(more));
                assertThat(mine.commit()).isInstanceOf(Committed.class);
            }
            assertThat(storage.read(location(ORDERS, told)).isPresent()).isEqualTo(allTell);
        }
    }

    @Test
    void whatOnlyChangeDataCanTellIsNotMixedWithWhatTellsNothing() {
        try (LakeTransaction mine = begin()) {
            TransactionTable orders = mine.table(ORDERS);
            AddChangeData tells = new AddChangeData(List.of(written(orders.table(), "told", 1)));
            AppendFiles rest = new AppendFiles(List.of(written(orders.table(), "rest", 1)));
            orders.change(WRITE, List.of(new RemoveFiles(List.of("o1")), rest, tells));
            assertThatThrownBy(() -> append(mine, ORDERS, "o2", 1)).hasMessageContaining("commit in between");
        }
        assertThat(storage.read(location(ORDERS, "told"))).isEmpty();
        assertThat(paths(lake.table(ORDERS).snapshot())).containsExactly("o1");
    }

    @Test
    void aTableThatIsMadeAnewHasOnlyWhatCameAfter() {
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "o2", 10);
            TransactionTable orders = mine.table(ORDERS);
            TableMetadata old = orders.snapshot().metadata();
            TableMetadata wanted = new TableMetadata(
                    old.id(),
                    TableSchema.of(Field.optional("id", Primitive.LONG), Field.optional("note", Primitive.STRING)),
                    List.of(),
                    Map.of(),
                    Optional.empty());
            orders.change(WRITE, List.of(new Redefine(wanted)));
            assertThat(orders.snapshot().plan(Predicate.ALL).tasks()).isEmpty();
            append(mine, ORDERS, "o3", 10);
            assertThat(paths(orders.snapshot())).containsExactly("o3");
            assertThat(mine.commit()).isInstanceOf(Committed.class);
        }
        assertThat(paths(lake.table(ORDERS).snapshot())).containsExactly("o3");
        assertThat(lake.table(ORDERS).snapshot().metadata().schema().columnNames())
                .containsExactly("id", "note");
        assertThat(storage.read(location(ORDERS, "o2"))).isEmpty();
    }

    @Test
    void aRestoredVersionIsSeenAndChangedFurther() {
        try (LakeTransaction first = begin()) {
            append(first, ORDERS, "o2", 10);
            first.table(ORDERS).change(WRITE, List.of(deletion("o1", 0)));
            first.commit();
        }
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "undone", 5);
            TransactionTable orders = mine.table(ORDERS);
            orders.change(WRITE, List.of(new RemoveFiles(List.of("o2"))));
            orders.change(WRITE, List.of(new Restore(TableVersion.FIRST)));
            assertThat(paths(orders.snapshot())).containsExactly("o1");
            assertThat(deletions(orders.snapshot(), "o1").isEmpty()).isTrue();
            append(mine, ORDERS, "o3", 10);
            orders.change(WRITE, List.of(deletion("o1", 1)));
            assertThat(deletions(orders.snapshot(), "o1")).isEqualTo(RowPositions.of(1));
            assertThat(mine.commit()).isEqualTo(new Committed(Map.of(ORDERS, new TableVersion(2))));
        }
        assertThat(paths(lake.table(ORDERS).snapshot())).containsExactly("o1", "o3");
        assertThat(deletions(lake.table(ORDERS).snapshot(), "o1")).isEqualTo(RowPositions.of(1));
        assertThat(storage.read(location(ORDERS, "undone"))).isEmpty();
        assertThat(storage.read(location(ORDERS, "o3"))).isPresent();
    }

    @Test
    void ofARestoredVersionFilesAreRemovedAndColumnsAreAdded() {
        try (LakeTransaction first = begin()) {
            append(first, ORDERS, "o2", 10);
            first.commit();
        }
        try (LakeTransaction second = begin()) {
            second.table(ORDERS).change(WRITE, List.of(new RemoveFiles(List.of("o1"))));
            second.commit();
        }
        try (LakeTransaction mine = begin()) {
            TransactionTable orders = mine.table(ORDERS);
            orders.change(WRITE, List.of(new Restore(new TableVersion(1))));
            orders.change(WRITE, List.of(new RemoveFiles(List.of("o1"))));
            orders.change(
                    WRITE, List.of(new AlterSchema(List.of(new AddColumn(Field.optional("note", Primitive.STRING))))));
            assertThat(paths(orders.snapshot())).containsExactly("o2");
            assertThat(mine.commit()).isInstanceOf(Committed.class);
        }
        assertThat(paths(lake.table(ORDERS).snapshot())).containsExactly("o2");
        assertThat(lake.table(ORDERS).snapshot().metadata().schema().columnNames())
                .containsExactly("id", "note");
    }

    @Test
    void aTransactionThatHasEndedIsOver() {
        LakeTransaction mine = begin();
        TransactionTable orders = mine.table(ORDERS);
        assertThat(mine.commit()).isEqualTo(new Committed(Map.of()));
        assertThatThrownBy(() -> orders.readRows(Predicate.ALL))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("begin a new one");
        assertThatThrownBy(mine::commit).isInstanceOf(SluiceException.class);
        mine.close();
    }

    @Test
    void aMissingTableIsNamed() {
        try (LakeTransaction mine = begin()) {
            assertThat(mine.find(TableName.of("sales", "nothing"))).isEmpty();
            assertThatThrownBy(() -> mine.table(TableName.of("sales", "nothing")))
                    .hasMessageContaining("sales.nothing");
        }
    }

    @Test
    void severalStatementsOnOneTableAreOneCommit() {
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "o2", 10);
            append(mine, ORDERS, "o3", 10);
            assertThat(mine.commit()).isEqualTo(new Committed(Map.of(ORDERS, new TableVersion(1))));
        }
        Operation operation = lake.table(ORDERS).history(1).get(0).operation();
        assertThat(operation.name()).isEqualTo("WRITE");
        assertThat(operation.parameters()).containsEntry("statements", "WRITE, WRITE");
        assertThat(operation.metrics()).containsEntry("numOutputRows", "4");
    }
}
