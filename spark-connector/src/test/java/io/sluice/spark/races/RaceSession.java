package io.sluice.spark.races;

import io.sluice.spark.SharedSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * Sessions and tables for races: {@code a} and {@code b} have four rows (id, n), where n is 10; {@code totals} (n)
 * none.
 */
final class RaceSession {
    static final List<String> TABLES = List.of("a", "b", "totals");

    private RaceSession() {}

    /** A session that knows {@link Meanwhile}. */
    static SparkSession in(Path lake) {
        SparkSession session = SharedSpark.session(lake);
        Meanwhile.registerIn(session);
        // Tables here have a handful of rows: generating code for each statement is what would cost most.
        session.conf().set("spark.sql.codegen.wholeStage", false);
        session.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        session.conf().set("spark.sql.adaptive.enabled", false);
        return session;
    }

    static void makeTables(SparkSession spark) {
        for (String table : List.of("a", "b")) {
            spark.sql("CREATE TABLE %s (id BIGINT, n INT)".formatted(table));
            spark.sql("INSERT INTO %s SELECT /*+ COALESCE(1) */ id, 10 FROM range(4)".formatted(table));
        }
        spark.sql("CREATE TABLE totals (n BIGINT)");
    }

    /** The rows of all tables by their names. */
    static Map<String, List<String>> state(SparkSession spark) {
        Map<String, List<String>> state = new TreeMap<>();
        for (String table : SharedSpark.rows(spark, "SHOW TABLES IN lake.default")) {
            String name = table.split(",")[1];
            state.put(name, SharedSpark.rows(spark, "SELECT * FROM lake.default.%s ORDER BY ALL".formatted(name)));
        }
        return state;
    }

    /** What comes of statements that run one after the other. */
    static Map<String, List<String>> serially(String... statements) {
        SparkSession spark = in(SharedSpark.newLake());
        makeTables(spark);
        for (String statement : statements) {
            spark.sql(statement);
        }
        return state(spark);
    }
}
