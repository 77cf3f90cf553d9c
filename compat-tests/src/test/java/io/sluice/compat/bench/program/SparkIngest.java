package io.sluice.compat.bench.program;

import org.apache.spark.sql.SparkSession;

/**
 * delta-spark appends a CSV file to a table, as a job of its own. The columns are given, which spares it the pass over
 * the file that finding them out takes. Arguments: source, table folder.
 */
public final class SparkIngest {
    private static final String COLUMNS = "order_id BIGINT, ordered_at TIMESTAMP, customer STRING, country STRING,"
            + " product STRING, quantity BIGINT, unit_price DECIMAL(18,2), status STRING";

    private SparkIngest() {}

    public static void main(String[] arguments) throws java.io.IOException {
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 1)
                .config("spark.databricks.delta.snapshotPartitions", 1)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.parquet.compression.codec", "zstd")
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .getOrCreate()) {
            spark.read()
                    .schema(COLUMNS)
                    .option("header", true)
                    .csv(arguments[0])
                    .write()
                    .format("delta")
                    .mode("append")
                    .save(arguments[1]);
        }
    }
}
