package io.sluice.compat;

import static io.sluice.table.DataType.Primitive.DATE;
import static io.sluice.table.DataType.Primitive.DOUBLE;
import static io.sluice.table.DataType.Primitive.LONG;
import static io.sluice.table.DataType.Primitive.STRING;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.SchemaEdit;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.SchemaEdit.DropColumn;
import io.sluice.commit.SchemaEdit.Position;
import io.sluice.commit.SchemaEdit.RenameColumn;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.compat.judge.Canonical;
import io.sluice.compat.judge.TableReader;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns are renamed, dropped and added again, and every reader finds the rows under the right names. */
class MappedColumnsTest {
    private static final LocalDate MONDAY = LocalDate.of(2024, 1, 1);
    private static final Struct PLACE =
            new Struct(List.of(Field.optional("x", DOUBLE), Field.optional("tags", new Array(STRING, true))));

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

    private static AlterSchema alter(SchemaEdit... edits) {
        return new AlterSchema(List.of(edits));
    }

    @Test
    void aColumnOfAnOldNameHasNothingOfTheOldColumn() {
        TestTable table =
                TestTable.create(lake, "again", List.of(Field.optional("id", LONG), Field.optional("a", STRING)));
        table.append(List.of(asList(1L, "old")));

        table.commit("RENAME COLUMN", alter(new RenameColumn("a", "b")));
        table.insert(List.of(asList(2L, "renamed")));
        table.commit("ADD COLUMNS", alter(new AddColumn(Field.optional("a", LONG))));
        table.pad(1);
        table.insert(List.of(asList(3L, "both", 30L)));
        table.commit("DROP COLUMNS", alter(new DropColumn("a")));
        table.commit("ADD COLUMNS", alter(new AddColumn(Field.optional("a", LONG), Position.FIRST)));
        table.expect(List.of(asList(null, 1L, "old"), asList(null, 2L, "renamed"), asList(null, 3L, "both")));
        table.insert(List.of(asList(40L, 4L, null)));

        table.isReadBackAs(8, List.of("a long", "id long", "b string"), List.of());
        TableReader.State before =
                new TableReader.State(1, List.of("id long", "a string"), List.of(), List.of(Canonical.row(1L, "old")));
        for (TableReader reader : lake.rowReaders(table.name())) {
            assertThat(reader.at(1)).isEqualTo(before);
        }
        assertThat(lake.deltaSpark(table.name()).rowsWhere("b = 'renamed'")).containsExactly("null | 2 | 'renamed'");
        assertThat(lake.sluice(table.name()).rowsWhere("b = 'renamed'")).containsExactly("null | 2 | 'renamed'");
        assertThat(lake.sluice(table.name()).rowsWhere("a = 40")).containsExactly("40 | 4 | null");
        assertThat(lake.deltaSpark(table.name()).rowsWhere("a = 40")).containsExactly("40 | 4 | null");
    }

    @Test
    void partitionColumnsAreRenamedWithoutMovingFiles() {
        TestTable table = TestTable.create(
                lake,
                "parts",
                List.of(Field.optional("day", DATE), Field.optional("v", LONG)),
                List.of("day"),
                Map.of(),
                List.of(asList(MONDAY, 1L), asList(null, 2L)));

        table.commit("RENAME COLUMN", alter(new RenameColumn("day", "the day")));
        table.insert(List.of(asList(MONDAY, 3L), asList(MONDAY.plusDays(1), 4L)));

        table.isReadBackAs(2, List.of("the day date", "v long"), List.of("the day"));
        assertThat(lake.deltaSpark(table.name()).filesOpenedWhere("`the day` = DATE '2024-01-01'"))
                .isEqualTo(2);
        assertThat(lake.sluice(table.name()).rowsWhere("\"the day\" = DATE '2024-01-02'"))
                .containsExactly("2024-01-02 | 4");
    }

    @Test
    void nestedColumnsOfAMappedTableAreRead() {
        TestTable table = TestTable.create(
                lake,
                "nested",
                List.of(Field.optional("id", LONG), Field.optional("place", PLACE)),
                List.of(),
                Map.of("delta.columnMapping.mode", "name"),
                List.of());
        table.insert(List.of(asList(1L, Canonical.struct(0.5, List.of("a")))));

        table.commit("RENAME COLUMN", alter(new RenameColumn("place", "where")));
        table.commit("ADD COLUMNS", alter(new AddColumn(Field.optional("place", PLACE))));
        table.pad(1);
        table.insert(List.of(asList(2L, null, Canonical.struct(1.5, List.of("b", "c")))));

        table.isReadBackAs(
                4,
                List.of(
                        "id long",
                        "where struct<x double, tags array<string>>",
                        "place struct<x double, tags array<string>>"),
                List.of());
        String first = Canonical.row(1L, Canonical.struct(0.5, List.of("a")), null);
        assertThat(lake.deltaSpark(table.name()).rowsWhere("`where`.x < 1")).containsExactly(first);
        assertThat(lake.sluice(table.name()).rowsWhere("\"where\".x < 1")).containsExactly(first);
    }

    @Test
    void aMappedTableIsReadFromItsCheckpoint() {
        TestTable table = TestTable.create(
                lake,
                "checkpointed",
                List.of(Field.optional("id", LONG), Field.optional("a", STRING)),
                List.of(),
                Map.of("delta.checkpointInterval", "2"),
                List.of(asList(1L, "x")));
        table.commit("DROP COLUMNS", alter(new DropColumn("a"), new AddColumn(Field.optional("a", STRING))));
        table.expect(List.of(asList(1L, null)));
        table.insert(List.of(asList(2L, "y"))).insert(List.of(asList(3L, "z")));

        table.isReadBackAs(3, List.of("id long", "a string"), List.of());
    }
}
