package io.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.duckdb.ResultColumn;
import io.sluice.error.SluiceException;
import io.sluice.sql.Span;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeSqlTest {
    private static final TableSchema ORDERS = TableSchema.of(
            Field.optional("id", Primitive.LONG),
            Field.optional("shop", Primitive.STRING),
            Field.optional("day", Primitive.DATE),
            Field.optional("amount", new Decimal(10, 2)));

    @TempDir
    private Path folder;

    private final Map<TableName, FileTable> tables = new HashMap<>();
    private final LakeSql sql =
            new LakeSql(name -> Optional.ofNullable(tables.get(name)), DuckDbSettings.DEFAULT, new Cancellation());

    @AfterEach
    void close() {
        sql.close();
    }

    private FileTable table(String name, TableSchema schema, String... partitionColumns) {
        FileTable table = new FileTable(name, folder, schema, partitionColumns);
        tables.put(table.name(), table);
        return table;
    }

    private List<List<Object>> rows(String script) {
        CollectedRows rows = new CollectedRows();
        sql.run(script, rows);
        return rows.rows();
    }

    private FileTable ordersByDay() {
        return table("sales.orders", ORDERS, "day")
                .append("SELECT i AS id, 'shop ' || (i % 3) AS shop, DATE '2026-01-01' + (i % 5)::INTEGER AS day,"
                        + " (i / 10.0)::DECIMAL(10,2) AS amount FROM range(100) t(i)")
                .append("SELECT 100 AS id, NULL AS shop, NULL::DATE AS day, NULL::DECIMAL(10,2) AS amount");
    }

    @Test
    void readsATableByItsName() {
        ordersByDay();
        assertThat(rows("SELECT id, shop, day, amount FROM sales.orders WHERE id IN (7, 100) ORDER BY id"))
                .containsExactly(
                        List.of(7L, "shop 1", "2026-01-03", new java.math.BigDecimal("0.70")),
                        java.util.Arrays.asList(100L, null, null, null));
    }

    @Test
    void aNameWithoutNamespaceIsInTheDefaultOne() {
        table("items", TableSchema.of(Field.optional("x", Primitive.INTEGER))).append("SELECT 1 AS x");
        assertThat(rows("FROM items")).containsExactly(List.of(1));
        assertThat(rows("FROM \"default\".items i WHERE i.x = 1")).containsExactly(List.of(1));
    }

    @Test
    void anEmptyTableHasItsColumnsAndNoRows() {
        table("sales.orders", ORDERS, "day");
        CollectedRows rows = new CollectedRows();
        sql.run("FROM sales.orders", rows);
        assertThat(rows.rows()).isEmpty();
        assertThat(rows.columns())
                .containsExactly(
                        new ResultColumn("id", "BIGINT"),
                        new ResultColumn("shop", "VARCHAR"),
                        new ResultColumn("day", "DATE"),
                        new ResultColumn("amount", "DECIMAL(10,2)"));
    }

    @Test
    void readsEarlierStatesByVersionAndByTimestamp() {
        ordersByDay();
        assertThat(rows(
                        "SELECT (SELECT count(*) FROM sales.orders), (SELECT count(*) FROM sales.orders AT (VERSION => 1)),"
                                + " (SELECT count(*) FROM sales.orders o AT (TIMESTAMP => TIMESTAMP '2026-01-01 00:01:30')),"
                                + " (SELECT count(*) FROM sales.orders AS o AT (VERSION => 0))"))
                .containsExactly(List.of(101L, 100L, 100L, 0L));
    }

    @Test
    void columnsOfAnEarlierStateMayBeQualified() {
        ordersByDay();
        assertThat(rows("SELECT count(orders.id), count(o.id) FROM sales.orders AT (VERSION => 1)"
                        + " JOIN sales.orders o AT (VERSION => 2) ON o.id = orders.id"))
                .containsExactly(List.of(100L, 100L));
    }

    @Test
    void columnsAddedLaterAreNullAndWidenedOnesAreCast() {
        FileTable table = table(
                "t", TableSchema.of(Field.optional("a", Primitive.INTEGER), Field.optional("b", new Decimal(6, 2))));
        table.append("SELECT 1::INTEGER AS a, 1.25::DECIMAL(6,2) AS b");
        table.alter(TableSchema.of(
                Field.optional("a", Primitive.LONG),
                Field.optional("b", new Decimal(12, 3)),
                Field.optional("c", Primitive.STRING)));
        table.append("SELECT 5000000000 AS a, 2.125::DECIMAL(12,3) AS b, 'new' AS c");
        assertThat(rows("SELECT a, b::VARCHAR, c FROM t ORDER BY a"))
                .containsExactly(java.util.Arrays.asList(1L, "1.250", null), List.of(5000000000L, "2.125", "new"));
        assertThat(rows("SELECT count(*) FROM t WHERE c IS NULL")).containsExactly(List.of(1L));
    }

    @Test
    void readsNestedColumns() {
        Struct address = new Struct(
                List.of(Field.optional("street name", Primitive.STRING), Field.optional("zip", Primitive.INTEGER)));
        table(
                        "people",
                        TableSchema.of(
                                Field.optional("id", Primitive.INTEGER),
                                Field.optional("address", address),
                                Field.optional("tags", new Array(Primitive.STRING, true)),
                                Field.optional("scores", new Mapping(Primitive.STRING, Primitive.DOUBLE, true))))
                .append("SELECT 1 AS id, {'street name': 'High St', 'zip': 123} AS address, ['a', NULL] AS tags,"
                        + " MAP {'x': 1.5} AS scores")
                .append("SELECT 2 AS id, NULL AS address, NULL::VARCHAR[] AS tags, NULL AS scores");
        assertThat(rows("SELECT address, address.zip, tags, scores['x'] FROM people WHERE id = 1"))
                .containsExactly(List.of(
                        Map.of("street name", "High St", "zip", 123), 123, java.util.Arrays.asList("a", null), 1.5));
        assertThat(rows("SELECT id FROM people WHERE address.zip > 100")).containsExactly(List.of(1));
    }

    @Test
    void aLocationMayLookLikeAPattern() throws Exception {
        folder = Files.createDirectory(folder.resolve("a[b]*c? d'e"));
        table("t", TableSchema.of(Field.optional("x", Primitive.INTEGER), Field.optional("p", Primitive.STRING)), "p")
                .append("SELECT range AS x, 'p=' || (range % 2) AS p FROM range(4)");
        assertThat(rows("SELECT p, sum(x) FROM t GROUP BY p ORDER BY p").toString())
                .isEqualTo("[[p=0, 2], [p=1, 4]]");
    }

    @Test
    void tablesMeetFilesInOneQuery() throws Exception {
        ordersByDay();
        Path csv = Files.writeString(folder.resolve("shops.csv"), "shop,city\nshop 1,Ulm\nshop 2,Bonn\n");
        assertThat(rows(
                        "SELECT city, count(*) FROM sales.orders JOIN '%s' USING (shop) WHERE day = '2026-01-01' GROUP BY ALL ORDER BY ALL"
                                .formatted(csv)))
                .containsExactly(List.of("Bonn", 7L), List.of("Ulm", 6L));
    }

    @Test
    void namesInsideTextsAndCommentsAreNoTables() {
        ordersByDay();
        assertThat(rows("/* FROM x.y; */ SELECT 'FROM a.b; ' || count(*) AS \"c;d\" FROM sales.orders -- ; end"))
                .containsExactly(List.of("FROM a.b; 101"));
    }

    @Test
    void aCommonTableExpressionHidesATable() {
        table("items", TableSchema.of(Field.optional("x", Primitive.INTEGER))).append("SELECT 1 AS x");
        assertThat(rows("WITH items AS (SELECT 42 AS x) FROM items")).containsExactly(List.of(42));
    }

    @Test
    void statementsOfAScriptRunInOrder() {
        ordersByDay();
        CollectedRows rows = new CollectedRows();
        sql.run(
                "SET VARIABLE least = 98; ; SELECT id FROM sales.orders WHERE id > getvariable('least') ORDER BY id;"
                        + "SELECT count(*) FROM sales.orders;",
                rows);
        assertThat(rows.results()).isEqualTo(2);
        assertThat(rows.rows()).containsExactly(List.of(101L));
    }

    @Test
    void describesSummarizesAndPivotsTables() {
        ordersByDay();
        assertThat(rows("DESCRIBE sales.orders")).hasSize(4);
        assertThat(rows("SUMMARIZE sales.orders")).hasSize(4);
        assertThat(rows("PIVOT sales.orders ON shop USING count(*) GROUP BY day ORDER BY day"))
                .hasSize(6);
        assertThat(rows("EXPLAIN SELECT * FROM sales.orders WHERE day = '2026-01-01'"))
                .isNotEmpty();
    }

    @Test
    void queriesDoNotWrite() {
        ordersByDay();
        for (String statement : List.of(
                "INSERT INTO sales.orders VALUES (1, 'x', NULL, 1)",
                "DELETE FROM sales.orders",
                "CREATE TABLE x AS SELECT 1",
                "DROP TABLE sales.orders",
                "WITH x AS (SELECT 1) INSERT INTO sales.orders SELECT 1, 'x', NULL, 1",
                "WITH x AS (DELETE FROM sales.orders RETURNING *) SELECT * FROM x",
                "EXPLAIN ANALYZE DELETE FROM sales.orders",
                "COPY sales.orders TO 'x.csv'")) {
            assertThatThrownBy(() -> rows(statement))
                    .as(statement)
                    .isInstanceOf(SluiceException.class)
                    .hasMessageContaining("is not supported here: 'sluice sql' runs queries");
        }
        assertThat(rows("SELECT count(*) FROM sales.orders")).containsExactly(List.of(101L));
    }

    @Test
    void errorsAreTheEnginesAndPointIntoTheUsersText() {
        ordersByDay();
        assertThatThrownBy(() -> rows("SELECT 1;\nSELECT id,\n       nope\nFROM sales.orders o AT (VERSION => 1)"))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("Referenced column \"nope\" not found")
                .hasMessageContaining("LINE 3:        nope\n               ^^^^");
        assertThatThrownBy(() -> rows("SELECT 1 FROM sales.missing"))
                .hasMessageContaining("does not exist")
                .hasMessageContaining("'sluice tables' lists the tables");
        assertThatThrownBy(() -> rows("SELEC 1")).hasMessageContaining("syntax error at or near \"SELEC\"");
        assertThatThrownBy(() -> rows(" ; -- nothing")).hasMessageContaining("there is no statement");
        assertThat(rows("SELECT 'still there'")).containsExactly(List.of("still there"));
    }

    @Test
    void writesParquetWithExactSums() {
        ordersByDay();
        Path file = folder.resolve("result.parquet");
        sql.writeParquet(Span.of("SELECT shop, sum(id) AS ids FROM sales.orders GROUP BY shop ORDER BY shop"), file);
        CollectedRows rows = new CollectedRows();
        sql.run("FROM '%s'".formatted(file), rows);
        assertThat(rows.columns())
                .containsExactly(new ResultColumn("shop", "VARCHAR"), new ResultColumn("ids", "DECIMAL(38,0)"));
        assertThat(rows.rows()).hasSize(4);
    }

    @Test
    void valuesArePlain() {
        assertThat(rows("SELECT TIMESTAMP '2026-03-29 02:30:00.5', TIMESTAMPTZ '2026-01-01 00:00:00+02', 1::HUGEINT,"
                        + " 'ab\\x00c'::BLOB, [DATE '2026-01-01'], TIME '10:00:00', INTERVAL 3 DAY, NULL"))
                .containsExactly(java.util.Arrays.asList(
                        "2026-03-29 02:30:00.5",
                        "2025-12-31 22:00:00+00",
                        java.math.BigInteger.ONE,
                        "ab\\x00c",
                        List.of("2026-01-01"),
                        "10:00",
                        "3 days",
                        null));
    }
}
