package io.sluice.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.Operation;
import io.sluice.spark.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamingSinkTest {
    private final Path folder = SharedSpark.newLake();
    private final SparkSession spark = SharedSpark.session(folder);
    private final LakeLook lake = new LakeLook(folder);

    @TempDir
    private Path scratch;

    private Path input(String name, String... lines) throws IOException {
        return Files.write(Files.createDirectories(scratch.resolve("in")).resolve(name), List.of(lines));
    }

    private Dataset<Row> stream() {
        return spark.readStream()
                .schema("id BIGINT")
                .option("maxFilesPerTrigger", 1)
                .json(scratch.resolve("in").toString());
    }

    private void run(Dataset<Row> rows, String mode) throws Exception {
        rows.writeStream()
                .outputMode(mode)
                .option("checkpointLocation", scratch.resolve("checkpoint").toString())
                .trigger(Trigger.AvailableNow())
                .toTable("lake.default.t")
                .awaitTermination();
    }

    @Test
    void eachEpochIsInExactlyOnceThoughSparkRepeatsOne() throws Exception {
        spark.sql("CREATE TABLE t (id BIGINT)");
        input("a.json", "{\"id\": 1}");
        input("b.json", "{\"id\": 2}", "{\"id\": 3}");
        run(stream(), "append");
        assertThat(SharedSpark.rows(spark, "SELECT * FROM t ORDER BY id")).containsExactly("[1]", "[2]", "[3]");
        List<String> files = lake.filesOnDisk("default.t");

        // As if the driver had died after the commit of the table, before Spark wrote down its own.
        Files.delete(scratch.resolve("checkpoint/commits/1"));
        Files.deleteIfExists(scratch.resolve("checkpoint/commits/.1.crc"));
        run(stream(), "append");

        assertThat(SharedSpark.rows(spark, "SELECT * FROM t ORDER BY id")).containsExactly("[1]", "[2]", "[3]");
        assertThat(lake.filesOnDisk("default.t")).isEqualTo(files);

        input("c.json", "{\"id\": 4}");
        run(stream(), "append");
        assertThat(SharedSpark.rows(spark, "SELECT * FROM t ORDER BY id")).containsExactly("[1]", "[2]", "[3]", "[4]");
    }

    @Test
    void theHistoryTellsWhichBatchOfWhichQueryHasWritten() throws Exception {
        spark.sql("CREATE TABLE t (id BIGINT)");
        input("a.json", "{\"id\": 1}");
        input("b.json", "{\"id\": 2}");

        run(stream(), "append");

        Operation operation = lake.lastCommit("default.t").operation();
        assertThat(operation.name()).isEqualTo("STREAMING UPDATE");
        assertThat(operation.parameters())
                .containsEntry("epochId", "1")
                .containsEntry("applicationId", spark.sparkContext().applicationId());
        assertThat(Files.readString(scratch.resolve("checkpoint/metadata")))
                .contains(operation.parameters().get("queryId"));
    }

    @Test
    void aCompleteResultReplacesTheOneBefore() throws Exception {
        spark.sql("CREATE TABLE t (n BIGINT)");
        input("a.json", "{\"id\": 1}");
        run(stream().groupBy().count().toDF("n"), "complete");
        input("b.json", "{\"id\": 2}", "{\"id\": 3}");

        run(stream().groupBy().count().toDF("n"), "complete");

        assertThat(SharedSpark.rows(spark, "SELECT * FROM t")).containsExactly("[3]");
    }

    @Test
    void aTableMayBeNamedAsOtherSourcesNameAPath() throws Exception {
        spark.sql("CREATE TABLE t (id BIGINT, p BIGINT) PARTITIONED BY (p)");
        input("a.json", "{\"id\": 1}", "{\"id\": 2}");
        Dataset<Row> rows = stream().selectExpr("id", "id % 2 AS p");

        // As it is where a program has one session: Spark asks a named source in the active one.
        SparkSession.setActiveSession(spark);
        writer(rows, "one").format("sluice").start("default.t").awaitTermination();
        writer(rows, "two")
                .format("sluice")
                .option("path", folder + "#default.t")
                .start()
                .awaitTermination();

        assertThat(SharedSpark.rows(spark, "SELECT * FROM t ORDER BY id"))
                .containsExactly("[1,1]", "[1,1]", "[2,0]", "[2,0]");
        assertThat(lake.files("default.t")).hasSize(4);
    }

    private DataStreamWriter<Row> writer(Dataset<Row> rows, String checkpoint) {
        return rows.writeStream()
                .option("checkpointLocation", scratch.resolve(checkpoint).toString())
                .trigger(Trigger.AvailableNow());
    }

    @AfterEach
    void leaveSession() {
        SparkSession.clearActiveSession();
    }

    @Test
    void aTableThatIsMissingIsMade() throws Exception {
        input("a.json", "{\"id\": 1}");

        run(stream(), "append");

        assertThat(SharedSpark.rows(spark, "SELECT * FROM t")).containsExactly("[1]");
    }

    @Test
    void aTransactionOfTheSessionHasNoPartInWhatAStreamCommits() throws Exception {
        spark.sql("CREATE TABLE t (id BIGINT)");
        input("a.json", "{\"id\": 1}");
        StreamingQuery query = stream()
                .writeStream()
                .option("checkpointLocation", scratch.resolve("checkpoint").toString())
                .toTable("lake.default.t");
        query.processAllAvailable();

        spark.sql("CALL lake.system.begin()");
        assertThat(SharedSpark.rows(spark, "SELECT * FROM t")).containsExactly("[1]");
        input("b.json", "{\"id\": 2}");
        query.processAllAvailable();
        query.stop();
        spark.sql("CALL lake.system.rollback()");

        assertThat(SharedSpark.rows(spark, "SELECT * FROM t ORDER BY id")).containsExactly("[1]", "[2]");
    }

    @Test
    void updatesOfAResultAreRefused() throws Exception {
        spark.sql("CREATE TABLE t (n BIGINT)");
        input("a.json", "{\"id\": 1}");

        assertThatThrownBy(() -> run(stream().groupBy().count().toDF("n"), "update"))
                .hasMessageContaining("does not support Update mode");
    }

    @Test
    void aBatchThatAFunctionAppendsCountsOnceIfItHasANumber() throws Exception {
        spark.sql("CREATE TABLE t (id BIGINT)");
        input("a.json", "{\"id\": 1}");
        input("b.json", "{\"id\": 2}");
        AtomicInteger calls = new AtomicInteger();
        VoidFunction2<Dataset<Row>, Long> appendTwice = (batch, number) -> {
            for (int attempt = 0; attempt < 2; attempt++) {
                calls.incrementAndGet();
                batch.write()
                        .format("sluice")
                        .mode("append")
                        .option("txnAppId", "copy")
                        .option("txnVersion", number)
                        .save("default.t");
            }
        };

        writer(stream(), "numbered").foreachBatch(appendTwice).start().awaitTermination();

        assertThat(calls.get()).isEqualTo(4);
        assertThat(SharedSpark.rows(spark, "SELECT * FROM t ORDER BY id")).containsExactly("[1]", "[2]");
        assertThat(lake.filesOnDisk("default.t")).hasSize(2);
        assertThatThrownBy(() -> spark.range(1)
                        .writeTo("lake.default.t")
                        .option("txnAppId", "copy")
                        .append())
                .hasMessageContaining("go together");
    }
}
