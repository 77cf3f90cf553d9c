package io.sluice.compat.bench.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * delta-spark makes a table of 100 files, with deletion vectors, and runs statements over it, one a line; the time of
 * each is printed in milliseconds. Arguments: folder of the table, number of rows, columns as expressions over
 * {@code id} separated by {@code ;}, file of statements.
 */
public final class SparkStatements {
    private static final int FILES = 100;

    private SparkStatements() {}

    public static void main(String[] arguments) throws IOException {
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.databricks.delta.snapshotPartitions", 1)
                .config("spark.databricks.delta.properties.defaults.enableDeletionVectors", true)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.parquet.compression.codec", "zstd")
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .getOrCreate()) {
            spark.range(0, Long.parseLong(arguments[1]), 1, FILES)
                    .selectExpr(arguments[2].split(";"))
                    .write()
                    .format("delta")
                    .save(arguments[0]);
            for (String statement : Files.readAllLines(Path.of(arguments[3]))) {
                long begin = System.nanoTime();
                spark.sql(statement).collect();
                System.out.println("ms " + (System.nanoTime() - begin) / 1e6);
            }
        }
    }
}
