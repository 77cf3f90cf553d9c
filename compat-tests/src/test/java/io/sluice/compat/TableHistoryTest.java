package io.sluice.compat;

import static io.sluice.table.DataType.Primitive.LONG;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.TableChange.AdvanceWriter;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.compat.judge.Canonical;
import io.sluice.compat.judge.TableReader;
import io.sluice.compat.judge.TableReader.HistoryLine;
import io.sluice.compat.judge.TableReader.State;
import io.sluice.table.Field;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableHistoryTest {
    @TempDir
    private Path folder;

    private TestLake lake;
    private TestTable table;

    @BeforeEach
    void open() {
        lake = TestLake.in(folder);
        table = TestTable.create(
                lake, "told", List.of(Field.optional("id", LONG)), List.of(), Map.of("owner", "é \"x\""), List.of());
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void everyVersionIsFoundByItsNumberAndByTheTimesAtWhichItWasTheLast() {
        table.append(List.of(asList(1))).append(List.of(asList(2))).append(List.of(asList(3)));
        List<Instant> times = lake.kernel(table.name()).history().stream()
                .map(HistoryLine::committedAt)
                .sorted()
                .toList();

        assertThat(times).doesNotHaveDuplicates();
        for (TableReader reader : lake.readers(table.name())) {
            for (int version = 0; version <= 3; version++) {
                assertThat(reader.at(version)).isEqualTo(stateOf(version));
                assertThat(reader.asOf(times.get(version))).isEqualTo(stateOf(version));
            }
            assertThat(reader.asOf(times.get(3).minusMillis(1))).isEqualTo(stateOf(2));
        }
    }

    private static State stateOf(int version) {
        List<List<Integer>> rows = List.of(List.of(1), List.of(2), List.of(3));
        return new State(version, List.of("id long"), List.of(), Canonical.rows(rows.subList(0, version)));
    }

    @Test
    void historyNamesOperationEngineAndMetrics() {
        table.append(List.of(asList(1), asList(2)));
        table.commit("SET TBLPROPERTIES", new SetProperties(Map.of("a", "b"), Set.of()));

        List<HistoryLine> told = lake.kernel(table.name()).history();
        for (TableReader reader : lake.readers(table.name())) {
            assertThat(reader.history()).as(reader.getClass().getSimpleName()).isEqualTo(told);
        }
        assertThat(told).extracting(HistoryLine::version).containsExactly(2L, 1L, 0L);
        assertThat(told)
                .extracting(HistoryLine::operation)
                .containsExactly("SET TBLPROPERTIES", "WRITE", "CREATE TABLE");
        assertThat(told).extracting(HistoryLine::engine).containsOnly("compat-tests/1");
        assertThat(told.get(1).metrics()).containsEntry("numOutputRows", "2");
    }

    @Test
    void propertiesAreSetAndRemoved() {
        table.commit(
                "SET TBLPROPERTIES",
                new SetProperties(Map.of("a", "1", "b", "2", "delta.appendOnly", "true"), Set.of()));
        table.commit("UNSET TBLPROPERTIES", new SetProperties(Map.of("b", "3"), Set.of("a")));

        for (TableReader reader : lake.readers(table.name())) {
            assertThat(reader.properties())
                    .as(reader.getClass().getSimpleName())
                    .containsEntry("owner", "é \"x\"")
                    .containsEntry("b", "3")
                    .containsEntry("delta.appendOnly", "true")
                    .containsEntry("delta.enableInCommitTimestamps", "true")
                    .doesNotContainKey("a");
        }
    }

    @Test
    void theProgressOfWritersIsKept() {
        table.commit("WRITE", new AdvanceWriter("loader", 7));
        table.commit("WRITE", new AdvanceWriter("other 'app'", 1));
        table.commit("WRITE", new AdvanceWriter("loader", 9));

        for (TableReader judge : List.of(lake.kernel(table.name()), lake.deltaSpark(table.name()))) {
            assertThat(judge.writerVersion("loader")).hasValue(9);
            assertThat(judge.writerVersion("other 'app'")).hasValue(1);
            assertThat(judge.writerVersion("nobody")).isEmpty();
        }
    }
}
