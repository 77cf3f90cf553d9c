package io.sluice.compat.judge;

import org.apache.spark.sql.SparkSession;

/** The one Spark session of this JVM, with Delta's extension; it ends with the JVM. */
public final class SharedSpark {
    private SharedSpark() {}

    public static SparkSession session() {
        return Holder.SESSION;
    }

    private static final class Holder {
        static final SparkSession SESSION = SparkSession.builder()
                .master("local[1]")
                .appName("compat")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.datetime.java8API.enabled", true)
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/compat-warehouse")
                // Tables here have a handful of rows: planning, code generation and tasks are all that costs.
                .config("spark.sql.shuffle.partitions", 1)
                .config("spark.databricks.delta.snapshotPartitions", 1)
                .config("spark.sql.codegen.wholeStage", false)
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .config("spark.sql.adaptive.enabled", false)
                // Tests commit with clocks of their own, also old ones.
                .config("spark.databricks.delta.vacuum.enforceTimeTravelWithinDeletedFileRetentionDuration", false)
                .getOrCreate();
    }
}
