package io.sluice.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.FaultyCatalog;
import io.sluice.catalog.FaultyCatalog.Call;
import io.sluice.catalog.FaultyCatalog.Faults;
import io.sluice.commit.Committer;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.Pacing;
import io.sluice.commit.RejectionReason;
import io.sluice.commit.RetryPolicy;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.Redefine;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.commit.TableChange.ReplaceFiles;
import io.sluice.commit.TableChange.Restore;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.error.SluiceException;
import io.sluice.format.CreateOutcome.Created;
import io.sluice.format.delta.DeltaFormat;
import io.sluice.lake.TransactionOutcome.Committed;
import io.sluice.lake.TransactionOutcome.Rejected;
import io.sluice.lake.TransactionOutcome.Unknown;
import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.Operator;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.storage.FaultyStorage.Effect;
import io.sluice.storage.Storage;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What transactions over a lake promise, with real tables in any catalog and storage. */
abstract class LakeTransactionContract {
    private static final TableName ORDERS = TableName.of("sales", "orders");
    private static final TableName ITEMS = TableName.of("sales", "items");
    private static final String ENGINE = "test/1";
    private static final Operation WRITE = new Operation(ENGINE, "WRITE", Map.of(), Map.of("numOutputRows", "2"));

    private FaultyCatalog catalog;
    private Storage storage;
    private Lake lake;

    /** An empty one. */
    protected abstract Catalog catalog();

    protected abstract Storage storage();

    /** Where tables are made, absolute. */
    protected abstract String warehouse();

    @BeforeEach
    void twoTablesWithAFileEach() {
        catalog = new FaultyCatalog(catalog());
        storage = storage();
        lake = lake(catalog);
        create(ORDERS, "o1", 1);
        create(ITEMS, "i1", 1);
    }

    private Lake lake(Catalog of) {
        Pacing pacing = new Pacing(InstantSource.system(), new Random(7), duration -> {});
        return new Lake(
                of,
                storage,
                warehouse(),
                new DeltaFormat(InstantSource.system()),
                new Committer(RetryPolicy.DEFAULT, pacing));
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

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
    void aRestoredVersionIsSeenAndStandsAlone() {
        try (LakeTransaction first = begin()) {
            append(first, ORDERS, "o2", 10);
            first.commit();
        }
        try (LakeTransaction mine = begin()) {
            TransactionTable orders = mine.table(ORDERS);
            orders.change(WRITE, List.of(new Restore(TableVersion.FIRST)));
            assertThat(paths(orders.snapshot())).containsExactly("o1");
            assertThatThrownBy(() -> append(mine, ORDERS, "o3", 10)).hasMessageContaining("RESTORE");
            assertThat(mine.commit()).isEqualTo(new Committed(Map.of(ORDERS, new TableVersion(2))));
        }
        assertThat(paths(lake.table(ORDERS).snapshot())).containsExactly("o1");
        assertThat(storage.read(location(ORDERS, "o3"))).isEmpty();
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

    private LakeTransaction begin() {
        return lake.begin(IsolationLevel.WRITE_SERIALIZABLE, ENGINE);
    }

    private void append(LakeTransaction transaction, TableName name, String path, long id) {
        TransactionTable table = transaction.table(name);
        table.requireChangeable();
        table.change(WRITE, List.of(new AppendFiles(List.of(written(table.table(), path, id)))));
    }

    private void create(TableName name, String path, long id) {
        CatalogTable reserved = lake.reserve(name);
        TableMetadata metadata = new TableMetadata(
                reserved.id(),
                TableSchema.of(Field.optional("id", Primitive.LONG)),
                List.of(),
                Map.of(),
                Optional.empty());
        List<TableChange> changes = List.of(new AppendFiles(List.of(written(reserved, path, id))));
        assertThat(lake.create(reserved, metadata, changes, WRITE)).isInstanceOf(Created.class);
    }

    /** A file of two rows with that id. */
    private DataFile written(CatalogTable table, String path, long id) {
        storage.create(table.location() + "/" + path, new byte[3]);
        ColumnStatistics exactly = new ColumnStatistics(Optional.of(id), Optional.of(id), Optional.of(0L));
        return new DataFile(path, 3, 1_700_000_000_000L, Map.of(), new FileStatistics(2, Map.of("id", exactly)));
    }

    private CatalogTable table(TableName name) {
        return lake.table(name).table();
    }

    private String location(TableName name, String path) {
        return table(name).location() + "/" + path;
    }

    private static DeleteRows deletion(String path, long... rows) {
        return new DeleteRows(Map.of(path, RowPositions.of(rows)));
    }

    private static RowPositions deletions(Snapshot snapshot, String path) {
        List<ScanTask> tasks = snapshot.plan(Predicate.ALL).tasks().stream()
                .filter(task -> task.file().path().equals(path))
                .toList();
        assertThat(tasks).hasSize(1);
        return tasks.get(0).deletions().positions();
    }

    private static List<String> paths(Snapshot snapshot) {
        return snapshot.plan(Predicate.ALL).tasks().stream()
                .map(task -> task.file().path())
                .sorted()
                .toList();
    }
}
