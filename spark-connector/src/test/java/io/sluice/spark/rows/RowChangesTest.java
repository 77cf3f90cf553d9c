package io.sluice.spark.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.scan.ScanTask;
import io.sluice.spark.SharedSpark;
import io.sluice.spark.session.CommitRejectedException;
import io.sluice.spark.write.LakeLook;
import io.sluice.table.DataFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowChangesTest {
    private static final AtomicReference<Runnable> MEANWHILE = new AtomicReference<>();

    private final Path folder = SharedSpark.newLake();
    private final SparkSession spark = SharedSpark.session(folder);
    private final LakeLook lake = new LakeLook(folder);

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    private void numbers(String vectors) {
        spark.sql("CREATE TABLE t (id BIGINT NOT NULL, n INT, p STRING) PARTITIONED BY (p)"
                + " TBLPROPERTIES ('delta.enableDeletionVectors'='%s')".formatted(vectors));
        spark.sql("INSERT INTO t SELECT id, id * 10, IF(id % 2 = 0, 'even', 'odd') FROM range(1, 7)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aDeleteTakesTheRowsThatItsConditionIsTrueFor(String vectors) {
        numbers(vectors);

        spark.sql("DELETE FROM t WHERE n > 20 AND id % 3 = 0");

        assertThat(rows("SELECT * FROM t ORDER BY id"))
                .containsExactly("[1,10,odd]", "[2,20,even]", "[4,40,even]", "[5,50,odd]");
        assertThat(lake.lastCommit("default.t").operation().name()).isEqualTo("DELETE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void anUpdateChangesRowsAndMovesThemToOtherPartitions(String vectors) {
        numbers(vectors);

        spark.sql("UPDATE t SET n = n + 1, p = IF(id = 2, 'two', p) WHERE id IN (2, 3)");
        spark.sql("UPDATE t SET n = NULL WHERE p = 'two'");

        assertThat(rows("SELECT * FROM t ORDER BY id"))
                .containsExactly(
                        "[1,10,odd]", "[2,null,two]", "[3,31,odd]", "[4,40,even]", "[5,50,odd]", "[6,60,even]");
        assertThat(lake.lastCommit("default.t").operation().name()).isEqualTo("UPDATE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aMergeWithAllKindsOfClausesDoesWhatEachSays(String vectors) {
        numbers(vectors);

        spark.sql("""
                MERGE INTO t USING (SELECT * FROM VALUES (1L, 'x'), (2L, 'y'), (7L, 'z'), (8L, 'w') AS s(id, what)) s
                ON t.id = s.id
                WHEN MATCHED AND s.what = 'x' THEN DELETE
                WHEN MATCHED THEN UPDATE SET n = t.n + 5
                WHEN NOT MATCHED AND s.what = 'z' THEN INSERT (id, n, p) VALUES (s.id, 70, 'new')
                WHEN NOT MATCHED BY SOURCE AND t.id = 5 THEN DELETE
                WHEN NOT MATCHED BY SOURCE AND t.id = 6 THEN UPDATE SET n = -6
                """);

        assertThat(rows("SELECT * FROM t ORDER BY id"))
                .containsExactly("[2,25,even]", "[3,30,odd]", "[4,40,even]", "[6,-6,even]", "[7,70,new]");
        assertThat(lake.lastCommit("default.t").operation().metrics())
                .containsEntry("numTargetRowsInserted", "1")
                .containsEntry("numTargetRowsUpdated", "2")
                .containsEntry("numTargetRowsDeleted", "2");
    }

    @Test
    void rowsOfATableWithVectorsGoWithoutTheirFilesBeingWrittenAnew() {
        numbers("true");
        List<String> before = lake.filesOnDisk("default.t");

        spark.sql("DELETE FROM t WHERE n = 30");

        assertThat(lake.filesOnDisk("default.t")).isEqualTo(before);
        assertThat(lake.tasks("default.t").stream()
                        .mapToLong(task -> task.deletions().count())
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void aDeleteOfWholePartitionsOpensNoFile() {
        numbers("true");

        spark.sql("DELETE FROM t WHERE p = 'odd'");

        assertThat(rows("SELECT id FROM t ORDER BY id")).containsExactly("[2]", "[4]", "[6]");
        assertThat(lake.lastCommit("default.t").operation().metrics())
                .containsEntry("numRemovedFiles", "1")
                .containsEntry("numDeletedRows", "3");
        assertThat(lake.tasks("default.t")).allMatch(task -> task.deletions().isEmpty());
    }

    @Test
    void aDeleteOfFilesWhoseBoundsSayItOfAllRowsOpensNoFile() {
        spark.sql("CREATE TABLE t (id BIGINT)");
        spark.sql("INSERT INTO t SELECT /*+ COALESCE(1) */ id FROM range(0, 10)");
        spark.sql("INSERT INTO t SELECT /*+ COALESCE(1) */ id FROM range(10, 20)");

        spark.sql("DELETE FROM t WHERE id >= 10");

        assertThat(rows("SELECT count(*), max(id) FROM t")).containsExactly("[10,9]");
        assertThat(lake.lastCommit("default.t").operation().parameters())
                .containsEntry("predicate", "[\"id >= 10\"]")
                .containsKeys("applicationId", "executionId");
        assertThat(lake.lastCommit("default.t").operation().metrics()).containsEntry("numRemovedFiles", "1");
    }

    @Test
    void withoutVectorsOnlyFilesWithRowsToChangeAreWrittenAnew() {
        spark.sql("CREATE TABLE t (id BIGINT, n INT) TBLPROPERTIES ('delta.enableDeletionVectors'='false')");
        for (int file = 0; file < 3; file++) {
            spark.sql("INSERT INTO t SELECT /*+ COALESCE(1) */ id, 0 FROM range(%d, %d)"
                    .formatted(file * 10, file * 10 + 10));
        }
        List<String> before =
                lake.files("default.t").stream().map(DataFile::path).toList();

        spark.sql("DELETE FROM t WHERE id * 2 = 30");

        List<String> kept = new ArrayList<>(
                lake.files("default.t").stream().map(DataFile::path).toList());
        kept.retainAll(before);
        assertThat(kept).hasSize(2);
        assertThat(rows("SELECT count(*), sum(id) FROM t")).containsExactly("[29,420]");

        spark.sql("UPDATE t SET n = 1 WHERE id IN (SELECT id + 1 FROM t WHERE id * 2 = 10)");
        spark.sql("""
                MERGE INTO t USING (SELECT 7L AS id) s ON t.id * 2 = s.id * 2
                WHEN MATCHED THEN UPDATE SET n = 2
                """);

        assertThat(rows("SELECT count(*), sum(id), sum(n) FROM t")).containsExactly("[29,420,3]");
        assertThat(rows("SELECT id, n FROM t WHERE n > 0 ORDER BY id")).containsExactly("[6,1]", "[7,2]");
    }

    @Test
    void truncateTakesAllRows() {
        numbers("true");

        spark.sql("TRUNCATE TABLE t");

        assertThat(rows("SELECT * FROM t")).isEmpty();
        assertThat(lake.tasks("default.t")).isEmpty();
    }

    @Test
    void rowsKeepTheirIdsThroughUpdatesAndMerges() {
        for (String vectors : List.of("true", "false")) {
            spark.sql("CREATE OR REPLACE TABLE t (id BIGINT, n INT) TBLPROPERTIES ('delta.enableRowTracking'='true',"
                    + " 'delta.enableDeletionVectors'='%s')".formatted(vectors));
            spark.sql("INSERT INTO t SELECT /*+ COALESCE(1) */ id, 0 FROM range(5)");
            List<String> before = rows("SELECT id, _row_id FROM t ORDER BY id");

            spark.sql("UPDATE t SET n = 1 WHERE id >= 3");
            spark.sql("""
                    MERGE INTO t USING (SELECT 1L AS id UNION ALL SELECT 9L) s ON t.id = s.id
                    WHEN MATCHED THEN UPDATE SET n = 2 WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, 3)
                    """);

            assertThat(rows("SELECT id, _row_id FROM t WHERE id < 9 ORDER BY id"))
                    .as(vectors)
                    .isEqualTo(before);
            assertThat(rows("SELECT count(DISTINCT _row_id) FROM t")).containsExactly("[6]");
            assertThat(rows("SELECT id, n FROM t ORDER BY id"))
                    .containsExactly("[0,0]", "[1,2]", "[2,0]", "[3,1]", "[4,1]", "[9,3]");
        }
    }

    @Test
    void aFileFromWhichRowsWereDeletedTwiceLacksAllOfThem() {
        spark.sql("CREATE TABLE t (id BIGINT)");
        spark.range(0, 10_000, 1, 1).write().insertInto("t");

        spark.sql("DELETE FROM t WHERE id % 2 = 0");
        spark.sql("DELETE FROM t WHERE id % 3 = 0");

        assertThat(rows("SELECT count(*), sum(id) FROM t"))
                .containsExactly("[%d,%d]"
                        .formatted(
                                LongStream.range(0, 10_000)
                                        .filter(id -> id % 2 != 0 && id % 3 != 0)
                                        .count(),
                                LongStream.range(0, 10_000)
                                        .filter(id -> id % 2 != 0 && id % 3 != 0)
                                        .sum()));
        assertThat(lake.tasks("default.t")).extracting(ScanTask::location).hasSize(1);
    }

    @Test
    void appendOnlyTablesTakeRowsAndGiveNone() {
        spark.sql("CREATE TABLE t (id BIGINT) TBLPROPERTIES ('delta.appendOnly'='true')");
        spark.sql("INSERT INTO t VALUES (1)");

        for (String statement :
                List.of("DELETE FROM t WHERE id = 1", "UPDATE t SET id = 2", "INSERT OVERWRITE t VALUES (3)")) {
            assertThatThrownBy(() -> spark.sql(statement))
                    .as(statement)
                    .hasStackTraceContaining(
                            "table default.t only takes new rows, because its property delta.appendOnly is true");
        }
        assertThat(rows("SELECT * FROM t")).containsExactly("[1]");
    }

    @Test
    void rowsThatBreakARuleOfTheTableChangeNothing() {
        spark.sql("CREATE TABLE t (id BIGINT NOT NULL, n INT, CONSTRAINT positive CHECK (n > 0))");
        spark.sql("INSERT INTO t VALUES (1, 1)");

        for (String statement : List.of(
                "INSERT INTO t VALUES (2, 0)",
                "INSERT INTO t VALUES (2, NULL)",
                "MERGE INTO t USING (SELECT 2L AS id) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)",
                "INSERT INTO t SELECT CAST(NULL AS BIGINT), 1",
                "UPDATE t SET n = -1",
                "MERGE INTO t USING (SELECT 1L AS id) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET n = 0")) {
            assertThatThrownBy(() -> spark.sql(statement)).as(statement).isNotNull();
        }
        assertThat(rows("SELECT * FROM t")).containsExactly("[1,1]");
    }

    @Test
    void aRowOfNothingMeetsNoConditionThatComesToNull() {
        spark.sql("CREATE TABLE t (id BIGINT, n INT, CONSTRAINT positive CHECK (n > 0))");
        spark.sql("INSERT INTO t VALUES (1, 1), (2, 2)");

        assertThatThrownBy(() -> spark.sql("INSERT INTO t VALUES (NULL, NULL)"))
                .hasStackTraceContaining("CHECK constraint positive n > 0 violated by row with values");
        spark.sql("MERGE INTO t USING (SELECT 2L AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE");
        assertThat(rows("SELECT * FROM t")).containsExactly("[1,1]");
    }

    /** Runs something of another session in the midst of a statement that calls {@code meanwhile}. */
    private void meanwhile(String statement) {
        SparkSession other = SharedSpark.session(folder);
        CountDownLatch asked = new CountDownLatch(1);
        // A task cannot run statements; a thread of the driver can.
        CompletableFuture<Void> done = CompletableFuture.runAsync(
                () -> {
                    try {
                        asked.await();
                    } catch (InterruptedException stopped) {
                        throw new IllegalStateException(stopped);
                    }
                    other.sql(statement);
                },
                task -> new Thread(task).start());
        MEANWHILE.set(() -> {
            asked.countDown();
            done.join();
        });
        UDF1<Integer, Integer> once = value -> {
            Runnable first = MEANWHILE.getAndSet(null);
            if (first != null) {
                first.run();
            }
            return value;
        };
        spark.udf().register("meanwhile", once, DataTypes.IntegerType);
    }

    @Test
    void anUpdateIsRejectedWithTheWinnerIfAnotherSessionChangesTheRowMeanwhile() {
        spark.sql("CREATE TABLE t (id BIGINT, n INT)");
        spark.sql("INSERT INTO t VALUES (1, 1)");
        meanwhile("UPDATE lake.default.t SET n = 5 WHERE id = 1");

        assertThatThrownBy(() -> spark.sql("UPDATE t SET n = meanwhile(n) + 1 WHERE id = 1"))
                .isInstanceOf(CommitRejectedException.class)
                .hasStackTraceContaining("rows that this write has read were changed, by version 2 (UPDATE by sluice/");
        assertThat(rows("SELECT * FROM t")).containsExactly("[1,5]");
        assertThat(lake.filesOnDisk("default.t")).hasSize(2);
    }

    @Test
    void twoUpdatesOfDifferentRowsOfAFileBothLand() {
        spark.sql("CREATE TABLE t (id BIGINT, n INT)");
        spark.sql("INSERT INTO t SELECT /*+ COALESCE(1) */ id, 0 FROM range(4)");
        meanwhile("UPDATE lake.default.t SET n = 5 WHERE id = 1");

        spark.sql("UPDATE t SET n = meanwhile(n) + 1 WHERE id = 2");

        assertThat(rows("SELECT * FROM t ORDER BY id")).containsExactly("[0,0]", "[1,5]", "[2,1]", "[3,0]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE t SET n = meanwhile(n) + 1 WHERE id = 2 AND id * 2 = 4",
                "DELETE FROM t WHERE id = 2 AND meanwhile(n) = 0",
                "MERGE INTO t USING (SELECT 2L AS id) s ON t.id = s.id AND t.id < 3 AND t.id > 1"
                        + " WHEN MATCHED THEN UPDATE SET n = meanwhile(t.n)",
                "UPDATE t SET n = meanwhile(n) + 1 WHERE id = 2 AND id IN (SELECT x * 2 FROM other)"
            })
    void whoChangesOtherRowsThanTheWinnerLandsToo(String statement) {
        spark.sql("CREATE TABLE other AS SELECT 1L AS x");
        for (String vectors : List.of("true", "false")) {
            spark.sql("CREATE OR REPLACE TABLE t (id BIGINT, n INT) TBLPROPERTIES ('delta.enableDeletionVectors'='%s')"
                    .formatted(vectors));
            spark.sql("INSERT INTO t SELECT /*+ COALESCE(1) */ id, 0 FROM range(4)");
            spark.sql("INSERT INTO t SELECT /*+ COALESCE(1) */ id, 0 FROM range(4, 8)");
            // Without vectors a file is written by one of them.
            int id = vectors.equals("true") ? 1 : 5;
            meanwhile("UPDATE lake.default.t SET n = 5 WHERE id = " + id);

            spark.sql(statement);

            assertThat(MEANWHILE.get()).isNull();
            assertThat(rows("SELECT id, n FROM t WHERE n > 1")).containsExactly("[%d,5]".formatted(id));
        }
    }

    @Test
    void writeSkewIsRejectedAtSerializable() {
        spark.sql("CREATE TABLE calls (doctor STRING, on_call BOOLEAN)");
        spark.sql("CREATE TABLE rota (n INT)");
        spark.sql("INSERT INTO calls VALUES ('a', true), ('b', true)");
        spark.conf().set("spark.sluice.isolationLevel", "serializable");
        meanwhile("UPDATE lake.default.calls SET on_call = false WHERE doctor = 'b'");

        assertThatThrownBy(() ->
                        spark.sql("INSERT INTO rota SELECT meanwhile(1) FROM calls WHERE on_call AND doctor = 'b'"))
                .isInstanceOf(CommitRejectedException.class)
                .hasStackTraceContaining("default.calls");
        assertThat(rows("SELECT * FROM rota")).isEmpty();
        assertThat(lake.filesOnDisk("default.rota")).isEmpty();
    }
}
