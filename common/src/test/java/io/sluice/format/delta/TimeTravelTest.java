package io.sluice.format.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import io.sluice.format.HistoryEntry;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Version n of the table has n files, and was committed n minutes after the first. */
final class TimeTravelTest {
    private static final int LAST = 20;

    private final DeltaLogs logs = DeltaLogs.create();
    private final LoggedTable table = LoggedTable.inMemory();
    private final DeltaLog log = table.log(logs);

    @BeforeEach
    void commit() {
        TableSchema schema = TableSchema.of(Field.optional("id", Primitive.LONG));
        table.commit(List.of(LoggedTable.PROTOCOL, table.metadata(schema)));
        for (int i = 1; i <= LAST; i++) {
            table.commit(List.of(LoggedTable.add("f" + i, 1, Map.of(), null)));
        }
        table.publish(new TableVersion(LAST - 3));
    }

    @AfterEach
    void stopThreads() {
        logs.close();
    }

    @Test
    void everyVersionCanBeReadInAnyOrder() {
        for (int version : new int[] {LAST, 0, 7, LAST - 2, 3, LAST}) {
            DeltaSnapshot snapshot = log.snapshotAt(new TableVersion(version));
            assertThat(snapshot.version().number()).isEqualTo(version);
            assertThat(snapshot.fileCount()).isEqualTo(version);
        }
    }

    @Test
    void aVersionThatIsNotThereYetNamesTheLastOne() {
        assertThatThrownBy(() -> log.snapshotAt(new TableVersion(LAST + 1)))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(SluiceException.Kind.USER))
                .hasMessageContaining("no version " + (LAST + 1))
                .hasMessageContaining("the last one is " + LAST);
    }

    @Test
    void anInstantLeadsToTheVersionThatWasTheLastOneThen() {
        for (int version = 0; version <= LAST; version++) {
            Instant at = LoggedTable.timeOf(new TableVersion(version));
            assertThat(log.snapshotAsOf(at).version().number()).isEqualTo(version);
            assertThat(log.snapshotAsOf(at.plusSeconds(59)).version().number()).isEqualTo(version);
        }
        assertThat(log.snapshotAsOf(Instant.parse("2100-01-01T00:00:00Z"))
                        .version()
                        .number())
                .isEqualTo(LAST);
    }

    @Test
    void anInstantBeforeTheTableNamesItsFirst() {
        assertThatThrownBy(() -> log.snapshotAsOf(LoggedTable.BEGIN.minusMillis(1)))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(SluiceException.Kind.USER))
                .hasMessageContaining(LoggedTable.BEGIN.toString());
    }

    @Test
    void historyIsNewestFirstWithEngineOperationAndMetrics() {
        List<HistoryEntry> history = log.history(5);

        assertThat(history)
                .extracting(entry -> entry.version().number())
                .containsExactly((long) LAST, LAST - 1L, LAST - 2L, LAST - 3L, LAST - 4L);
        assertThat(history).allSatisfy(entry -> {
            assertThat(entry.committedAt()).isEqualTo(LoggedTable.timeOf(entry.version()));
            assertThat(entry.operation().engine()).isEqualTo("test/1");
            assertThat(entry.operation().name()).isEqualTo("WRITE");
            assertThat(entry.operation().parameters()).containsEntry("mode", "Append");
            assertThat(entry.operation().metrics()).containsEntry("numFiles", "1");
        });
    }

    @Test
    void historyEndsWhereTheLogDoes() {
        assertThat(log.history(1000)).hasSize(LAST + 1);
        assertThat(log.history(Integer.MAX_VALUE)).hasSize(LAST + 1);

        LogFiles files = new LogFiles(table.table.location());
        for (int version = 0; version < 10; version++) {
            table.storage.delete(files.commit(new TableVersion(version)));
        }
        assertThat(log.history(1000)).hasSize(LAST + 1 - 10);
    }

    @Test
    void aTableThatWasDroppedIsGone() {
        table.catalog.drop(table.table.name());

        assertThatThrownBy(log::snapshot).isInstanceOf(SluiceException.class).hasMessageContaining("sales.orders");
    }
}
