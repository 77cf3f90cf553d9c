package io.sluice.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.OpenMode;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.spark.SharedSpark;
import io.sluice.spark.write.LakeLook;
import io.sluice.table.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From table to table, each row arrives once, wherever a query is stopped. */
class TableToTableTest {
    /** What happens in the task that writes a row of that number. */
    private static final AtomicReference<Fault> NEXT = new AtomicReference<>();

    private static final TableName TARGET = TableName.parse("default.target");
    private static final TableName ELSEWHERE = TableName.parse("default.elsewhere");

    private final Path folder = SharedSpark.newLake();
    private final SparkSession spark = SharedSpark.session(folder);

    @TempDir
    private Path scratch;

    private record Fault(long row, Runnable action) {}

    @BeforeEach
    void makeTables() {
        spark.sql("CREATE TABLE source (id BIGINT, p BIGINT) PARTITIONED BY (p)");
        spark.sql("CREATE TABLE target (id BIGINT, p BIGINT) PARTITIONED BY (p)");
        spark.udf()
                .register(
                        "passing",
                        (UDF1<Long, Long>) id -> {
                            Fault fault = NEXT.get();
                            if (fault != null && fault.row() == id && NEXT.compareAndSet(fault, null)) {
                                fault.action().run();
                            }
                            return id;
                        },
                        DataTypes.LongType);
    }

    @AfterEach
    void forgetFault() {
        NEXT.set(null);
    }

    private Dataset<Row> stream() {
        return spark.readStream()
                .option("maxFilesPerTrigger", 2)
                .table("lake.default.source")
                .selectExpr("passing(id) AS id", "p");
    }

    private void run() throws Exception {
        stream()
                .writeStream()
                .option("checkpointLocation", scratch.resolve("checkpoint").toString())
                .trigger(Trigger.AvailableNow())
                .toTable("lake.default.target")
                .awaitTermination();
    }

    private void append(long first, int rows) {
        spark.sql("INSERT INTO source SELECT id, id %% 3 FROM range(%d, %d)".formatted(first, first + rows));
    }

    private void rename(TableName from, TableName to) {
        try (Lake lake = Lake.open(LakeUri.parse(folder.toString()), OpenMode.OPEN_EXISTING)) {
            lake.catalog().rename(from, to);
        }
    }

    /** As if the driver had died after the commit of the table, before Spark wrote down that the batch is done. */
    private void forgetLastBatch() throws IOException {
        try (var commits = Files.list(scratch.resolve("checkpoint/commits"))) {
            Path last = commits.filter(file -> file.getFileName().toString().matches("\\d+"))
                    .max(Comparator.comparingLong(
                            file -> Long.parseLong(file.getFileName().toString())))
                    .orElseThrow();
            Files.delete(last);
            Files.deleteIfExists(last.resolveSibling("." + last.getFileName() + ".crc"));
        }
    }

    @Test
    void eachRowArrivesOnceWhereverTheQueryIsStopped() throws Exception {
        append(0, 10);
        NEXT.set(new Fault(4, () -> {
            throw new IllegalStateException("the task is lost");
        }));
        assertThatThrownBy(this::run).hasMessageContaining("the task is lost");

        append(10, 10);
        NEXT.set(new Fault(13, () -> rename(TARGET, ELSEWHERE)));
        assertThatThrownBy(this::run)
                .as("the rows are written, and not committed")
                .hasMessageContaining("table default.target is not there any more, to which a stream writes");
        rename(ELSEWHERE, TARGET);

        append(20, 10);
        run();
        forgetLastBatch();
        append(30, 10);
        run();
        run();

        assertThat(SharedSpark.rows(spark, "SELECT count(*), count(DISTINCT id), min(id), max(id) FROM target"))
                .containsExactly("[40,40,0,39]");
        assertThat(SharedSpark.rows(spark, "SELECT * FROM target EXCEPT SELECT * FROM source"))
                .isEmpty();
        LakeLook lake = new LakeLook(folder);
        List<String> committed = lake.files("default.target").stream()
                .map(file -> file.path())
                .sorted()
                .toList();
        assertThat(lake.filesOnDisk("default.target"))
                .as("attempts that failed leave nothing")
                .isEqualTo(committed);
    }
}
