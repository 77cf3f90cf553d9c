package io.sluice.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.spark.SharedSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamingSourceTest {
    private final SparkSession spark = SharedSpark.session(SharedSpark.newLake());

    @TempDir
    private Path scratch;

    private StreamRuns query;

    @BeforeEach
    void useOneCheckpoint() {
        query = new StreamRuns(scratch.resolve("checkpoint"));
    }

    private void sql(String... statements) {
        for (String statement : statements) {
            spark.sql(statement);
        }
    }

    /** Options as names and values, in turn. */
    private DataStreamReader reader(String... options) {
        DataStreamReader reader = spark.readStream();
        for (int i = 0; i < options.length; i += 2) {
            reader = reader.option(options[i], options[i + 1]);
        }
        return reader;
    }

    private Dataset<Row> stream(String... options) {
        return reader(options).table("lake.default.t");
    }

    @Test
    void theRowsThatAreThereComeFirstAndThenThoseOfEachCommitOnce() throws Exception {
        sql("CREATE TABLE t (id BIGINT)", "INSERT INTO t VALUES (1), (2)", "INSERT INTO t VALUES (3)");

        assertThat(query.rows(stream())).containsExactly("[1]", "[2]", "[3]");
        assertThat(query.run(stream())).isEmpty();

        sql("INSERT INTO t VALUES (4)", "INSERT INTO t VALUES (5)");
        assertThat(query.rows(stream())).containsExactly("[4]", "[5]");
        assertThat(query.run(stream())).isEmpty();
    }

    @Test
    void aBatchThatFailedIsRepeatedWithTheSameRowsThoughTheTableHasGoneOn() throws Exception {
        sql("CREATE TABLE t (id BIGINT)", "INSERT INTO t VALUES (1)");
        StreamingQuery failing = query.start(stream(), (batch, id) -> {
            throw new IllegalStateException("the sink is full");
        });
        assertThatThrownBy(failing::awaitTermination).hasMessageContaining("the sink is full");
        sql("INSERT INTO t VALUES (2)", "INSERT INTO t VALUES (3)");

        assertThat(query.run(stream())).containsExactly(List.of("[1]"), List.of("[2]", "[3]"));
    }

    @Test
    void limitsMayEndABatchWithinACommit() throws Exception {
        sql(
                "CREATE TABLE t (id BIGINT, p BIGINT) PARTITIONED BY (p)",
                "INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)",
                "INSERT INTO t VALUES (4, 1), (5, 2)");

        List<List<String>> first = query.run(stream("maxFilesPerTrigger", "2"));
        sql("INSERT INTO t VALUES (6, 6), (7, 7), (8, 8)");
        List<List<String>> next = query.run(stream("maxBytesPerTrigger", "1"));

        assertThat(first).hasSize(3);
        assertThat(first.stream().flatMap(List::stream))
                .containsExactlyInAnyOrder("[1,1]", "[2,2]", "[3,3]", "[4,1]", "[5,2]");
        assertThat(next).hasSize(3);
        assertThat(next.stream().flatMap(List::stream)).containsExactlyInAnyOrder("[6,6]", "[7,7]", "[8,8]");
    }

    @Test
    void aStreamOfWhatIsAvailableNowEndsAtTheVersionOfItsStart() throws Exception {
        sql("CREATE TABLE t (id BIGINT)", "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)");
        AtomicReference<Integer> rows = new AtomicReference<>(0);
        query.start(stream("maxFilesPerTrigger", "1"), (batch, id) -> {
                    rows.updateAndGet(before -> before + (int) batch.count());
                    sql("INSERT INTO lake.default.t VALUES (9)");
                })
                .awaitTermination();

        assertThat(rows.get()).isEqualTo(2);
    }

    @Test
    void aStreamBeginsWhereItsOptionsSay() throws Exception {
        sql("CREATE TABLE t (id BIGINT)", "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)");
        String second = spark.sql("CALL lake.system.history(table => 'default.t')").collectAsList().stream()
                .filter(row -> row.getLong(0) == 2)
                .map(row -> row.get(1).toString())
                .findFirst()
                .orElseThrow();

        assertThat(new StreamRuns(scratch.resolve("version")).rows(stream("startingVersion", "2")))
                .containsExactly("[2]");
        assertThat(new StreamRuns(scratch.resolve("zero")).rows(stream("startingVersion", "0")))
                .containsExactly("[1]", "[2]");
        assertThat(new StreamRuns(scratch.resolve("time")).rows(stream("startingTimestamp", second)))
                .containsExactly("[2]");
        assertThat(query.run(stream("startingVersion", "latest"))).isEmpty();
        sql("INSERT INTO t VALUES (3)");
        assertThat(query.rows(stream("startingVersion", "0")))
                .as("a checkpoint counts more than options")
                .containsExactly("[3]");
        assertThatThrownBy(() -> new StreamRuns(scratch.resolve("far")).run(stream("startingVersion", "9")))
                .hasMessageContaining("startingVersion is 9, but the last version of table default.t is 3");
        assertThatThrownBy(
                        () -> new StreamRuns(scratch.resolve("future")).run(stream("startingTimestamp", "2999-01-01")))
                .hasMessageContaining("the last version of table default.t is 3");
    }

    @Test
    void aCommitThatRemovesRowsStopsTheStreamUnlessItIsToBePassedOver() throws Exception {
        sql("CREATE TABLE t (id BIGINT)", "INSERT INTO t VALUES (1), (2)", "INSERT INTO t VALUES (3)");
        query.run(stream());
        sql("INSERT INTO t VALUES (4)", "DELETE FROM t WHERE id = 1", "INSERT INTO t VALUES (5)");

        assertThatThrownBy(() -> query.run(stream()))
                .hasMessageContaining("the stream of table default.t stops before version 4")
                .hasMessageContaining("'ignoreDeletes'")
                .hasMessageContaining("'skipChangeCommits'");
        assertThat(query.rows(stream("ignoreDeletes", "true")))
                .as("what came before the commit is through")
                .containsExactly("[5]");

        sql("UPDATE t SET id = 20 WHERE id = 2", "INSERT INTO t VALUES (6)");
        assertThatThrownBy(() -> query.run(stream("ignoreDeletes", "true")))
                .hasMessageContaining("version 6: it changes or replaces rows");
        assertThat(query.rows(stream("skipChangeCommits", "true"))).containsExactly("[6]");

        sql("UPDATE t SET id = 60 WHERE id = 6", "DELETE FROM t WHERE id = 3");
        assertThat(query.rows(stream("ignoreChanges", "true"))).containsExactly("[60]");
    }

    @Test
    void rowsThatAreGoneWhenTheStreamBeginsAreNotThere() throws Exception {
        sql(
                "CREATE TABLE t (id BIGINT, p STRING) PARTITIONED BY (p)",
                "INSERT INTO t VALUES (1, 'a'), (2, 'a'), (3, NULL), (4, 'b/c')",
                "DELETE FROM t WHERE id = 1");

        assertThat(query.rows(stream())).containsExactly("[2,a]", "[3,null]", "[4,b/c]");
    }

    @Test
    void columnsThatAreAddedAreThereAfterARestart() throws Exception {
        sql(
                "CREATE TABLE t (id BIGINT) TBLPROPERTIES ('delta.columnMapping.mode' = 'name')",
                "INSERT INTO t VALUES (1)");
        query.run(stream());
        Dataset<Row> planned = stream();
        sql("INSERT INTO t VALUES (2)", "ALTER TABLE t ADD COLUMN note STRING", "INSERT INTO t VALUES (3, 'x')");

        assertThatThrownBy(() -> query.run(planned))
                .hasMessageContaining("the columns of table default.t were changed in version 3")
                .hasMessageContaining("start the query again, from its checkpoint");
        assertThat(query.rows(stream())).containsExactly("[3,x]");

        sql("INSERT INTO t VALUES (4, 'y')", "ALTER TABLE t RENAME COLUMN note TO remark");
        assertThatThrownBy(() -> query.run(stream()))
                .hasMessageContaining(
                        "cannot read version 5 with the columns of now: column 'note' was renamed or dropped")
                .hasMessageContaining("a new checkpoint");
    }

    @Test
    void aTableThatTookTheNameOfADroppedOneIsAnother() throws Exception {
        sql("CREATE TABLE t (id BIGINT)", "INSERT INTO t VALUES (1)");
        query.run(stream());
        sql("DROP TABLE t", "CREATE TABLE t (id BIGINT)", "INSERT INTO t VALUES (2)");

        assertThatThrownBy(() -> query.run(stream()))
                .hasMessageContaining("the checkpoint is of another table that had the name default.t");
    }

    @Test
    void aCommitThatIsMissingStopsTheStream() throws Exception {
        sql("CREATE TABLE t (id BIGINT)", "INSERT INTO t VALUES (1)");
        query.run(stream());
        try (var offsets = Files.list(scratch.resolve("checkpoint/offsets"))) {
            for (Path offset : offsets.filter(
                            file -> !file.getFileName().toString().startsWith("."))
                    .toList()) {
                Files.writeString(offset, Files.readString(offset).replaceFirst("\"commit\":2", "\"commit\":7"));
                Files.deleteIfExists(offset.resolveSibling("." + offset.getFileName() + ".crc"));
            }
        }

        assertThatThrownBy(() -> query.run(stream()))
                .hasMessageContaining("the checkpoint is of version 7 of table default.t, whose last version is 1");
    }

    @Test
    void changesAreAStreamOfWholeCommits() throws Exception {
        sql("CREATE TABLE t (id BIGINT)", "INSERT INTO t VALUES (1), (2)");
        Dataset<Row> changes = reader("readChangeFeed", "true", "maxFilesPerTrigger", "1")
                .format("sluice")
                .load("default.t")
                .select("id", "_change_type", "_commit_version");
        assertThat(query.rows(changes)).containsExactly("[1,insert,1]", "[2,insert,1]");

        sql("UPDATE t SET id = 20 WHERE id = 2", "DELETE FROM t WHERE id = 1");
        assertThat(query.run(changes))
                .containsExactly(List.of("[2,delete,2]", "[20,insert,2]"), List.of("[1,delete,3]"));
        assertThat(new StreamRuns(scratch.resolve("later"))
                        .rows(reader("startingVersion", "3")
                                .table("lake.default.t.changes")
                                .select("id", "_change_type")))
                .containsExactly("[1,delete]");
    }

    @Test
    void optionsThatAStreamDoesNotHaveAreRefused() {
        sql("CREATE TABLE t (id BIGINT)");

        assertThatThrownBy(() -> query.run(stream("endingVersion", "3")))
                .hasMessageContaining("streams do not have the option 'endingVersion': a stream has no end");
        assertThatThrownBy(() -> query.run(stream("failOnDataLoss", "false")))
                .hasMessageContaining("the option 'failOnDataLoss' of a stream can only be true");
        assertThatThrownBy(() -> query.run(stream("startingVersion", "-1")))
                .hasMessageContaining("option 'startingVersion' is '-1': write a version or 'latest'");
        assertThatThrownBy(() -> query.run(stream("startingVersion", "1", "startingTimestamp", "2024-01-01")))
                .hasMessageContaining("give one of them");
        assertThatThrownBy(() -> query.run(stream("maxFilesPerTrigger", "0")))
                .hasMessageContaining("option 'maxFilesPerTrigger' is 0");
        assertThatThrownBy(() -> query.run(stream("skipChangeCommits", "true", "ignoreChanges", "true")))
                .hasMessageContaining("give one of them");
        assertThatThrownBy(() -> query.run(stream("readChangeFeed", "true")))
                .hasMessageContaining("read the table of changes");
    }

    @Test
    void sqlSaysStreamToo() throws Exception {
        sql("CREATE TABLE t (id BIGINT)", "INSERT INTO t VALUES (1)");

        assertThat(query.rows(spark.sql("SELECT id + 1 AS id FROM STREAM lake.default.t")))
                .containsExactly("[2]");
    }
}
