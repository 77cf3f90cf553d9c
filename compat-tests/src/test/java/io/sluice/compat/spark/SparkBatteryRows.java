package io.sluice.compat.spark;

import static io.sluice.compat.spark.SparkBatteryProgram.equal;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Rows that are written, read and changed. */
final class SparkBatteryRows {
    private SparkBatteryRows() {}

    static void types(SparkBatteryProgram battery) throws Exception {
        SparkSession spark = battery.spark();
        Dataset<Row> rows = spark.range(0, 500, 1, 3)
                .selectExpr(
                        "id",
                        "id % 2 = 0 AS flag",
                        "CAST(id % 100 AS TINYINT) AS tiny",
                        "CAST(id AS SMALLINT) AS small",
                        "CAST(id AS FLOAT) / 3 AS real",
                        "CAST(id AS DOUBLE) / 7 AS double",
                        "CAST(id AS DECIMAL(9,2)) / 4 AS short_decimal",
                        "CAST(id AS DECIMAL(38,10)) AS long_decimal",
                        "if(id % 7 = 0, NULL, concat('ä', id)) AS text",
                        "CAST(CAST(id AS STRING) AS BINARY) AS bytes",
                        "date_add(DATE'1969-12-01', CAST(id AS INT)) AS day",
                        "timestamp_micros(id * 1000001 - 5) AS moment",
                        "CAST(timestamp_micros(id * 999999) AS TIMESTAMP_NTZ) AS local",
                        "if(id % 5 = 0, NULL, array(id, NULL, id + 1)) AS list",
                        "map(concat('k', id), named_struct('x', id, 'y', array(named_struct('z', id)))) AS nested");

        rows.writeTo("lake.default.types").create();
        rows.writeTo("lake.default.types").append();

        Dataset<Row> read = spark.table("lake.default.types");
        equal("rows", 1000L, read.count());
        Dataset<Row> texts = read.selectExpr("to_json(struct(*)) AS row").distinct();
        equal(
                "missing",
                0L,
                rows.selectExpr("to_json(struct(*)) AS row").exceptAll(texts).count());
        equal(
                "added",
                0L,
                texts.exceptAll(rows.selectExpr("to_json(struct(*)) AS row")).count());
        battery.answers(
                "SELECT nested['k3'].y[0].z, list[2], moment FROM types WHERE id = 3 LIMIT 1",
                "[3,4,1970-01-01 00:00:02.999998]");
    }

    static void partitions(SparkBatteryProgram battery) {
        battery.run(
                "CREATE TABLE parts (id INT, p STRING, d DATE) PARTITIONED BY (p, d)",
                "INSERT INTO parts VALUES (1, 'a/b=c %25', DATE'2020-02-29'), (2, NULL, NULL), (3, 'ü', DATE'1969-12-31')",
                "INSERT INTO parts PARTITION (p = 'x', d = DATE'2020-01-01') VALUES (4)");
        battery.answers("SELECT * FROM parts WHERE p = 'a/b=c %25'", "[1,a/b=c %25,2020-02-29]");
        battery.answers("SELECT id FROM parts WHERE p IS NULL AND d IS NULL", "[2]");
        battery.answers("SELECT id FROM parts WHERE d < DATE'2020-02-01' ORDER BY id", "[3]", "[4]");
        battery.answers(
                "SELECT a.id FROM parts a JOIN (SELECT DISTINCT p FROM parts WHERE id > 2) b ON a.p = b.p ORDER BY 1",
                "[3]",
                "[4]");
    }

    static void overwrites(SparkBatteryProgram battery) throws Exception {
        battery.run(
                "CREATE TABLE over (id INT, p STRING) PARTITIONED BY (p)",
                "INSERT INTO over VALUES (1, 'a'), (2, 'b'), (3, 'c')",
                "INSERT INTO over REPLACE WHERE p = 'a' VALUES (11, 'a')");
        battery.spark()
                .sql("SELECT 12 AS id, 'b' AS p")
                .writeTo("lake.default.over")
                .overwritePartitions();
        battery.answers("SELECT * FROM over ORDER BY id", "[3,c]", "[11,a]", "[12,b]");
        battery.run("INSERT OVERWRITE over VALUES (9, 'z')");
        battery.answers("SELECT * FROM over", "[9,z]");
        battery.run("CREATE OR REPLACE TABLE over AS SELECT 1.5BD AS other");
        battery.answers("SELECT * FROM over", "[1.5]");
        battery.answers("SELECT count(*) FROM over VERSION AS OF 1", "[3]");
    }

    static void pushdown(SparkBatteryProgram battery) {
        battery.run(
                "CREATE TABLE push AS SELECT id, concat('s', id % 10) AS s, if(id % 3 = 0, NULL, id) AS n FROM range(0, 1000, 1, 4)",
                "DELETE FROM push WHERE id = 999");
        battery.answers("SELECT count(*), min(id), max(n) FROM push", "[999,0,998]");
        battery.answers("SELECT count(n), sum(n) FROM push WHERE s IN ('s1', 's2')", "[134,66531]");
        battery.answers("SELECT id FROM push WHERE n IS NULL AND id > 990 ORDER BY id LIMIT 2", "[993]", "[996]");
        battery.answers("SELECT id FROM push WHERE s LIKE 's7%' OR id = 5 ORDER BY id DESC LIMIT 2", "[997]", "[987]");
        battery.answers("SELECT count(*) FROM (SELECT * FROM push LIMIT 17)", "[17]");
    }

    static void rowChanges(SparkBatteryProgram battery, boolean vectors) {
        String table = vectors ? "changed_vectors" : "changed_files";
        battery.run(
                "CREATE TABLE %s (id BIGINT, v INT, p INT) PARTITIONED BY (p) TBLPROPERTIES ('delta.enableDeletionVectors' = '%s')"
                        .formatted(table, vectors),
                "INSERT INTO %s SELECT id, 0, id %% 3 FROM range(100)".formatted(table),
                "UPDATE %s SET v = v + 1 WHERE id %% 10 = 0".formatted(table),
                "UPDATE %1$s SET v = 7 WHERE id = (SELECT max(id) FROM %1$s)".formatted(table),
                "DELETE FROM %s WHERE p = 2".formatted(table),
                "DELETE FROM %1$s WHERE id IN (SELECT id + 1 FROM %1$s WHERE v = 1)".formatted(table),
                "UPDATE %s SET p = 5 WHERE id = 3".formatted(table));
        battery.answers("SELECT count(*), sum(v), min(id) FROM " + table, "[63,14,0]");
        battery.answers("SELECT id FROM %s WHERE p = 5 OR v = 7 ORDER BY id".formatted(table), "[3]", "[99]");
        battery.answers("SELECT count(*) FROM %s VERSION AS OF 1".formatted(table), "[100]");
    }

    static void merge(SparkBatteryProgram battery) {
        battery.run(
                "CREATE TABLE target AS SELECT id, 'old' AS v FROM range(10)",
                "CREATE TABLE source AS SELECT id, 'new' AS v, id % 2 = 0 AS gone FROM range(5, 15)",
                "MERGE INTO target t USING source s ON t.id = s.id"
                        + " WHEN MATCHED AND s.gone THEN DELETE"
                        + " WHEN MATCHED THEN UPDATE SET v = s.v"
                        + " WHEN NOT MATCHED AND s.id > 12 THEN INSERT (id, v) VALUES (s.id, s.v)"
                        + " WHEN NOT MATCHED BY SOURCE AND t.id = 0 THEN DELETE"
                        + " WHEN NOT MATCHED BY SOURCE AND t.id = 1 THEN UPDATE SET v = 'kept'");
        battery.answers(
                "SELECT v, collect_list(id) FROM (SELECT * FROM target ORDER BY id) GROUP BY v ORDER BY v",
                "[kept,ArraySeq(1)]",
                "[new,ArraySeq(5, 7, 9, 13, 14)]",
                "[old,ArraySeq(2, 3, 4)]");
        battery.refuses(
                "MERGE INTO target t USING (SELECT 2 AS id FROM range(2)) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = 'x'",
                "MERGE_CARDINALITY_VIOLATION");
    }

    static void madeColumns(SparkBatteryProgram battery) {
        battery.run(
                "CREATE TABLE made (id BIGINT GENERATED ALWAYS AS IDENTITY, n INT, twice INT GENERATED ALWAYS AS (n * 2))",
                "INSERT INTO made (n) VALUES (10)",
                "UPDATE made AS m SET m.n = 11");
        battery.answers("SELECT * FROM made", "[1,11,22]");
        battery.run("UPDATE IDENTIFIER('lake.default.' || 'made') SET n = 12");
        battery.answers("SELECT * FROM made", "[1,12,24]");
        battery.run("MERGE INTO lake.default.made m USING (SELECT 1 AS id) s ON m.id = s.id"
                + " WHEN MATCHED THEN UPDATE SET n = 13");
        battery.answers("SELECT * FROM made", "[1,13,26]");
        battery.refuses("UPDATE made SET id = 7", "column 'id' is an identity column");
        battery.refuses("UPDATE IDENTIFIER('made') SET id = 7", "column 'id' is an identity column");
    }
}
