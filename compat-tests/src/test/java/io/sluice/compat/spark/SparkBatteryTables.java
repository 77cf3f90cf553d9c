package io.sluice.compat.spark;

import static io.sluice.compat.spark.SparkBatteryProgram.equal;
import static io.sluice.compat.spark.SparkBatteryProgram.refuses;
import static io.sluice.compat.spark.SparkBatteryProgram.rows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/** Tables over time: their states, transactions, columns and streams. */
final class SparkBatteryTables {
    private SparkBatteryTables() {}

    static void earlierStates(SparkBatteryProgram battery) {
        battery.run(
                "CREATE TABLE past AS SELECT 1 AS id",
                "INSERT INTO past VALUES (2)",
                "DELETE FROM past WHERE id = 1",
                "RESTORE TABLE past TO VERSION AS OF 1");
        battery.answers("SELECT id FROM past ORDER BY id", "[1]", "[2]");
        battery.answers("SELECT id FROM past VERSION AS OF 2", "[2]");
        List<String> operations = battery.spark().sql("DESCRIBE HISTORY past").collectAsList().stream()
                .map(row -> row.<String>getAs("operation"))
                .toList();
        equal("history", List.of("RESTORE", "DELETE", "WRITE", "CREATE TABLE AS SELECT"), operations);
        battery.answers("SELECT count(*) FROM past TIMESTAMP AS OF current_timestamp()", "[2]");
    }

    static void transactions(SparkBatteryProgram battery) {
        SparkSession other = battery.other();
        battery.run(
                "CREATE TABLE a (id INT)",
                "CREATE TABLE b (id INT)",
                "CALL lake.system.begin()",
                "INSERT INTO a VALUES (1), (2)",
                "INSERT INTO b SELECT id + 1 FROM a",
                "DELETE FROM a WHERE id = 1");
        battery.answers("SELECT a.id, b.id FROM a FULL JOIN b ON a.id = b.id ORDER BY b.id", "[2,2]", "[null,3]");
        equal("seen by others", List.of(), rows(other, "SELECT * FROM a UNION ALL SELECT * FROM b"));
        battery.answers("CALL lake.system.commit()", "[default.a,1]", "[default.b,1]");
        equal("seen by others", List.of("[2]"), rows(other, "SELECT * FROM a"));
        battery.run("CALL lake.system.begin()", "DELETE FROM a", "CALL lake.system.rollback()");
        battery.answers("SELECT * FROM a", "[2]");
    }

    static void conflicts(SparkBatteryProgram battery) {
        battery.run(
                "CREATE TABLE met (id INT, v INT)",
                "INSERT INTO met VALUES (1, 0), (2, 0)",
                "CALL lake.system.begin()",
                "UPDATE met SET v = v + 1 WHERE id = 1");
        battery.other().sql("UPDATE lake.default.met SET v = v + 10 WHERE id = 1");
        battery.refuses("CALL lake.system.commit()", "rejected, nothing is committed");
        battery.answers("SELECT v FROM met ORDER BY id", "[10]", "[0]");
        battery.run("CALL lake.system.begin()", "INSERT INTO met VALUES (3, 0)");
        battery.other().sql("DELETE FROM lake.default.met WHERE id = 2");
        battery.run("CALL lake.system.commit()");
        battery.answers("SELECT id FROM met ORDER BY id", "[1]", "[3]");
    }

    static void isolation(SparkBatteryProgram battery) throws Exception {
        battery.run("CREATE TABLE strict (id INT)");
        battery.spark()
                .sql("SELECT 1 AS id")
                .writeTo("lake.default.strict")
                .option("isolationLevel", "Serializable")
                .append();
        battery.spark().conf().set("spark.sluice.isolationLevel", "Serializable");
        battery.run("INSERT INTO strict VALUES (2)");
        battery.spark().conf().unset("spark.sluice.isolationLevel");
        battery.spark().conf().set("spark.sql.catalog.strict_lake", "io.sluice.spark.SluiceCatalog");
        battery.spark().conf().set("spark.sql.catalog.strict_lake.lake", battery.lake());
        battery.spark().conf().set("spark.sql.catalog.strict_lake.isolationLevel", "Serializable");
        battery.run(
                "INSERT INTO strict VALUES (3)",
                "INSERT INTO strict_lake.default.strict VALUES (3)",
                "ALTER TABLE strict SET TBLPROPERTIES ('delta.isolationLevel' = 'Serializable')",
                "INSERT INTO strict VALUES (4)");
        // One catalog is left: DataFrames that name a table alone mean the table in it.
        for (String setting : List.of("", ".lake", ".isolationLevel")) {
            battery.spark().conf().unset("spark.sql.catalog.strict_lake" + setting);
        }
        List<String> levels =
                battery.spark().sql("DESCRIBE HISTORY strict").where("operation = 'WRITE'").collectAsList().stream()
                        .map(row -> row.<String>getAs("isolationLevel"))
                        .toList();
        equal(
                "levels",
                List.of("Serializable", "Serializable", "WriteSerializable", "Serializable", "Serializable"),
                levels);
        battery.spark().conf().set("spark.sluice.isolationLevel", "Loose");
        battery.refuses("INSERT INTO strict VALUES (5)", "'Loose' is no isolation level");
        battery.spark().conf().unset("spark.sluice.isolationLevel");
    }

    static void evolution(SparkBatteryProgram battery) {
        battery.run(
                "CREATE TABLE grown AS SELECT 1 AS id, named_struct('x', 1) AS s",
                "CREATE TABLE news AS SELECT 1L AS id, named_struct('x', 2L, 'y', 'z') AS s, 'n' AS note",
                "MERGE WITH SCHEMA EVOLUTION INTO grown g USING news n ON g.id = n.id"
                        + " WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *",
                "INSERT WITH SCHEMA EVOLUTION INTO grown BY NAME SELECT CAST(2 AS SMALLINT) AS id, 'm' AS more");
        battery.spark()
                .sql("SELECT 3 AS id, 1.5D AS score")
                .write()
                .format("sluice")
                .mode("append")
                .option("mergeSchema", true)
                .save("default.grown");
        battery.answers(
                "SELECT * FROM grown ORDER BY id",
                "[1,[2,z],n,null,null]",
                "[2,null,null,m,null]",
                "[3,null,null,null,1.5]");
        battery.answers("SELECT max(_commit_version) FROM default.grown.changes", "[3]");
        battery.spark()
                .sql("SELECT 'all' AS other")
                .write()
                .format("sluice")
                .mode("overwrite")
                .option("overwriteSchema", true)
                .save("default.grown");
        battery.answers("SELECT * FROM grown", "[all]");
    }

    static void failedEvolution(SparkBatteryProgram battery) {
        battery.run(
                "CREATE TABLE held (id INT, CONSTRAINT small CHECK (id < 10))",
                "INSERT INTO held VALUES (1)",
                "CREATE TABLE more AS SELECT 1 AS id, 'x' AS note UNION ALL SELECT 50, 'y'");
        battery.refuses(
                "MERGE WITH SCHEMA EVOLUTION INTO held h USING more m ON h.id = m.id"
                        + " WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *",
                "CHECK_CONSTRAINT_VIOLATION");
        battery.refuses(
                "INSERT WITH SCHEMA EVOLUTION INTO held BY NAME SELECT * FROM more", "CHECK_CONSTRAINT_VIOLATION");
        equal(
                "columns",
                "id INT",
                battery.other().table("lake.default.held").schema().toDDL());
        battery.answers("SELECT * FROM held", "[1]");
        equal("commits", 2L, battery.spark().sql("DESCRIBE HISTORY held").count());
    }

    static void format(SparkBatteryProgram battery) {
        SparkSession spark = battery.spark();
        String table = battery.lake() + "#default.formatted";
        battery.run("CREATE TABLE formatted (id BIGINT)");
        spark.range(3).write().format("sluice").mode("append").save("default.formatted");
        spark.range(3, 5).write().format("sluice").mode("append").save(table);
        equal("rows", 5L, spark.read().format("sluice").load(table).count());
        equal(
                "rows before",
                3L,
                spark.read()
                        .format("sluice")
                        .option("versionAsOf", 1)
                        .load("default.formatted")
                        .count());
        refuses(() -> spark.read().format("sluice").load("default.nothing").count(), "nothing");
    }

    static void streams(SparkBatteryProgram battery) throws Exception {
        battery.run(
                "CREATE TABLE stream_in (id BIGINT)",
                "CREATE TABLE stream_out (id BIGINT)",
                "INSERT INTO stream_in SELECT id FROM range(100)");
        Path checkpoint = Files.createTempDirectory("battery");
        copy(battery.spark(), checkpoint);
        battery.run("INSERT INTO stream_in SELECT id FROM range(100, 150)");
        copy(battery.spark(), checkpoint);
        copy(battery.spark(), checkpoint);
        battery.answers("SELECT count(*), count(DISTINCT id), sum(id) FROM stream_out", "[150,150,11175]");
    }

    private static void copy(SparkSession spark, Path checkpoint) throws Exception {
        spark.readStream()
                .table("lake.default.stream_in")
                .writeStream()
                .option("checkpointLocation", checkpoint.toString())
                .trigger(Trigger.AvailableNow())
                .toTable("lake.default.stream_out")
                .awaitTermination();
    }

    static void changes(SparkBatteryProgram battery) {
        battery.run(
                "CREATE TABLE told (id INT)",
                "INSERT INTO told VALUES (1), (2)",
                "DELETE FROM told WHERE id = 1",
                "INSERT INTO told VALUES (3)");
        String columns = "SELECT id, _change_type, _commit_version FROM ";
        String order = " ORDER BY _commit_version, id";
        String[] first = {"[1,insert,1]", "[2,insert,1]", "[1,delete,2]"};
        battery.answers(columns + "default.told.changes WHERE _commit_version <= 2" + order, first);
        battery.answers(columns + "table_changes('told', 1, 2)" + order, first);
        if (battery.spark().version().startsWith("4.1")) {
            battery.refuses(columns + "told CHANGES FROM VERSION 1 TO VERSION 2" + order, "PARSE_SYNTAX_ERROR");
            return;
        }
        battery.answers(columns + "told CHANGES FROM VERSION 1 TO VERSION 2" + order, first);
        battery.answers(columns + "told CHANGES FROM VERSION 1 EXCLUSIVE" + order, "[1,delete,2]", "[3,insert,3]");
        Dataset<Row> since = battery.spark().sql(columns + "told CHANGES FROM TIMESTAMP '2020-01-01 00:00:00'" + order);
        equal("since", 4L, since.count());
        battery.refuses(
                columns + "told CHANGES FROM VERSION 1 WITH (computeUpdates = 'true')",
                "tell an update as a delete and an insert");
    }
}
