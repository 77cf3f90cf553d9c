package io.sluice.compat.spark;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Uses the connector in every way that it has, in a process of its own: {@code SparkBatteryProgram LAKE}. Prints
 * {@code ok NAME} for each part that answers what it should, and {@code failed NAME: WHY} for the others.
 */
public final class SparkBatteryProgram {
    private static final Map<String, Part> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("values of all types", SparkBatteryRows::types);
        PARTS.put("partitions", SparkBatteryRows::partitions);
        PARTS.put("overwrites", SparkBatteryRows::overwrites);
        PARTS.put("pushdown", SparkBatteryRows::pushdown);
        PARTS.put("row changes by deletion vectors", battery -> SparkBatteryRows.rowChanges(battery, true));
        PARTS.put("row changes by rewriting", battery -> SparkBatteryRows.rowChanges(battery, false));
        PARTS.put("merge", SparkBatteryRows::merge);
        PARTS.put("columns whose values are made", SparkBatteryRows::madeColumns);
        PARTS.put("earlier states", SparkBatteryTables::earlierStates);
        PARTS.put("transactions", SparkBatteryTables::transactions);
        PARTS.put("conflicts", SparkBatteryTables::conflicts);
        PARTS.put("isolation levels", SparkBatteryTables::isolation);
        PARTS.put("schema evolution", SparkBatteryTables::evolution);
        PARTS.put("failed schema evolution", SparkBatteryTables::failedEvolution);
        PARTS.put("format", SparkBatteryTables::format);
        PARTS.put("streams", SparkBatteryTables::streams);
        PARTS.put("changes", SparkBatteryTables::changes);
    }

    private final SparkSession spark;
    private final String lake;

    private SparkBatteryProgram(SparkSession spark, String lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /** What one part does. */
    private interface Part {
        void run(SparkBatteryProgram battery) throws Exception;
    }

    /** The names of all parts, in their order. */
    static List<String> names() {
        return List.copyOf(PARTS.keySet());
    }

    public static void main(String[] arguments) throws IOException {
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("battery")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.extensions", "io.sluice.spark.SluiceExtensions")
                .config("spark.sql.catalog.lake", "io.sluice.spark.SluiceCatalog")
                .config("spark.sql.catalog.lake.lake", arguments[0])
                .getOrCreate()) {
            spark.sql("USE lake.default");
            SparkBatteryProgram battery = new SparkBatteryProgram(spark, arguments[0]);
            PARTS.forEach((name, part) -> System.out.println(battery.outcome(name, part)));
        }
    }

    private String outcome(String name, Part part) {
        try {
            part.run(this);
            return "ok " + name;
        } catch (Throwable failure) { // Scala throws checked exceptions that it does not declare.
            return "failed %s: %s".formatted(name, failure).lines().findFirst().orElseThrow();
        }
    }

    SparkSession spark() {
        return spark;
    }

    /** Another session with the same lake. */
    SparkSession other() {
        SparkSession other = spark.newSession();
        other.sql("USE lake.default");
        return other;
    }

    String lake() {
        return lake;
    }

    void run(String... statements) {
        for (String statement : statements) {
            spark.sql(statement).collectAsList();
        }
    }

    /** Fails unless a query answers these rows, each as Spark prints it, in their order. */
    void answers(String query, String... rows) {
        equal(query, List.of(rows), rows(spark, query));
    }

    static List<String> rows(SparkSession session, String query) {
        return session.sql(query).collectAsList().stream().map(Row::toString).toList();
    }

    /** Fails unless a statement is refused with a message that has this part. */
    void refuses(String statement, String part) {
        refuses(() -> spark.sql(statement).collectAsList(), part);
    }

    static void refuses(Runnable action, String part) {
        Throwable refusal = null;
        try {
            action.run();
        } catch (Throwable thrown) { // Scala throws checked exceptions that it does not declare.
            refusal = thrown;
        }
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(part)) {
                return;
            }
        }
        throw new IllegalStateException("not refused with '%s', but: %s".formatted(part, refusal));
    }

    static void equal(String what, Object wanted, Object got) {
        if (!Objects.equals(wanted, got)) {
            throw new IllegalStateException("%s: wanted %s, got %s".formatted(what, wanted, got));
        }
    }
}
