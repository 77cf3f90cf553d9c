package io.sluice.compat;

import static io.sluice.table.DataType.Primitive.LONG;
import static io.sluice.table.DataType.Primitive.STRING;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.Reads;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.commit.Transaction;
import io.sluice.compat.judge.ConnectorReader;
import io.sluice.compat.judge.DeltaSparkJudge;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.Field;
import io.sluice.table.RowPositions;
import io.sluice.table.TableProperties;
import io.sluice.table.TableProperties.RowTrackingColumns;
import io.sluice.write.NewRows;
import io.sluice.write.RowQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What delta-spark makes of row ids and constraints. */
class TrackedRowsTest {
    private static final List<Field> COLUMNS = List.of(Field.optional("id", LONG), Field.optional("name", STRING));
    private static final Map<String, String> TRACKED = Map.of("delta.enableRowTracking", "true");
    private static final String[] IDS = {"name", "_metadata.row_id", "_metadata.row_commit_version"};

    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.in(folder);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void deltaSparkShowsTheIdsThatTheFilesHave() {
        TestTable table = TestTable.create(
                lake, "ids", COLUMNS, List.of(), TRACKED, List.of(asList(1L, "a"), asList(1L, "a"), asList(1L, "a")));
        table.insert(List.of(asList(4L, "d")));

        assertThat(lake.deltaSpark(table.name()).select(IDS))
                .containsExactly("'a' | 0 | 0", "'a' | 1 | 0", "'a' | 2 | 0", "'d' | 3 | 1");
        table.isReadBackAs(1, List.of("id long", "name string"), List.of());
    }

    @Test
    void aRowThatIsUpdatedKeepsItsId() {
        TestTable table = TestTable.create(
                lake, "updated", COLUMNS, List.of(), TRACKED, List.of(asList(1L, "a"), asList(1L, "a")));
        RowTrackingColumns columns = TableProperties.of(table.open().current().metadata())
                .rowTracking()
                .orElseThrow();
        String updated = "SELECT 1::BIGINT AS id, 'B' AS name, 1::BIGINT AS \"%s\", NULL::BIGINT AS \"%s\""
                .formatted(columns.rowId(), columns.rowVersion());
        List<DataFile> files = table.files(NewRows.byName(
                RowQuery.describe(lake.duckdb(), updated),
                table.open().current().metadata().schema(),
                List.of(columns.rowId(), columns.rowVersion())));
        ScanTask old = table.open().snapshot().plan(Predicate.ALL).tasks().get(0);

        Transaction update = new Transaction(
                Reads.rowsOf(table.open().current().version(), Predicate.ALL),
                List.of(new DeleteRows(Map.of(old.file().path(), RowPositions.of(1))), new AppendFiles(files)),
                IsolationLevel.WRITE_SERIALIZABLE,
                new Operation("compat-tests/1", "UPDATE", Map.of(), Map.of()));
        assertThat(lake.lake().commit(table.open(), update)).isInstanceOf(Committed.class);

        table.expect(List.of(asList(1L, "a"), asList(1L, "B")));
        table.isReadBackAs(1, List.of("id long", "name string"), List.of());
        assertThat(lake.deltaSpark(table.name()).select(IDS)).containsExactly("'B' | 1 | 1", "'a' | 0 | 0");
        for (ConnectorReader.Mode mode : ConnectorReader.Mode.values()) {
            assertThat(lake.connector(table.name(), mode).select("name", "_row_id", "_row_commit_version"))
                    .as(mode.name())
                    .containsExactly("'B' | 1 | 1", "'a' | 0 | 0");
        }
        table.insert(List.of(asList(3L, "c")));
        assertThat(lake.deltaSpark(table.name()).select(IDS))
                .containsExactly("'B' | 1 | 1", "'a' | 0 | 0", "'c' | 3 | 2");
    }

    @Test
    void aTableCanStartToTrackItsRows() {
        TestTable table = TestTable.create(lake, "late", COLUMNS, List.of(), Map.of(), List.of(asList(1L, "a")));
        table.insert(List.of(asList(2L, "b")));

        table.commit("SET TBLPROPERTIES", new SetProperties(TRACKED, Set.of()));
        table.insert(List.of(asList(3L, "c")));

        assertThat(lake.deltaSpark(table.name()).select("_metadata.row_id", "_metadata.row_commit_version"))
                .containsExactly("0 | 2", "1 | 2", "2 | 3");
        for (var reader : lake.rowReaders(table.name())) {
            assertThat(reader.latest().rows()).isEqualTo(table.rows());
        }
    }

    @Test
    void deltaSparkHoldsWritersToTheConstraints() {
        TestTable table = TestTable.create(
                lake,
                "checked",
                COLUMNS,
                List.of(),
                Map.of("delta.constraints.positive", "id > 0"),
                List.of(asList(1L, "a")));
        table.commit(
                "ADD CONSTRAINT", new SetProperties(Map.of("delta.constraints.named", "name IS NOT NULL"), Set.of()));
        DeltaSparkJudge spark = lake.deltaSpark(table.name());

        assertThatThrownBy(() -> spark.insert("(-1, 'x')")).hasMessageContaining("positive");
        assertThatThrownBy(() -> spark.insert("(1, NULL)")).hasMessageContaining("named");
        spark.insert("(2, 'b')");
        assertThat(spark.select("id")).containsExactly("1", "2");
    }
}
