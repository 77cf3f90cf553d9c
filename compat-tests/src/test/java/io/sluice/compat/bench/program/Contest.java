package io.sluice.compat.bench.program;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BiFunction;
import org.apache.spark.sql.SparkSession;

/**
 * One Spark session with the catalogs of all contenders, and what is measured in it. Each measurement is printed as a
 * line: {@code time}, what was done, by whom, milliseconds, and those of processors, with tabs between.
 */
final class Contest implements AutoCloseable {
    /** Rounds in which code is compiled. */
    private static final int WARM_UP = Integer.getInteger("sluice.bench.warmup", 3);

    private final SparkSession spark;

    private Contest(SparkSession spark) {
        this.spark = spark;
    }

    /** @param folder an empty one that everything is written to */
    static Contest open(Path folder) {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.parquet.compression.codec", "zstd")
                .config("spark.databricks.delta.snapshotPartitions", 2)
                .config("spark.sql.warehouse.dir", folder.resolve("delta").toString())
                .config(
                        "spark.sql.extensions",
                        "io.delta.sql.DeltaSparkSessionExtension,"
                                + "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions,"
                                + "io.sluice.spark.SluiceExtensions")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.sql.catalog.ice", "org.apache.iceberg.spark.SparkCatalog")
                .config("spark.sql.catalog.ice.type", "hadoop")
                .config(
                        "spark.sql.catalog.ice.warehouse",
                        folder.resolve("iceberg").toString())
                .config("spark.sql.catalog.lake", "io.sluice.spark.SluiceCatalog")
                .config("spark.sql.catalog.lake.lake", folder.resolve("sluice").toString())
                .getOrCreate();
        for (Contender contender : Contender.values()) {
            spark.sql("CREATE NAMESPACE IF NOT EXISTS " + contender.namespace());
        }
        return new Contest(spark);
    }

    SparkSession spark() {
        return spark;
    }

    /** Runs a statement for each contender, unmeasured. */
    void each(BiFunction<Contender, Integer, String> statement) {
        for (Contender contender : Contender.values()) {
            spark.sql(statement.apply(contender, 0)).collect();
        }
    }

    /** What is done in each round. */
    interface Turn {
        void run(Contender contender, int round);
    }

    /** Measures statements that are run to their end, by turns. */
    void statements(String what, int rounds, BiFunction<Contender, Integer, String> statement) {
        turns(
                what,
                rounds,
                (contender, round) ->
                        spark.sql(statement.apply(contender, round)).collectAsList());
    }

    /** Measures what the contenders do by turns. The first rounds warm up and are left out. */
    void turns(String what, int rounds, Turn turn) {
        for (int round = 0; round < rounds + WARM_UP; round++) {
            for (Contender contender : Contender.inTurn(round)) {
                Clock clock = Clock.start();
                turn.run(contender, round);
                if (round >= WARM_UP) {
                    clock.print(what, contender);
                }
            }
        }
    }

    /** The time of one turn, and what this process has worked in it, which other processes disturb less. */
    record Clock(long nanos, long processorNanos) {
        static Clock start() {
            return new Clock(System.nanoTime(), processor());
        }

        void print(String what, Contender contender) {
            System.out.printf(
                    Locale.ROOT,
                    "time\t%s\t%s\t%.2f\t%.0f%n",
                    what,
                    contender,
                    (System.nanoTime() - nanos) / 1e6,
                    (processor() - processorNanos) / 1e6);
        }

        private static long processor() {
            return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        }
    }

    @Override
    public void close() {
        spark.stop();
    }
}
