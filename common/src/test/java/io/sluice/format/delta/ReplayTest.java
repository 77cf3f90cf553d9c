package io.sluice.format.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.Add;
import io.sluice.format.delta.Action.DeletionVector;
import io.sluice.format.delta.Action.Extras;
import io.sluice.format.delta.Action.Protocol;
import io.sluice.format.delta.Action.Remove;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** States are what the log says, however they are reached. */
final class ReplayTest {
    private static final TableSchema SCHEMA = TableSchema.of(Field.optional("id", Primitive.LONG));

    private final DeltaLogs logs = DeltaLogs.create();
    private final LoggedTable table = LoggedTable.inMemory();

    @AfterEach
    void stopThreads() {
        logs.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void everyStateIsWhatANaiveReplayYields(long seed) {
        Random random = new Random(seed);
        RandomLog commits = new RandomLog(random, table);
        DeltaLog cached = table.log(logs);
        Checkpointer checkpointer = new Checkpointer(cached, table.storage, InstantSource.system());
        List<NaiveState> states = new ArrayList<>();
        NaiveState state = NaiveState.EMPTY;
        for (int i = 0; i < 150; i++) {
            List<Action> commit = commits.commit(state);
            state = state.after(commit);
            states.add(state);
            TableVersion version = random.nextInt(5) == 0 ? table.commitStaged(commit) : table.commit(commit);
            if (random.nextInt(6) == 0) {
                TableVersion upTo = new TableVersion(Math.max(0, version.number() - random.nextInt(4)));
                table.publish(upTo);
                if (random.nextInt(3) == 0) {
                    assertThat(checkpointer.write(upTo)).isTrue();
                }
            }
            if (random.nextInt(4) == 0) {
                assertSame(cached.snapshot(), state);
            }
            if (random.nextInt(6) == 0) {
                int old = random.nextInt(states.size());
                assertSame(cached.snapshotAt(new TableVersion(old)), states.get(old));
            }
        }
        try (DeltaLogs fresh = DeltaLogs.create()) {
            assertSame(table.log(fresh).snapshot(), state);
        }
    }

    @Test
    void anOlderSnapshotStaysAsItIsWhenANewerOneIsMadeOfIt() {
        first();
        table.commit(List.of(LoggedTable.add("a", 1, Map.of(), null), LoggedTable.add("b", 2, Map.of(), null)));
        DeltaLog log = table.log(logs);
        DeltaSnapshot older = log.snapshot();
        for (int i = 0; i < 300; i++) {
            table.commit(List.of(LoggedTable.add("c" + i, 3, Map.of(), null)));
        }
        table.commit(List.of(LoggedTable.remove("a", 1)));
        DeltaSnapshot newer = log.snapshot();

        assertThat(paths(older)).containsExactly("a", "b");
        assertThat(older.sizeBytes()).isEqualTo(3);
        assertThat(newer.fileCount()).isEqualTo(301);
        assertThat(paths(newer)).doesNotContain("a").contains("b", "c0", "c299");
    }

    @Test
    void filesThatAreGoneAreForgottenAndTheOthersStay() {
        first();
        List<Add> added = new ArrayList<>();
        List<Remove> removed = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            added.add(LoggedTable.add("f" + i, 1, Map.of(), "{\"numRecords\":%d}".formatted(i)));
            if (i % 3 > 0) {
                removed.add(LoggedTable.remove("f" + i, 1));
            }
        }
        table.commit(added);
        table.commit(removed);
        DeltaLog log = table.log(logs);
        DeltaSnapshot before = log.snapshot();
        table.commit(List.of(LoggedTable.remove("f0", 1), LoggedTable.add("f1", 5, Map.of(), null)));
        DeltaSnapshot after = log.snapshot();

        assertThat(before.fileCount()).isEqualTo(4000);
        assertThat(paths(before)).contains("f0", "f3", "f11997").hasSize(4000);
        assertThat(after.fileCount()).isEqualTo(4000);
        assertThat(paths(after))
                .contains("f1", "f3", "f11997")
                .doesNotContain("f0")
                .hasSize(4000);
        assertThat(after.state().files().rows().capacity()).isLessThan(10_000);
        assertThat(after.plan(Predicate.ALL).tasks().get(1).file().statistics().rowCount())
                .isEqualTo(6);
    }

    @Test
    void readersSeeWholeVersionsWhileOthersCommit() throws Exception {
        first();
        DeltaLog log = table.log(logs);
        int versions = 400;
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            List<Callable<Long>> tasks = new ArrayList<>();
            tasks.add(() -> {
                for (int i = 1; i <= versions; i++) {
                    table.commit(List.of(LoggedTable.add("f" + i, 1, Map.of(), null)));
                    if (i % 7 == 0) {
                        table.publish(new TableVersion(i - 2));
                    }
                }
                return (long) versions;
            });
            for (int i = 0; i < 4; i++) {
                tasks.add(() -> readUntil(log, versions));
            }
            for (Future<Long> last : threads.invokeAll(tasks, 1, TimeUnit.MINUTES)) {
                assertThat(last.get()).isEqualTo(versions);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Version n has n files. */
    private static long readUntil(DeltaLog log, long version) {
        long seen = 0;
        while (seen < version && !Thread.currentThread().isInterrupted()) {
            DeltaSnapshot snapshot = log.snapshot();
            long now = snapshot.version().number();
            assertThat(now).isGreaterThanOrEqualTo(seen);
            assertThat(snapshot.fileCount()).isEqualTo(now);
            assertThat(snapshot.plan(Predicate.ALL).tasks()).hasSize((int) now);
            seen = now;
        }
        return seen;
    }

    @Test
    void whatIsNotRatifiedIsNotRead() {
        first();
        table.commit(List.of(LoggedTable.add("a", 1, Map.of(), null)));
        table.publish(table.last());
        Add stray = LoggedTable.add("stray", 1, Map.of(), null);
        table.storage.create(
                new LogFiles(table.table.location()).commit(new TableVersion(2)), ActionWriter.write(List.of(stray)));

        assertThat(paths(table.log(logs).snapshot())).containsExactly("a");
    }

    @Test
    void whatTheCatalogHoldsComesBeforeAFileOfThatVersion() {
        first();
        table.commit(List.of(LoggedTable.add("a", 1, Map.of(), null)));
        Add forged = LoggedTable.add("forged", 1, Map.of(), null);
        table.storage.create(
                new LogFiles(table.table.location()).commit(new TableVersion(1)), ActionWriter.write(List.of(forged)));

        assertThat(paths(table.log(logs).snapshot())).containsExactly("a");
    }

    @Test
    void aFileIsTheSameOnlyWithTheSameDeletionVector() {
        first();
        Extras vector = vector(1);
        table.commit(List.of(LoggedTable.add("a", 1, Map.of(), null)));
        table.commit(List.of(LoggedTable.remove("a", 5), new Add("a", Map.of(), 2, 1, true, Optional.empty(), vector)));
        table.commit(List.of(LoggedTable.remove("a", 6)));
        TableState state = table.log(logs).snapshot().state();

        assertThat(state.files().count()).isEqualTo(1);
        assertThat(state.files().sizeBytes()).isEqualTo(2);
        table.commit(List.of(new Remove(
                "a", OptionalLong.of(7), true, Optional.empty(), OptionalLong.empty(), Optional.empty(), vector)));
        assertThat(table.log(logs).snapshot().fileCount()).isZero();
    }

    @Test
    void aFeatureThatReadersMustKnowIsRefusedByName() {
        Protocol protocol =
                new Protocol(3, 7, List.of("catalogManaged", "futureThing"), List.of("catalogManaged", "futureThing"));
        table.commit(List.of(protocol, table.metadata(SCHEMA)));

        assertThatThrownBy(() -> table.log(logs).snapshot())
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(SluiceException.Kind.USER))
                .hasMessageContaining("futureThing");
    }

    @Test
    void statisticsThatCannotBeReadPruneNothing() {
        first();
        table.commit(List.of(
                LoggedTable.add("broken", 1, Map.of(), "{\"numRecords\":3,\"minValues\":{\"id\":7"),
                LoggedTable.add("other", 1, Map.of(), "{\"numRecords\":3,\"maxValues\":{\"id\":7}}")));

        assertThat(table.log(logs)
                        .snapshot()
                        .plan(new Predicate.Comparison("id", Predicate.Operator.GREATER, 9L))
                        .tasks())
                .extracting(task -> task.file().path())
                .containsExactly("broken");
    }

    @Test
    void aGapInTheLogIsNamed() {
        first();
        table.commit(List.of(LoggedTable.add("a", 1, Map.of(), null)));
        table.commit(List.of(LoggedTable.add("b", 1, Map.of(), null)));
        table.publish(table.last());
        String missing = new LogFiles(table.table.location()).commit(new TableVersion(1));
        table.storage.delete(missing);

        assertThatThrownBy(() -> table.log(logs).snapshot())
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining(missing);
    }

    @Test
    void aFailedReadIsForgotten() {
        first();
        table.commit(List.of(LoggedTable.add("a", 1, Map.of(), null)));
        DeltaLog log = table.log(logs);
        log.snapshot();
        table.commit(List.of(LoggedTable.add("b", 1, Map.of(), null)));
        table.commit(List.of(LoggedTable.add("c", 1, Map.of(), null)));
        table.publish(table.last());
        String location = new LogFiles(table.table.location()).commit(table.last());
        byte[] content = table.storage.read(location).orElseThrow();
        table.storage.write(location, new byte[] {'{'});
        assertThatThrownBy(log::snapshot).isInstanceOf(SluiceException.class).hasMessageContaining(location);

        table.storage.write(location, content);
        assertThat(paths(log.snapshot())).containsExactly("a", "b", "c");
    }

    private void first() {
        table.commit(List.of(LoggedTable.PROTOCOL, table.metadata(SCHEMA)));
    }

    private static Extras vector(long cardinality) {
        return new Extras(
                Map.of(),
                Optional.of(new DeletionVector("u", "ab^-aqEH.-t@S}K{vb[*k^", OptionalLong.of(4), 40, cardinality)),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    private static List<String> paths(DeltaSnapshot snapshot) {
        return snapshot.plan(Predicate.ALL).tasks().stream()
                .map(task -> task.file().path())
                .toList();
    }

    private void assertSame(DeltaSnapshot snapshot, NaiveState expected) {
        TableState state = snapshot.state();
        assertThat(snapshot.metadata()).isEqualTo(DeltaHead.table(expected.metadata()));
        assertThat(state.txns()).isEqualTo(expected.txns());
        assertThat(state.domains()).isEqualTo(expected.domains());
        Map<String, String> tombstones = new TreeMap<>();
        state.tombstones().forEach((key, remove) -> tombstones.put(key.path(), remove.path()));
        assertThat(expected.tombstones().keySet()).containsAll(tombstones.keySet());
        Map<String, DataFile> found = new TreeMap<>();
        for (ScanTask task : snapshot.plan(Predicate.ALL).tasks()) {
            assertThat(task.location())
                    .isEqualTo(table.table.location() + "/" + task.file().path());
            assertThat(found.put(task.file().path(), task.file())).isNull();
        }
        assertThat(found.keySet()).isEqualTo(expected.files().keySet());
        assertThat(snapshot.fileCount()).isEqualTo(expected.files().size());
        assertThat(snapshot.committedAt()).isEqualTo(LoggedTable.timeOf(snapshot.version()));
        long size = 0;
        for (Add add : expected.files().values()) {
            DataFile file = found.get(add.path());
            assertThat(file.sizeBytes()).isEqualTo(add.sizeBytes());
            assertThat(file.partitionValues()).isEqualTo(add.partitionValues());
            long rows = add.stats()
                    .map(stats -> Long.parseLong(stats.replaceAll("\\D", "")))
                    .orElse(FileStatistics.UNKNOWN_ROW_COUNT);
            assertThat(file.statistics().rowCount()).isEqualTo(rows);
            size += add.sizeBytes();
        }
        assertThat(snapshot.sizeBytes()).isEqualTo(size);
    }
}
