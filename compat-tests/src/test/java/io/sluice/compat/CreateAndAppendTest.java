package io.sluice.compat;

import static io.sluice.table.DataType.Primitive.INTEGER;
import static io.sluice.table.DataType.Primitive.LONG;
import static io.sluice.table.DataType.Primitive.STRING;
import static java.util.Arrays.asList;

import io.sluice.table.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreateAndAppendTest {
    private static final List<Field> COLUMNS = List.of(
            Field.required("id", LONG).withComment("never reused"),
            Field.optional("name", STRING).withComment("as \"typed\" by a clerk, é"),
            Field.optional("count", INTEGER));
    private static final List<String> COLUMN_TEXTS =
            List.of("id long not null -- never reused", "name string -- as \"typed\" by a clerk, é", "count integer");

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
    void anEmptyTableHasColumnsAndNoRows() {
        TestTable table = TestTable.create(lake, "empty", COLUMNS);

        table.isReadBackAs(0, COLUMN_TEXTS, List.of());
    }

    @Test
    void rowsOfTheCreationAndOfAppendsAreThere() {
        TestTable table = TestTable.create(
                lake, "full", COLUMNS, List.of(), Map.of(), List.of(asList(1, "one", 1), asList(2, null, null)));

        table.append(List.of(asList(3, "three", 3)));
        table.append(List.of(asList(4, "", -1), asList(Long.MAX_VALUE, "it's", Integer.MIN_VALUE)));

        table.isReadBackAs(2, COLUMN_TEXTS, List.of());
    }

    @Test
    void columnsMayHaveOddNames() {
        List<String> names = List.of(
                "with space",
                "dot.ted",
                "quo\"te",
                "apo'strophe",
                "dollar$",
                "back`tick",
                "näme",
                "列",
                "sl/ash",
                "a-b",
                "1st",
                "%41",
                "select");
        List<Field> columns =
                names.stream().map(name -> Field.optional(name, STRING)).toList();
        TestTable table = TestTable.create(lake, "odd", columns);

        table.append(List.of(List.copyOf(names)));

        table.isReadBackAs(1, names.stream().map(name -> name + " string").toList(), List.of());
    }

    @Test
    void theFolderOfALakeMayHaveAnOddName() {
        try (TestLake odd = TestLake.in(folder.resolve("odd [x]* %41 é #1 'q'"))) {
            TestTable table = TestTable.create(
                    odd, "placed", COLUMNS, List.of("name"), Map.of(), List.of(asList(1, "a/b", 1), asList(2, "c", 2)));
            table.append(List.of(asList(3, "%20", 3)));

            table.isReadBackAs(1, COLUMN_TEXTS, List.of("name"));
        }
    }
}
