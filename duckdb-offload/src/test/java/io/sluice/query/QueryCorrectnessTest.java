package io.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same rows, in lake tables with and without partitions and deleted rows, and in a plain table of the engine, give
 * the same answers to the same queries, however many files were left out.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryCorrectnessTest {
    private static final TableSchema SCHEMA = TableSchema.of(
            Field.optional("id", Primitive.LONG),
            Field.optional("day", Primitive.DATE),
            Field.optional("shop", Primitive.STRING),
            Field.optional("amount", new Decimal(10, 2)),
            Field.optional("ratio", Primitive.DOUBLE),
            Field.optional("part", Primitive.FLOAT),
            Field.optional("paid", Primitive.BOOLEAN),
            Field.optional("tz", Primitive.TIMESTAMP),
            Field.optional("local", Primitive.TIMESTAMP_NTZ),
            Field.optional("small", Primitive.SHORT));

    private static final String ROWS = """
            SELECT i AS id,
                CASE WHEN i % 11 = 0 THEN NULL ELSE DATE '2025-12-30' + (i // 100)::INTEGER END AS day,
                CASE WHEN i % 7 = 0 THEN NULL WHEN i % 13 = 0 THEN '' WHEN i % 17 = 0 THEN 'über ''x''' ELSE 'shop ' || (i % 5) END AS shop,
                CASE WHEN i % 19 = 0 THEN NULL ELSE ((i - 300) / 10.0)::DECIMAL(10,2) END AS amount,
                CASE WHEN i % 23 = 0 THEN 'nan'::DOUBLE WHEN i % 29 = 0 THEN -0.0 ELSE (i - 500) / 7.0 END AS ratio,
                (i * 0.1)::FLOAT AS part,
                CASE WHEN i % 3 = 0 THEN NULL ELSE i % 2 = 0 END AS paid,
                TIMESTAMPTZ '2025-12-31 22:00:00+00' + INTERVAL (i // 240 * 4) HOUR AS tz,
                TIMESTAMP '2025-12-31 22:00:00' + INTERVAL (i) MINUTE AS local,
                (i % 12)::SMALLINT AS small
            FROM range(:first, :end) t(i)""";

    @TempDir
    private static Path folder;

    private final Map<TableName, FileTable> tables = new HashMap<>();
    private LakeSql lake;
    private DuckDbSession plain;

    @BeforeAll
    void fill() {
        FileTable byDay = new FileTable("n.by_day", folder, SCHEMA, "day");
        FileTable byTwo = new FileTable("n.by_two", folder, SCHEMA, "shop", "paid");
        FileTable byInstant = new FileTable("n.by_instant", folder, SCHEMA, "small", "tz");
        FileTable flat = new FileTable("n.flat", folder, SCHEMA);
        for (int first = 0; first < 1000; first += 125) {
            String rows = rows(first, first + 125);
            byDay.append(rows);
            byTwo.append(rows);
            flat.append(rows);
        }
        byInstant.append(rows(0, 1000));
        // Half of the files have lost rows, every third one of them.
        FileTable withDeletions = new FileTable("n.with_deletions", folder, SCHEMA);
        FileTable byDayWithDeletions = new FileTable("n.by_day_with_deletions", folder, SCHEMA, "day");
        for (FileTable table : List.of(withDeletions, byDayWithDeletions)) {
            table.append(rows(0, 500));
            for (int first = 500; first < 1000; first += 125) {
                table.append(rows(first, first + 125) + " UNION ALL SELECT * REPLACE (id + 5000 AS id) FROM ("
                        + rows(first, first + 60) + ")");
            }
            table.delete("id >= 5000");
        }
        for (FileTable table : List.of(byDay, byTwo, byInstant, flat, withDeletions, byDayWithDeletions)) {
            tables.put(table.name(), table);
        }
        lake = new LakeSql(name -> Optional.ofNullable(tables.get(name)), DuckDbSettings.DEFAULT, new Cancellation());
        plain = DuckDbSession.openForQueries(DuckDbSettings.DEFAULT, new Cancellation());
        plain.execute("CREATE TABLE rows AS " + rows(0, 1000));
    }

    private static String rows(int first, int end) {
        return ROWS.replace(":first", String.valueOf(first)).replace(":end", String.valueOf(end));
    }

    @AfterAll
    void close() {
        lake.close();
        plain.close();
    }

    private static final List<String> CONDITIONS = List.of(
            "id = 7",
            "id IN (1, 500, 999, -3)",
            "id IN (1, 2, 3)",
            "id NOT IN (1, 2, 3)",
            "id BETWEEN 240 AND 260",
            "id <> 5 AND id < 10",
            "5 < id AND 8 >= id",
            "id = 3 OR id > 995",
            "id = 3 OR shop = 'shop 1' AND day = '2026-01-02'",
            "NOT (id < 990)",
            "id + 1 > 998",
            "id % 100 = 5",
            "id = 3.5",
            "id > 2.5 AND id < 4",
            "id::VARCHAR = '12'",
            "day = '2026-01-02'",
            "day = DATE '2026-01-02' - 1",
            "day IN ('2026-01-02', '2025-12-31')",
            "day BETWEEN '2026-01-01' AND '2026-01-03'",
            "day IS NULL",
            "day IS NOT NULL AND day < '2026-01-01'",
            "day IS NOT DISTINCT FROM NULL",
            "day IS DISTINCT FROM DATE '2026-01-02'",
            "year(day) = 2025",
            "day >= '2026-01-05' OR day IS NULL",
            "date_trunc('month', day) = '2025-12-01'",
            "strftime(day, '%Y-%m') = '2026-01'",
            "day::VARCHAR LIKE '2026%'",
            "shop = 'shop 1'",
            "shop = ''",
            "shop = 'über ''x'''",
            "shop > 'shop 3'",
            "shop LIKE 'shop%'",
            "shop LIKE '%2'",
            "shop LIKE 'sh_p 2'",
            "shop ILIKE 'SHOP 2'",
            "starts_with(shop, 'ü')",
            "lower(shop) = 'shop 4'",
            "coalesce(shop, 'none') = 'none'",
            "shop IS NULL AND paid",
            "shop COLLATE NOCASE = 'SHOP 2'",
            "amount = 12.5",
            "amount > 65 OR amount < -29.5",
            "amount IN (1.1, 2.25, -30)",
            "amount::INTEGER = 12",
            "ratio > 70",
            "ratio >= 71 OR ratio < -71",
            "ratio = 0",
            "ratio = -0.0",
            "ratio = 'nan'::DOUBLE",
            "ratio <= -70.5",
            "isnan(ratio)",
            "part = 0.1::FLOAT",
            "part > 99.85",
            "part < 0.15",
            "paid",
            "NOT paid",
            "paid IS NULL",
            "paid IS NOT TRUE",
            "paid = (id > 500)",
            "tz = TIMESTAMPTZ '2026-01-01 00:00:00+01'",
            "tz >= '2026-01-01 10:00:00+00'",
            "tz::DATE = '2025-12-31'",
            "local < TIMESTAMP '2025-12-31 22:10:00'",
            "local::DATE = DATE '2026-01-01' AND id % 50 = 0",
            "hour(local) = 3",
            "small = 11",
            "small < 2",
            "small BETWEEN 3 AND 4",
            "false",
            "id = 3 AND id = 4",
            "NULL",
            "id = (SELECT max(id) FROM @)",
            "day = (SELECT min(day) FROM @)",
            "id IN (SELECT id FROM @ WHERE day = '2026-01-02')",
            "shop IN (SELECT shop FROM @ WHERE id < 5)",
            "EXISTS (SELECT 1 FROM @ o WHERE o.id = r.id + 990)",
            "id NOT IN (SELECT id FROM @ WHERE day > '2025-12-30')",
            "(day, shop) IN (('2026-01-02', 'shop 1'))",
            "(shop = 'shop 1' OR shop IS NULL) AND (day = '2026-01-02' OR amount > 60)");

    private static final List<String> QUERIES = List.of(
            "SELECT shop, day, count(*), sum(amount), min(tz), max(local) FROM @ GROUP BY shop, day ORDER BY ALL",
            "SELECT a.id, b.id FROM @ a JOIN @ b ON b.id = a.id + 1 WHERE a.day = '2026-01-02' ORDER BY ALL",
            "SELECT a.id, b.id FROM @ a LEFT JOIN @ b ON b.id = a.id AND b.shop = 'shop 1' WHERE a.id < 30 ORDER BY ALL",
            "SELECT a.id, b.id FROM @ a FULL JOIN @ b ON b.id = a.id AND a.day = '2026-01-02' AND b.day = '2026-01-02' ORDER BY ALL",
            "SELECT a.day, count(*) FROM @ a SEMI JOIN @ b ON a.day = b.day AND b.id = 250 GROUP BY ALL ORDER BY ALL",
            "SELECT count(*) FROM @ a ANTI JOIN @ b ON a.id = b.id AND b.day >= '2026-01-01'",
            "WITH o AS (SELECT * FROM @ WHERE day = '2026-01-02') SELECT x.id FROM o x JOIN o y USING (id) WHERE x.shop = 'shop 1' ORDER BY 1",
            "WITH a AS MATERIALIZED (SELECT * FROM @) SELECT count(*) FROM a WHERE id < 5 UNION ALL SELECT count(*) FROM a WHERE id > 990",
            "WITH RECURSIVE r(n) AS (SELECT min(id) FROM @ UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r JOIN @ ON id = n ORDER BY ALL",
            "SELECT id FROM @ WHERE id < 3 UNION SELECT id FROM @ WHERE id > 997 ORDER BY 1",
            "SELECT id FROM @ EXCEPT SELECT id FROM @ WHERE id >= 3 ORDER BY 1",
            "SELECT * FROM @ ORDER BY id DESC LIMIT 5",
            "SELECT * FROM @ WHERE day = '2026-01-02' ORDER BY ratio, id LIMIT 3 OFFSET 2",
            "SELECT id, row_number() OVER (PARTITION BY day ORDER BY id) AS n FROM @ QUALIFY n = 1 ORDER BY id",
            "SELECT day, sum(amount) FILTER (paid) FROM @ GROUP BY day HAVING count(*) > 50 ORDER BY day",
            "SELECT count(*), count(day), count(DISTINCT shop) FROM @",
            "SELECT (SELECT count(*) FROM @), (SELECT count(*) FROM @ WHERE id = 3)",
            "SELECT DISTINCT ON (shop) shop, id FROM @ ORDER BY shop, id",
            "SELECT * FROM (FROM @ WHERE small = 5) WHERE id > 100 ORDER BY id",
            "SELECT day, shop FROM @ WHERE day IN (SELECT DISTINCT day FROM @ WHERE id BETWEEN 100 AND 120) GROUP BY ALL ORDER BY ALL",
            "FROM (PIVOT @ ON paid IN (true, false) USING count(*) GROUP BY day) ORDER BY day",
            "SELECT a.id FROM @ a, LATERAL (SELECT max(id) AS m FROM @ b WHERE b.day = a.day) WHERE a.id = m ORDER BY 1");

    static List<String> queries() {
        List<String> queries = new java.util.ArrayList<>(QUERIES);
        CONDITIONS.forEach(condition -> queries.add("SELECT * FROM @ r WHERE " + condition + " ORDER BY id"));
        CONDITIONS.forEach(condition -> queries.add("SELECT count(*) FROM @ r WHERE NOT (" + condition + ")"));
        return queries;
    }

    @ParameterizedTest
    @MethodSource("queries")
    void lakeTablesAnswerLikePlainOnes(String query) {
        CollectedRows expected = new CollectedRows();
        plain.stream(query.replace("@", "rows"), expected);
        for (TableName table : tables.keySet()) {
            CollectedRows actual = new CollectedRows();
            lake.run(query.replace("@", table.toString()), actual);
            assertThat(actual.rows()).as("%s over %s", query, table).isEqualTo(expected.rows());
        }
    }
}
