package io.sluice.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.duckdb.DuckDbTypes;
import io.sluice.error.SluiceException;
import io.sluice.table.DataFile;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of queries become data files: every value as it is, every rule met, or nothing at all. */
class RowWriterTest {
    private static DuckDbSession session;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        session = DuckDbSession.openForQueries(DuckDbSettings.DEFAULT, new Cancellation());
    }

    @AfterAll
    static void close() {
        session.close();
    }

    private static TableMetadata table(Map<String, String> properties, List<String> partition, Field... columns) {
        return new TableMetadata(
                TableId.random(), new TableSchema(List.of(columns)), partition, properties, Optional.empty());
    }

    private static TableMetadata oneColumn(String engineType) {
        return table(Map.of(), List.of(), Field.optional("a", DuckDbTypes.parse(engineType)));
    }

    private List<DataFile> write(TableMetadata table, String query) {
        NewRows rows = NewRows.byPosition(
                RowQuery.describe(session, query), table.schema().columns());
        return new RowWriter(session, table, folder.toString()).write(rows);
    }

    private String read(String column) {
        return String.join(
                "; ",
                session.query(
                        "SELECT coalesce(CAST(%s AS VARCHAR), 'NULL') FROM read_parquet('%s/*.parquet', hive_partitioning=false)"
                                .formatted(column, folder),
                        row -> row.text(1)));
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "DECIMAL(10,2) | 1.5 | 1.50",
                "DOUBLE | 1 | 1.0",
                "DOUBLE | 3.14159265358979323846 | 3.141592653589793",
                "DOUBLE | 'NaN'::DOUBLE | nan",
                "FLOAT | 0.1 | 0.1",
                "FLOAT | 'inf'::DOUBLE | inf",
                "BIGINT | (SELECT sum(i) FROM range(5) t(i)) | 10",
                "BIGINT | 2.0::DOUBLE | 2",
                "BIGINT | -0.0::DOUBLE | 0",
                "BIGINT | 12.00 | 12",
                "BIGINT | '12' | 12",
                "TINYINT | 127::BIGINT | 127",
                "BOOLEAN | 1 | true",
                "DECIMAL(38,0) | 7::HUGEINT | 7",
                "DECIMAL(4,1) | 1.10::DECIMAL(10,2) | 1.1",
                "DECIMAL(4,1) | 1.1::DOUBLE | 1.1",
                "DATE | '2026-01-05' | 2026-01-05",
                "DATE | TIMESTAMP '2026-01-05 00:00:00' | 2026-01-05",
                "TIMESTAMP | DATE '2026-01-05' | 2026-01-05 00:00:00",
                "TIMESTAMP WITH TIME ZONE | '2026-01-05 10:00:00+02' | 2026-01-05 08:00:00+00",
                "VARCHAR | 12 | 12",
                "VARCHAR | 'x'::ENUM('x') | x",
                "VARCHAR | TIME '10:00' | 10:00:00",
                "BIGINT[] | [1, 2] | [1, 2]",
                "BIGINT[] | [1.0, NULL] | [1, NULL]",
                "BIGINT[] | [] | []",
                "MAP(VARCHAR,BIGINT) | MAP{'k': 1} | {k=1}",
                "BIGINT | NULL | NULL",
            })
    void whatFitsIsWritten(String type, String value, String written) {
        write(oneColumn(type), "SELECT " + value);

        assertThat(read("a")).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "BIGINT | 1.7::DOUBLE | 1.7",
                "BIGINT | 9.3e18 | 9.3e+18",
                "BIGINT | 'NaN'::DOUBLE | nan",
                "BIGINT | 9223372036854775808::HUGEINT | 9223372036854775808",
                "BIGINT | '12x' | '12x'",
                "BIGINT | '1.7' | '1.7'",
                "TINYINT | 300 | 300",
                "BOOLEAN | 2 | 2",
                "DECIMAL(10,2) | 1.239 | 1.239",
                "DECIMAL(4,2) | 100 | 100",
                "FLOAT | 0.1::DOUBLE | 0.1",
                "FLOAT | 16777217 | 16777217",
                "DOUBLE | 9007199254740993 | 9007199254740993",
                "DATE | TIMESTAMP '2026-01-05 10:00:00' | 2026-01-05 10:00:00",
                "DATE | '2026-01-05 10:00:00' | '2026-01-05 10:00:00'",
                "DATE | 'soon' | 'soon'",
                "BIGINT[] | [1.5] | [1.5]",
                "MAP(VARCHAR,BIGINT) | MAP{'k': 1.5} | {k=1.5}",
            })
    void whatWouldChangeIsRefusedAndNothingIsLeft(String type, String value, String example) throws IOException {
        TableMetadata table = oneColumn(type);
        DataType column = table.schema().columns().get(0).type();

        Throwable failure = catchThrowable(() -> write(table, "SELECT " + value + " UNION ALL SELECT NULL"));

        assertThat(failure)
                .isInstanceOf(SluiceException.class)
                .hasMessage(
                        "column 'a' of type %s cannot hold %s without changing it; 1 new row has such a value: round or cast it in the statement to say what is meant",
                        DuckDbTypes.sql(column), example);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "TIMESTAMP | now() | TIMESTAMP WITH TIME ZONE | say in which zone, for example with (...) AT TIME ZONE 'UTC'",
                "BIGINT | DATE '2026-01-01' | DATE | cast it in the statement to say what is meant",
                "BIGINT | TIME '10:00' | TIME | cast it in the statement to say what is meant",
                "BIGINT | [1] | INTEGER[] | INTEGER[] is not BIGINT",
                "VARCHAR | 'x'::BLOB | BLOB | decode(...) makes text of bytes",
            })
    void typesThatNeverFitAreRefusedBeforeTheQueryRuns(String type, String value, String from, String advice) {
        TableMetadata table = oneColumn(type);

        assertThat(catchThrowable(() -> write(table, "SELECT " + value)))
                .hasMessage(
                        "values of type %s do not go into column 'a' of type %s: %s",
                        from, DuckDbTypes.sql(table.schema().columns().get(0).type()), advice);
    }

    @Test
    void allMisfitsAreCounted() {
        assertThat(catchThrowable(() -> write(oneColumn("INTEGER"), "SELECT i * 1e9 FROM range(10) t(i)")))
                .hasMessage(
                        "column 'a' of type INTEGER cannot hold 3000000000.0 without changing it; 7 new rows have such a value: round or cast it in the statement to say what is meant");
    }

    @Test
    void aColumnThatIsNeverNullIsNamedWithARow() throws IOException {
        TableMetadata table = table(
                Map.of(), List.of(), Field.required("id", Primitive.LONG), Field.optional("name", Primitive.STRING));

        assertThat(catchThrowable(() -> write(table, "VALUES (1, 'x'), (NULL, 'y')")))
                .hasMessage("column 'id' must not be null in 1 new row, for example (id = NULL, name = 'y')");
        assertNothingIsLeft();
    }

    @Test
    void aFieldInsideAStructMayBeRequired() {
        Field inner = Field.required("x", Primitive.INTEGER);
        TableMetadata table = table(Map.of(), List.of(), Field.optional("s", new Struct(List.of(inner))));

        assertThat(catchThrowable(() -> write(table, "SELECT {'x': NULL::INTEGER}")))
                .hasMessage("column 's.x' must not be null in 1 new row, for example (s = {'x': NULL})");
        write(table, "SELECT NULL");
        assertThat(read("s")).isEqualTo("NULL");
    }

    @Test
    void aConstraintIsNamedWithTheColumnsThatItIsAbout() throws IOException {
        TableMetadata table = table(
                Map.of("delta.constraints.positive", "`amount` > 0"),
                List.of(),
                Field.optional("id", Primitive.LONG),
                Field.optional("amount", Primitive.LONG));

        assertThat(catchThrowable(() -> write(table, "VALUES (1, 5), (2, -1), (3, 0)")))
                .hasMessage(
                        "constraint 'positive' is violated: `amount` > 0 is not true in 2 new rows, for example (amount = -1)");
        assertNothingIsLeft();

        assertThat(catchThrowable(() -> write(table, "VALUES (1, NULL)")))
                .hasMessage(
                        "constraint 'positive' is violated: `amount` > 0 is not true in 1 new row, for example (amount = NULL)");
        write(table, "VALUES (1, 5)");
        assertThat(read("amount")).isEqualTo("5");
    }

    @Test
    void aConstraintThatTheEngineDoesNotUnderstandIsNamed() {
        TableMetadata table = table(
                Map.of("delta.constraints.odd", "no_such_function(a)"), List.of(), Field.optional("a", Primitive.LONG));

        assertThat(catchThrowable(() -> write(table, "SELECT 1")))
                .hasMessage(
                        "constraint 'odd' cannot be checked here (Scalar Function with name no_such_function does not exist!): add rows with the engine that made it, or drop it");
    }

    @Test
    void partitionValuesAndStatisticsGoByTheNamesOfTheSchema() {
        Field id = mapped(Field.optional("id", Primitive.LONG), "col-1", 1);
        Field day = mapped(Field.optional("day", Primitive.DATE), "col-2", 2);
        Field inner = mapped(Field.optional("x", Primitive.INTEGER), "col-4", 4);
        Field struct = mapped(Field.optional("s", new Struct(List.of(inner))), "col-3", 3);

        List<DataFile> files =
                write(table(Map.of(), List.of("day"), id, day, struct), "SELECT 7, DATE '2026-01-05', {'x': 3}");

        assertThat(files).hasSize(1);
        assertThat(files.get(0).partitionValues()).containsEntry("day", Optional.of("2026-01-05"));
        assertThat(files.get(0).statistics().columns()).containsOnlyKeys("id", "s.x");
        assertThat(session.query(
                        "SELECT name, field_id FROM parquet_schema('%s/*.parquet') WHERE field_id IS NOT NULL"
                                .formatted(folder),
                        row -> row.text(1) + " " + row.text(2)))
                .containsExactly("col-1 1", "col-3 3", "col-4 4");
    }

    private static Field mapped(Field field, String name, long id) {
        return field.withMetadata("delta.columnMapping.physicalName", name).withMetadata("delta.columnMapping.id", id);
    }

    @Test
    void changesGoIntoAFolderOfTheirOwnWithTheirKind() {
        TableMetadata table = oneColumn("BIGINT");
        RowQuery query = RowQuery.describe(session, "SELECT 1::BIGINT AS a, 'delete' AS _change_type");

        List<DataFile> files = new RowWriter(session, table, folder.toString())
                .writeChanges(NewRows.byName(query, table.schema(), List.of("_change_type")));

        assertThat(files.get(0).path()).startsWith("_change_data/cdc-");
        assertThat(session.query(
                        "SELECT a, _change_type FROM '%s/%s'"
                                .formatted(folder, files.get(0).path()),
                        row -> row.text(1) + " " + row.text(2)))
                .containsExactly("1 delete");
    }

    @Test
    void aQueryWithoutRowsMakesNoFiles() throws IOException {
        assertThat(write(oneColumn("BIGINT"), "SELECT 1 WHERE false")).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void columnsAreMatchedByNameOrByPosition() {
        TableMetadata table =
                table(Map.of(), List.of(), Field.optional("a", Primitive.LONG), Field.optional("b", Primitive.LONG));
        RowQuery query = RowQuery.describe(session, "SELECT 2 AS B, 1 AS A");

        assertThat(NewRows.byName(query, table.schema(), List.of()).sources()).isEqualTo(Map.of("a", 1, "b", 0));
        assertThat(catchThrowable(() -> write(table, "SELECT 1")))
                .hasMessage("the rows have 1 column, but 2 columns are needed: a, b");
        assertThat(catchThrowable(
                        () -> NewRows.byName(RowQuery.describe(session, "SELECT 1 AS c"), table.schema(), List.of())))
                .hasMessage("the table has no column 'c': its columns are a, b");
    }
}
