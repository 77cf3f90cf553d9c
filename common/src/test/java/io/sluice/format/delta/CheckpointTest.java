package io.sluice.format.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.Add;
import io.sluice.format.delta.Action.Txn;
import io.sluice.scan.Predicate;
import io.sluice.storage.FaultyStorage;
import io.sluice.storage.FaultyStorage.Call;
import io.sluice.storage.FaultyStorage.Effect;
import io.sluice.storage.MemoryStorage;
import io.sluice.storage.StoredFile;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints save time, and never change what is read. */
final class CheckpointTest {
    private static final int INTERVAL = 10;
    private static final TableSchema SCHEMA = TableSchema.of(Field.optional("id", Primitive.LONG));

    private final FaultyStorage storage = new FaultyStorage(new MemoryStorage(InstantSource.system()));
    private final DeltaLogs logs = DeltaLogs.create();
    private final LoggedTable table = new LoggedTable(storage, "/lake/orders");
    private final LogFiles files = new LogFiles("/lake/orders");
    private final Set<String> expected = new TreeSet<>();

    @BeforeEach
    void create() {
        table.commit(List.of(LoggedTable.PROTOCOL, table.metadata(SCHEMA)));
    }

    @AfterEach
    void stopThreads() {
        logs.close();
    }

    @Test
    void aReaderBeginsWithTheLastCheckpoint() {
        commit(25);
        assertThat(checkpoint(20)).isTrue();
        long before = storage.count(Call.READ);

        assertThat(readAnew()).isEqualTo(expected);
        // The pointer, the checkpoint, five commits, and the last of these again for its time.
        assertThat(storage.count(Call.READ) - before).isEqualTo(8);
        assertThat(storage.count(Call.LIST)).isZero();
    }

    @Test
    void aReaderNeedsNothingFromBeforeTheCheckpoint() {
        commit(25);
        checkpoint(20);
        for (int version = 0; version < 20; version++) {
            storage.delete(files.commit(new TableVersion(version)));
        }

        assertThat(readAnew()).isEqualTo(expected);
    }

    @Test
    void checkpointsAreDueInProportionToTheirSize() {
        commit(1000);
        int written = 0;
        for (int version = 1; version <= 1000; version++) {
            written += checkpointer().writeIfDue(new TableVersion(version), INTERVAL) ? 1 : 0;
        }

        // Every 10 commits at first, and with 10 % growth later: about log(1000/100)/log(1.1) more.
        assertThat(written).isBetween(20, 40);
        assertThat(new Checkpoints(files, storage, Runnable::run).last())
                .get()
                .satisfies(last -> assertThat(last.version().number()).isGreaterThan(900));
        assertThat(readAnew()).isEqualTo(expected);
    }

    @Test
    void onlyAPublishedVersionGetsACheckpoint() {
        for (int i = 0; i < 20; i++) {
            table.commit(List.of(file()));
        }
        table.publish(new TableVersion(15));

        assertThat(checkpointer().writeIfDue(new TableVersion(20), INTERVAL)).isFalse();
        assertThat(checkpoints()).isEmpty();
        assertThat(checkpointer().writeIfDue(new TableVersion(10), INTERVAL)).isTrue();
    }

    @Test
    void closingWaitsForACheckpointInTheBackground() {
        commit(20);
        checkpointer().scheduleIfDue(new TableVersion(20), INTERVAL, logs.background());
        logs.close();
        assertThat(checkpoints()).hasSize(1);

        checkpointer().scheduleIfDue(new TableVersion(10), INTERVAL, logs.background());
        assertThat(checkpoints()).hasSize(1);
    }

    @Test
    void oneCheckpointIsWrittenAtATime() {
        commit(30);
        Checkpointer checkpointer = checkpointer();
        List<Runnable> background = new ArrayList<>();
        checkpointer.scheduleIfDue(new TableVersion(10), INTERVAL, background::add);
        checkpointer.scheduleIfDue(new TableVersion(20), INTERVAL, background::add);
        checkpointer.scheduleIfDue(new TableVersion(25), INTERVAL, background::add);
        assertThat(background).hasSize(1);

        background.remove(0).run();
        checkpointer.scheduleIfDue(new TableVersion(30), INTERVAL, background::add);
        background.remove(0).run();
        assertThat(checkpoints()).hasSize(2);
    }

    @Test
    void theStateInMemoryMayBeFurtherThanTheCheckpoint() {
        commit(15);
        DeltaLog log = table.log(logs);
        log.snapshot();
        new Checkpointer(log, storage, InstantSource.system()).write(new TableVersion(10));

        assertThat(readAnew()).isEqualTo(expected);
        try (DeltaLogs fresh = DeltaLogs.create()) {
            assertThat(table.log(fresh).snapshotAt(new TableVersion(11)).fileCount())
                    .isEqualTo(11);
        }
    }

    @Test
    void timeTravelUsesAnOlderCheckpoint() {
        commit(40);
        checkpoint(10);
        checkpoint(30);
        storage.delete(files.commit(new TableVersion(5)));
        try (DeltaLogs fresh = DeltaLogs.create()) {
            assertThat(table.log(fresh).snapshotAt(new TableVersion(20)).fileCount())
                    .isEqualTo(20);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"REFUSE", "LOSE_REPLY"})
    void aCrashBetweenAnyTwoStepsLeavesTheTableReadable(Effect effect) {
        commit(20);
        for (Call step : List.of(Call.STAT, Call.READ, Call.CREATE, Call.WRITE)) {
            storage.inject((call, location) -> call == step ? effect : Effect.PASS);
            assertThat(checkpointer().writeIfDue(new TableVersion(10), INTERVAL))
                    .isFalse();
            storage.inject(FaultyStorage.Faults.NONE);
            assertThat(readAnew()).isEqualTo(expected);
        }
        commit(10);
        checkpoint(30);
        assertThat(readAnew()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1]", "{\"size\":1}", "{\"version\":77,\"size\":1}", "{\"version\":\"x\"}"})
    void aDamagedPointerIsPassedOver(String content) {
        commit(25);
        checkpoint(10);
        storage.write(files.lastCheckpoint(), content.getBytes(UTF_8));

        assertThat(readAnew()).isEqualTo(expected);
    }

    @Test
    void aLostPointerIsMadeUpForByAListingWhenTheLogDoesNotReachBack() {
        commit(25);
        checkpoint(20);
        storage.delete(files.lastCheckpoint());
        storage.delete(files.commit(TableVersion.FIRST));

        assertThat(readAnew()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "missing",
                "empty",
                "cut in a line",
                "cut after a line",
                "without files",
                "without writers",
                "of another version"
            })
    void aDamagedCheckpointIsPassedOver(String damage) {
        commit(45);
        checkpoint(20);
        checkpoint(40);
        damage(checkpoints().get(1), damage);

        assertThat(readAnew()).isEqualTo(expected);
        // The older checkpoint serves: the log before it may be gone.
        storage.delete(files.commit(TableVersion.FIRST));
        assertThat(readAnew()).isEqualTo(expected);
    }

    @Test
    void withoutAnyCheckpointAndWithoutTheFirstCommitsTheErrorSaysSo() {
        commit(25);
        checkpoint(20);
        storage.delete(files.commit(TableVersion.FIRST));
        damage(checkpoints().get(0), "cut after a line");

        assertThatThrownBy(this::readAnew)
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("sales.orders")
                .hasMessageContaining("does not reach back to version 0")
                .hasMessageContaining(checkpoints().get(0).name());
    }

    @Test
    void aCheckpointInParquetIsPassedOver() {
        commit(25);
        storage.write(files.checkpoint("00000000000000000020.checkpoint.parquet"), new byte[] {1});
        storage.write(files.lastCheckpoint(), "{\"version\":20,\"size\":25}".getBytes(UTF_8));
        assertThat(readAnew()).isEqualTo(expected);

        storage.delete(files.commit(TableVersion.FIRST));
        assertThatThrownBy(this::readAnew).hasMessageContaining("checkpoints in Parquet are not supported");
    }

    @Test
    void fieldsOfAFileThatSluiceDoesNotKnowSurviveACheckpoint() {
        table.publish(table.last());
        commit(9);
        String known = new String(ActionWriter.write(List.of(file())), UTF_8);
        String future = known.replace("\"dataChange\"", "\"futureField\":{\"a\":[1]},\"dataChange\"");
        table.commit(List.of());
        table.publish(table.last());
        String location = files.commit(table.last());
        storage.write(location, (new String(storage.read(location).orElseThrow(), UTF_8) + future).getBytes(UTF_8));
        checkpoint(10);

        assertThat(new String(storage.read(checkpoints().get(0).location()).orElseThrow(), UTF_8))
                .contains("\"futureField\":{\"a\":[1]}");
    }

    @Test
    void removedFilesAreRememberedUntilTheyExpire() {
        Instant now = Instant.parse("2024-06-10T00:00:00Z");
        commit(5);
        table.commit(List.of(
                LoggedTable.remove("f0", now.minusSeconds(86_400 * 8).toEpochMilli()),
                LoggedTable.remove("f1", now.minusSeconds(86_400 * 6).toEpochMilli())));
        table.publish(table.last());
        new Checkpointer(table.log(logs), storage, () -> now).write(table.last());

        String content =
                new String(storage.read(checkpoints().get(0).location()).orElseThrow(), UTF_8);
        assertThat(content).contains("{\"remove\":{\"path\":\"f1\"").doesNotContain("\"path\":\"f0\"");
        try (DeltaLogs fresh = DeltaLogs.create()) {
            DeltaSnapshot snapshot = table.log(fresh).snapshot();
            assertThat(snapshot.fileCount()).isEqualTo(3);
            assertThat(snapshot.state().tombstones()).hasSize(1);
        }
    }

    private void commit(int count) {
        for (int i = 0; i < count; i++) {
            table.commit(List.of(file(), new Txn("loader", expected.size(), OptionalLong.empty())));
        }
        table.publish(table.last());
    }

    private Add file() {
        String path = "f" + expected.size();
        expected.add(path);
        return LoggedTable.add(path, 1, Map.of(), "{\"numRecords\":1}");
    }

    private Checkpointer checkpointer() {
        return new Checkpointer(table.log(logs), storage, InstantSource.system());
    }

    private boolean checkpoint(long version) {
        return checkpointer().write(new TableVersion(version));
    }

    private List<StoredFile> checkpoints() {
        return storage.list(files.folder()).stream()
                .filter(file -> LogFiles.parseCheckpoint(file.name()).isPresent())
                .toList();
    }

    private void damage(StoredFile checkpoint, String damage) {
        String content = new String(storage.read(checkpoint.location()).orElseThrow(), UTF_8);
        int lastLine = content.lastIndexOf('\n', content.length() - 2) + 1;
        switch (damage) {
            case "missing" -> storage.delete(checkpoint.location());
            case "empty" -> storage.write(checkpoint.location(), new byte[0]);
            case "cut in a line" ->
                storage.write(
                        checkpoint.location(),
                        content.substring(0, lastLine + 5).getBytes(UTF_8));
            case "cut after a line" ->
                storage.write(
                        checkpoint.location(), content.substring(0, lastLine).getBytes(UTF_8));
            case "without files" -> storage.write(checkpoint.location(), without("add", content));
            case "without writers" -> storage.write(checkpoint.location(), without("txn", content));
            default ->
                storage.write(
                        checkpoint.location(),
                        content.replaceFirst("\"version\":\\d+", "\"version\":3")
                                .getBytes(UTF_8));
        }
    }

    private static byte[] without(String kind, String content) {
        return content.lines()
                .filter(line -> !line.startsWith("{\"" + kind + "\""))
                .collect(Collectors.joining("\n"))
                .getBytes(UTF_8);
    }

    private Set<String> readAnew() {
        try (DeltaLogs fresh = DeltaLogs.create()) {
            DeltaSnapshot snapshot = table.log(fresh).snapshot();
            assertThat(snapshot.state().txns()).containsOnlyKeys("loader");
            return snapshot.plan(Predicate.ALL).tasks().stream()
                    .map(task -> task.file().path())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
