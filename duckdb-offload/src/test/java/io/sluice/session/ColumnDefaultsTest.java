package io.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.OpenMode;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.SchemaEdit.SetDefault;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeTransaction;
import io.sluice.lake.LakeUri;
import io.sluice.session.StatementEnd.Done;
import io.sluice.table.Field;
import io.sluice.table.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns that say what rows have for which a statement gives no value. */
class ColumnDefaultsTest {
    @TempDir
    private Path folder;

    private Lake lake;
    private SqlSession session;

    @BeforeEach
    void open() {
        lake = Lake.open(LakeUri.parse(folder.resolve("lake").toString()), OpenMode.CREATE_IF_MISSING);
        LakeSource source = new LakeSource() {
            @Override
            public Optional<Lake> existing() {
                return Optional.of(lake);
            }

            @Override
            public Lake made() {
                return lake;
            }
        };
        session = new SqlSession(source, SessionSettings.DEFAULT, DuckDbSettings.DEFAULT, new Cancellation());
    }

    @AfterEach
    void close() {
        session.close();
        lake.close();
    }

    private List<String> run(String script) {
        RecordedOutput output = new RecordedOutput();
        assertThat(session.runScript(script, output)).isEqualTo(new Done());
        return output.said();
    }

    private Optional<String> defaultOf(String column) {
        return lake.find(TableName.of("default", "t"))
                .orElseThrow()
                .snapshot()
                .metadata()
                .schema()
                .column(column)
                .flatMap(Field::defaultExpression);
    }

    @Test
    void aRowHasTheDefaultsOfColumnsThatItsStatementLeavesOut() {
        run(
                "CREATE TABLE t (id INT, n INT NOT NULL DEFAULT 5, s VARCHAR DEFAULT 'it''s \\ here' COMMENT 'c',"
                        + " moment TIMESTAMP DEFAULT TIMESTAMP '2024-02-29 01:02:03', made TIMESTAMPTZ DEFAULT current_timestamp)");
        run("INSERT INTO t (id) VALUES (1)");
        run("INSERT INTO t BY NAME SELECT 2 AS id, 'x' AS s");

        assertThat(run("SELECT id, n, s, moment = '2024-02-29 01:02:03', made <= now() FROM t ORDER BY id"))
                .containsExactly("[1, 5, it's \\ here, true, true]", "[2, 5, x, true, true]");
        assertThat(defaultOf("s")).hasValue("'it\\'s \\\\ here'");
        assertThat(defaultOf("moment")).hasValue("TIMESTAMP_NTZ '2024-02-29 01:02:03'");
    }

    @Test
    void aListOfValuesHasNoDefaultsInIt() {
        run("CREATE TABLE t (id INT, n INT DEFAULT 5)");

        assertThatThrownBy(() -> run("INSERT INTO t VALUES (1, DEFAULT)")).hasMessageContaining("DEFAULT");
    }

    @Test
    void updatesAndMergesKnowDefaults() {
        run("CREATE TABLE t (id INT, n INT DEFAULT 5); INSERT INTO t VALUES (1, 1), (2, 2)");
        run("UPDATE t SET n = DEFAULT WHERE id = 1");
        run("MERGE INTO t USING (SELECT unnest([2, 3, 4]) AS id) s ON t.id = s.id"
                + " WHEN MATCHED THEN UPDATE SET n = DEFAULT"
                + " WHEN NOT MATCHED AND s.id = 3 THEN INSERT (id) VALUES (s.id)"
                + " WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, DEFAULT)");

        assertThat(run("SELECT * FROM t ORDER BY id")).containsExactly("[1, 5]", "[2, 5]", "[3, 5]", "[4, 5]");
    }

    @Test
    void aDefaultIsSetForTheRowsToCome() {
        run("CREATE TABLE t (id INT); INSERT INTO t VALUES (1)");
        assertThatThrownBy(() -> run("ALTER TABLE t ADD COLUMN n INT DEFAULT 5"))
                .hasMessageContaining("column 'n' cannot be added with a DEFAULT");
        run("ALTER TABLE t ADD COLUMN n INT; ALTER TABLE t ALTER COLUMN n SET DEFAULT 5; INSERT INTO t (id) VALUES (2);"
                + " ALTER TABLE t ALTER COLUMN n DROP DEFAULT; INSERT INTO t (id) VALUES (3)");

        assertThat(run("SELECT * FROM t ORDER BY id")).containsExactly("[1, null]", "[2, 5]", "[3, null]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INT DEFAULT 1 + 1     | the DEFAULT of column 'n' is 1 + 1: write a literal",
                "VARCHAR DEFAULT uuid() | the DEFAULT of column 'n' is uuid(): write a literal",
                "INT DEFAULT 1.5       | column 'n' of type INTEGER cannot have the DEFAULT 1.5",
                "TINYINT DEFAULT 1000  | column 'n' of type TINYINT cannot have the DEFAULT 1000",
                "DATE DEFAULT 'x'      | column 'n' of type DATE cannot have the DEFAULT 'x'"
            })
    void whatIsNotOneValueForAllEnginesIsRefusedAtItsPlace(String column, String message) {
        assertThatThrownBy(() -> run("CREATE TABLE t (n " + column + ")"))
                .hasMessageContaining(message)
                .hasMessageContaining("LINE 1: CREATE TABLE t");
    }

    @Test
    void aRowThatNeedsADefaultOfSparksIsRefused() {
        run("CREATE TABLE t (id INT, key VARCHAR)");
        try (LakeTransaction transaction = lake.begin(IsolationLevel.WRITE_SERIALIZABLE, "spark")) {
            transaction
                    .table(TableName.of("default", "t"))
                    .change(
                            new Operation("spark", "CHANGE COLUMN", Map.of(), Map.of()),
                            List.of(new AlterSchema(List.of(new SetDefault("key", Optional.of("uuid()"))))));
            transaction.commit();
        }

        assertThatThrownBy(() -> run("INSERT INTO t (id) VALUES (1)"))
                .hasMessageContaining("column 'key' has the DEFAULT uuid(), which only Spark can compute");
        assertThat(run("INSERT INTO t VALUES (2, 'two')")).containsExactly("INSERT 1 row, version 2");
    }
}
