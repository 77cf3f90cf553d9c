package io.sluice.compat.spark.program;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/** Sessions of Spark that have a lake as the catalog {@code lake}. */
public final class Sessions {
    private static final String STREAM = "STREAM ";

    private Sessions() {}

    /** A session of its own process, in which the lake of that URI is the current catalog. */
    public static SparkSession.Builder builder(String master, String lake) {
        return SparkSession.builder()
                .master(master)
                .appName("program")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.codegen.wholeStage", false)
                .config("spark.sql.extensions", "io.sluice.spark.SluiceExtensions")
                .config("spark.sql.catalog.lake", "io.sluice.spark.SluiceCatalog")
                .config("spark.sql.catalog.lake.lake", lake)
                .config("spark.sql.defaultCatalog", "lake");
    }

    /** Runs a statement of SQL, or {@code STREAM folder checkpoint table}: a stream of JSON with a column id. */
    public static void run(SparkSession spark, String statement) throws Exception {
        if (!statement.startsWith(STREAM)) {
            spark.sql(statement);
            return;
        }
        String[] words = statement.split(" ");
        spark.readStream()
                .schema("id BIGINT")
                .json(words[1])
                .writeStream()
                .option("checkpointLocation", words[2])
                .trigger(Trigger.AvailableNow())
                .toTable(words[3])
                .awaitTermination();
    }
}
