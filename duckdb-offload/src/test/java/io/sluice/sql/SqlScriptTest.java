package io.sluice.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.IsolationLevel;
import io.sluice.error.SluiceException;
import io.sluice.sql.SqlStatement.Query;
import io.sluice.sql.TableStatement.AlterTable;
import io.sluice.sql.TableStatement.Alteration;
import io.sluice.sql.TableStatement.CreateTable;
import io.sluice.sql.TableStatement.IfExists;
import io.sluice.sql.TransactionStatement.Access;
import io.sluice.sql.TransactionStatement.Begin;
import io.sluice.sql.WriteStatement.ColumnOrder;
import io.sluice.sql.WriteStatement.Delete;
import io.sluice.sql.WriteStatement.Insert;
import io.sluice.sql.WriteStatement.Match;
import io.sluice.sql.WriteStatement.Merge;
import io.sluice.sql.WriteStatement.MergeAction;
import io.sluice.sql.WriteStatement.MergeClause;
import io.sluice.sql.WriteStatement.MergeKey;
import io.sluice.sql.WriteStatement.Replaced;
import io.sluice.sql.WriteStatement.SchemaEvolution;
import io.sluice.sql.WriteStatement.Update;
import io.sluice.table.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScriptTest {
    private static <T> T parse(Class<T> kind, String sql) {
        return kind.cast(SqlScript.parseOne(sql));
    }

    private static List<String> texts(List<Span> spans) {
        return spans.stream().map(Span::text).toList();
    }

    private static List<String> assignments(List<WriteStatement.Assignment> assignments) {
        return assignments.stream()
                .map(each -> String.join(".", each.column().names()) + " := "
                        + each.value().text())
                .toList();
    }

    @Test
    void anUpdateHasItsExpressionsAsTheUserWroteThem() {
        Update update = parse(Update.class, """
                WITH n AS (SELECT 1 AS delete)
                UPDATE sales.orders AS o
                SET o.a = CASE WHEN x IS DISTINCT FROM y THEN 1 ELSE 2 END, -- not FROM
                    b = [z * 2 FOR z IN list IF z > 1],
                    (c, d) = (n.delete, {'from': $$it's$$})
                FROM n, s JOIN u USING (id) WHERE o.id = s.id AND o.where IS NOT NULL""");
        assertThat(update.target().name()).isEqualTo(TableName.of("sales", "orders"));
        assertThat(update.target().alias()).contains("o");
        assertThat(update.with().map(Span::text)).contains("WITH n AS (SELECT 1 AS delete)");
        assertThat(assignments(update.assignments()))
                .containsExactly(
                        "a := CASE WHEN x IS DISTINCT FROM y THEN 1 ELSE 2 END",
                        "b := [z * 2 FOR z IN list IF z > 1]",
                        "c := n.delete",
                        "d := {'from': $$it's$$}");
        assertThat(update.from().map(Span::text)).contains("n, s JOIN u USING (id)");
        assertThat(update.where().map(Span::text)).contains("o.id = s.id AND o.where IS NOT NULL");
    }

    @Test
    void aDeleteHasItsConditionAndTheTablesThatHelp() {
        Delete delete = parse(Delete.class, "DELETE FROM t AS x USING s, LATERAL (SELECT 1) l WHERE s.id = x.id");
        assertThat(delete.using().map(Span::text)).contains("s, LATERAL (SELECT 1) l");
        assertThat(delete.where().map(Span::text)).contains("s.id = x.id");
        assertThat(parse(Delete.class, "delete from `t`").where()).isEmpty();
    }

    @Test
    void anInsertHasAQueryAndMayReplaceRows() {
        Insert insert = parse(Insert.class, "WITH c AS (SELECT 1) INSERT INTO t (a, \"b c\") SELECT * FROM c");
        assertThat(insert.rows().columns())
                .extracting(column -> column.simple())
                .containsExactly("a", "b c");
        assertThat(insert.rows().query().text()).isEqualTo("SELECT * FROM c");
        assertThat(insert.replaced()).isInstanceOf(Replaced.Nothing.class);
        assertThat(parse(Insert.class, "INSERT INTO t BY NAME FROM s").rows().order())
                .isEqualTo(ColumnOrder.BY_NAME);
        assertThat(parse(Insert.class, "INSERT INTO t (SELECT 1)")
                        .rows()
                        .query()
                        .text())
                .isEqualTo("(SELECT 1)");
        Insert where = parse(
                Insert.class, "INSERT INTO TABLE t REPLACE WHERE a IS NOT DISTINCT FROM 3 AND b > 1 FROM s SELECT *");
        assertThat(((Replaced.Where) where.replaced()).predicate().text())
                .isEqualTo("a IS NOT DISTINCT FROM 3 AND b > 1");
        assertThat(where.rows().query().text()).isEqualTo("FROM s SELECT *");
    }

    @Test
    void anOverwriteReplacesTheTableOrPartitions() {
        assertThat(parse(Insert.class, "INSERT OVERWRITE t SELECT 1").replaced())
                .isInstanceOf(Replaced.Everything.class);
        Insert partitions =
                parse(Insert.class, "INSERT OVERWRITE TABLE t PARTITION (p = concat('x', 'y'), q) VALUES (1, 2)");
        assertThat(partitions.replaced()).isInstanceOf(Replaced.Partitions.class);
        assertThat(partitions.partition())
                .extracting(each -> each.value().map(Span::text))
                .containsExactly(Optional.of("concat('x', 'y')"), Optional.empty());
    }

    @Test
    void aMergeHasItsClausesInOrder() {
        Merge merge = parse(Merge.class, """
                MERGE WITH SCHEMA EVOLUTION INTO sales.t x
                USING (SELECT * FROM s) AS y (id, a)
                ON x.id = y.id AND CASE WHEN y.a THEN true ELSE false END
                WHEN MATCHED AND y.gone THEN DELETE
                WHEN MATCHED THEN UPDATE SET x.a = y.a, b = 1
                WHEN NOT MATCHED AND y.a > 1 THEN INSERT (id, x.a) VALUES (y.id, f(y.a, 1))
                WHEN NOT MATCHED BY TARGET THEN INSERT *
                WHEN NOT MATCHED BY SOURCE AND x.a = 1 THEN UPDATE SET a = 0
                WHEN NOT MATCHED BY SOURCE THEN DO NOTHING""");
        assertThat(merge.evolution()).isEqualTo(SchemaEvolution.ADD_COLUMNS);
        assertThat(merge.source().reference().text()).isEqualTo("(SELECT * FROM s) AS y (id, a)");
        assertThat(merge.source().qualifier()).contains("y");
        assertThat(((MergeKey.On) merge.key()).condition().text())
                .isEqualTo("x.id = y.id AND CASE WHEN y.a THEN true ELSE false END");
        assertThat(merge.clauses())
                .extracting(MergeClause::match)
                .containsExactly(
                        Match.MATCHED,
                        Match.MATCHED,
                        Match.NOT_MATCHED_BY_TARGET,
                        Match.NOT_MATCHED_BY_TARGET,
                        Match.NOT_MATCHED_BY_SOURCE,
                        Match.NOT_MATCHED_BY_SOURCE);
        assertThat(merge.clauses().get(0).condition().map(Span::text)).contains("y.gone");
        MergeAction.UpdateSet update =
                (MergeAction.UpdateSet) merge.clauses().get(1).action();
        assertThat(assignments(update.assignments())).containsExactly("a := y.a", "b := 1");
        MergeAction.InsertValues insert =
                (MergeAction.InsertValues) merge.clauses().get(2).action();
        assertThat(insert.columns()).extracting(ColumnPath::simple).containsExactly("id", "a");
        assertThat(texts(insert.values())).containsExactly("y.id", "f(y.a, 1)");
        assertThat(merge.clauses().get(3).action()).isInstanceOf(MergeAction.InsertAll.class);
        assertThat(merge.clauses().get(5).action()).isInstanceOf(MergeAction.DoNothing.class);
    }

    @Test
    void aMergeMayBeWrittenAsDuckDbUsersDo() {
        Merge merge = parse(
                Merge.class,
                "MERGE INTO t USING read_csv('a.csv') USING (id, k) WHEN MATCHED THEN UPDATE"
                        + " WHEN NOT MATCHED THEN INSERT BY NAME");
        assertThat(merge.source().qualifier()).contains("read_csv");
        assertThat(((MergeKey.Using) merge.key()).columns())
                .extracting(ColumnPath::simple)
                .containsExactly("id", "k");
        assertThat(merge.clauses().get(0).action()).isInstanceOf(MergeAction.UpdateAll.class);
        assertThat(merge.clauses().get(1).action()).isInstanceOf(MergeAction.InsertAll.class);
    }

    @Test
    void aTableIsCreatedInSparksWordsOrInDuckDbs() {
        CreateTable create = parse(CreateTable.class, """
                CREATE OR REPLACE TABLE sales.t (
                  id BIGINT NOT NULL COMMENT 'the key',
                  m MAP<STRING, ARRAY<INT>>, d DECIMAL(10, 2), s STRUCT(x INT, y VARCHAR),
                  CONSTRAINT pos CHECK (id > 0), CHECK (d < 5))
                USING delta PARTITIONED BY (p STRING) COMMENT 'all of them'
                TBLPROPERTIES ('delta.appendOnly' = true, a.b = 'c')""");
        assertThat(create.ifExists()).isEqualTo(IfExists.REPLACE);
        assertThat(create.columns())
                .extracting(
                        column -> column.column().simple() + " " + column.type().text())
                .containsExactly(
                        "id BIGINT",
                        "m MAP<STRING, ARRAY<INT>>",
                        "d DECIMAL(10, 2)",
                        "s STRUCT(x INT, y VARCHAR)",
                        "p STRING");
        assertThat(create.columns().get(0).nullable()).isFalse();
        assertThat(create.columns().get(0).comment()).contains("the key");
        assertThat(create.checks())
                .extracting(check ->
                        check.name().orElse("-") + " " + check.condition().text())
                .containsExactly("pos id > 0", "- d < 5");
        assertThat(create.options().properties()).isEqualTo(Map.of("delta.appendOnly", "true", "a.b", "c"));
        assertThat(create.options().partitionColumns())
                .extracting(ColumnPath::simple)
                .containsExactly("p");
        assertThat(create.options().comment()).contains("all of them");
        CreateTable as = parse(
                CreateTable.class,
                "CREATE TABLE IF NOT EXISTS t PARTITIONED BY (p) WITH (a = 'b') AS WITH c AS (SELECT 1) FROM c");
        assertThat(as.query().map(Span::text)).contains("WITH c AS (SELECT 1) FROM c");
        assertThat(as.ifExists()).isEqualTo(IfExists.KEEP);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ALTER TABLE t ADD COLUMN x INT                               | AddColumns
                    ALTER TABLE t ADD COLUMNS (x INT, y STRING COMMENT 'z')      | AddColumns
                    ALTER TABLE t RENAME COLUMN a TO b                           | RenameColumn
                    ALTER TABLE t DROP COLUMN IF EXISTS a                        | DropColumns
                    ALTER TABLE t DROP COLUMNS (a, b)                            | DropColumns
                    ALTER TABLE t RENAME TO sales.u                              | RenameTable
                    ALTER TABLE t ALTER COLUMN a TYPE BIGINT                     | ChangeType
                    ALTER TABLE t ALTER a SET DATA TYPE DECIMAL(10, 2)           | ChangeType
                    ALTER TABLE t ALTER COLUMN a SET NOT NULL                    | SetNotNull
                    ALTER TABLE t ALTER COLUMN a DROP NOT NULL                   | DropNotNull
                    ALTER TABLE t ALTER COLUMN a COMMENT 'x'                     | CommentColumn
                    COMMENT ON COLUMN sales.t.a IS NULL                          | CommentColumn
                    COMMENT ON TABLE t IS 'x'                                    | CommentTable
                    ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)                 | AddCheck
                    ALTER TABLE t DROP CONSTRAINT c                              | DropCheck
                    ALTER TABLE t SET TBLPROPERTIES ('delta.appendOnly'='true')  | SetProperties
                    ALTER TABLE t UNSET TBLPROPERTIES IF EXISTS ('a')            | UnsetProperties
                    """)
    void aTableIsAltered(String sql, String alteration) {
        Alteration parsed = parse(AlterTable.class, sql).alteration();
        assertThat(parsed.getClass().getSimpleName()).isEqualTo(alteration);
    }

    @Test
    void aTransactionMayHaveALevel() {
        assertThat(parse(Begin.class, "BEGIN").level()).isEmpty();
        assertThat(parse(Begin.class, "BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE READ ONLY"))
                .extracting(Begin::level, Begin::access)
                .containsExactly(Optional.of(IsolationLevel.SERIALIZABLE), Access.READ_ONLY);
        assertThat(parse(Begin.class, "START TRANSACTION ISOLATION LEVEL WRITE SERIALIZABLE")
                        .level())
                .contains(IsolationLevel.WRITE_SERIALIZABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "WITH c AS (SELECT 1 AS delete) SELECT (1) delete FROM c",
                "FROM t",
                "SET threads = 1",
                "DESCRIBE HISTORY",
                "PIVOT t ON a USING sum(b)"
            })
    void whatReadsIsLeftToTheEngine(String sql) {
        assertThat(SqlScript.parseOne(sql)).isInstanceOf(Query.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    UPDATE t SET a 1                               | syntax error at or near "1": expected '='
                    UPDATE t SET a = 1) WHERE true                 | syntax error at or near ")": expected WHERE
                    DELETE t WHERE true                            | syntax error at or near "t": expected FROM
                    DELETE FROM t WHERE a LIMIT 3                  | LIMIT is not supported in a statement that changes rows
                    DELETE FROM t RETURNING                        | syntax error at the end of the statement: expected * or expressions
                    TRUNCATE t RETURNING a                         | syntax error at or near "RETURNING": expected the end of the statement
                    UPDATE t SET (a, b) = (SELECT 1, 2)            | a list of columns cannot be set to a query: put the query after FROM
                    EXPLAIN ANALYZE DELETE FROM t                  | EXPLAIN ANALYZE would have to run the statement: EXPLAIN shows the plan of what it reads
                    UPDATE t SET a = 1 FROM s LIMIT 1              | LIMIT is not supported here: put it into a subquery
                    INSERT INTO t                                  | syntax error at the end of the statement: expected VALUES, SELECT or another query
                    INSERT INTO t SELECT 1 ON CONFLICT DO NOTHING  | CONFLICT is not supported after INSERT
                    MERGE INTO t USING s ON a = b                  | syntax error at the end of the statement: expected WHEN MATCHED or WHEN NOT MATCHED
                    CREATE VIEW v AS SELECT 1                      | syntax error at or near "VIEW": expected TABLE: a lake has nothing else to create
                    CREATE TABLE t (a INT PRIMARY KEY)             | keys are not supported: a constraint is NOT NULL or CHECK (condition)
                    CREATE TABLE t                                 | syntax error at the end of the statement: expected columns in parentheses, or AS and a query
                    ALTER TABLE t ALTER COLUMN a FIRST             | syntax error at or near "FIRST": expected TYPE, SET DEFAULT, DROP DEFAULT, SET NOT NULL, DROP NOT NULL or COMMENT
                    ALTER SCHEMA a RENAME TO b                     | ALTER SCHEMA is not there: rename its tables, ALTER TABLE OLD.TABLE RENAME TO NEW.TABLE, or the namespace with all of them in Trino
                    BEGIN ISOLATION LEVEL READ COMMITTED           | syntax error at or near "READ": expected SERIALIZABLE or WRITE SERIALIZABLE, the two levels there are
                    COMMIT t                                       | syntax error at or near "t": expected the end of the statement
                    """)
    void whatIsNotUnderstoodIsAnErrorAtItsPlace(String sql, String message) {
        assertThatThrownBy(() -> SqlScript.parse(sql))
                .isInstanceOf(SluiceException.class)
                .hasMessageStartingWith(message + "\n\nLINE 1: " + sql + "\n");
    }

    @Test
    void theMarkIsBelowTheWordAndTheLineIsThatOfTheScript() {
        assertThatThrownBy(() -> SqlScript.parse("SELECT 1;\n\nMERGE INTO t USING s ON a = b\n  WHEN MATCHED DELETE"))
                .hasMessage("""
                        syntax error at or near "DELETE": expected THEN

                        LINE 4:   WHEN MATCHED DELETE
                                               ^""");
    }

    @Test
    void aClauseThatNoRowReachesIsAnError() {
        assertThatThrownBy(() -> SqlScript.parse("MERGE INTO t USING s ON a = b WHEN MATCHED THEN DELETE\n"
                        + "WHEN MATCHED AND x THEN DO NOTHING"))
                .hasMessage("no row can reach this clause: one before it takes all such rows\n\n"
                        + "LINE 2: WHEN MATCHED AND x THEN DO NOTHING\n        ^");
    }

    @Test
    void statementsAreCompleteWithTheirSemicolon() {
        SqlScript script = new SqlScript();
        assertThat(script.take("SELECT 1; SELECT\n")).containsExactly("SELECT 1;");
        assertThat(script.isWithin()).isTrue();
        assertThat(script.take(" ';' -- ;\n")).isEmpty();
        assertThat(script.take("; /* ; */ SELECT 3 ;;"))
                .containsExactly("SELECT\n ';' -- ;\n;", "/* ; */ SELECT 3 ;", ";");
        assertThat(script.take("SELECT 4")).isEmpty();
        assertThat(script.rest()).isEqualTo("SELECT 4");
        assertThat(script.isWithin()).isFalse();
    }

    @Test
    void anErrorOfTheEngineIsMappedToTheUsersText() {
        String script = "SELECT 1;\nDELETE FROM t\nWHERE a = 1 AND nope > 3";
        Delete delete = (Delete) SqlScript.parse(script).get(1);
        ComposedSql sql = new ComposedSql()
                .add("SELECT file_row_number FROM t WHERE (")
                .add(delete.where().orElseThrow())
                .add(")");
        assertThat(sql.text()).isEqualTo("SELECT file_row_number FROM t WHERE (\na = 1 AND nope > 3\n)");
        SluiceException failure = SluiceException.user(
                "Referenced column \"nope\" not found\n\nLINE 2: a = 1 AND nope > 3\n                  ^");
        assertThat(sql.explained(failure)).hasMessage("""
                        Referenced column "nope" not found

                        LINE 3: WHERE a = 1 AND nope > 3
                                                ^""");
        assertThat(sql.explained(SluiceException.user("no\n\nLINE 1: SELECT file_row_number\n               ^")))
                .hasMessage("no");
    }
}
