package io.sluice.compat.spark;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Copies a table by a stream, in a process of its own: {@code StreamProgram LAKE_URI CHECKPOINT COMMITS}. The first run
 * makes the table, with so many commits; each run reads them one by one and goes on where the one before was stopped.
 * At the end it prints how many rows the copy has, and how many different ones.
 */
public final class StreamProgram {
    private StreamProgram() {}

    public static void main(String[] arguments) throws Exception {
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("stream")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.catalog.lake", "io.sluice.spark.SluiceCatalog")
                .config("spark.sql.catalog.lake.lake", arguments[0])
                .getOrCreate()) {
            if (!spark.catalog().tableExists("lake.default.copy")) {
                spark.sql("CREATE TABLE lake.default.source (id BIGINT)");
                for (int commit = 0; commit < Integer.parseInt(arguments[2]); commit++) {
                    spark.sql(
                            "INSERT INTO lake.default.source VALUES (%d), (%d)".formatted(2 * commit, 2 * commit + 1));
                }
                spark.sql("CREATE TABLE lake.default.copy (id BIGINT)");
            }
            spark.readStream()
                    .option("maxFilesPerTrigger", 1)
                    .table("lake.default.source")
                    .writeStream()
                    .option("checkpointLocation", arguments[1])
                    .trigger(Trigger.AvailableNow())
                    .toTable("lake.default.copy")
                    .awaitTermination();
            Row counts = spark.sql("SELECT count(*), count(DISTINCT id) FROM lake.default.copy")
                    .head();
            System.out.println(counts);
        }
    }
}
