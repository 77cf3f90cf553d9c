package io.sluice.spark.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.scan.ScanTask;
import io.sluice.spark.SharedSpark;
import io.sluice.spark.write.LakeLook;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToldChangesTest {
    private final Path folder = SharedSpark.newLake();
    private final SparkSession spark = SharedSpark.session(folder);
    private final LakeLook lake = new LakeLook(folder);

    private void fill(String vectors) {
        spark.sql("CREATE TABLE t (id BIGINT NOT NULL, n INT, p STRING) PARTITIONED BY (p)"
                + " TBLPROPERTIES ('delta.enableChangeDataFeed'='true', 'delta.enableDeletionVectors'='%s')"
                        .formatted(vectors));
        spark.sql("INSERT INTO t SELECT id, id * 10, IF(id % 2 = 0, 'even', 'odd') FROM range(1, 7)");
    }

    private List<String> told(long version) {
        return SharedSpark.rows(
                spark,
                "SELECT id, n, p, _change_type FROM table_changes('t', %1$d, %1$d) ORDER BY id, _change_type DESC"
                        .formatted(version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void anUpdateTellsRowsAsTheyWereAndAsTheyAre(String vectors) {
        fill(vectors);

        spark.sql("UPDATE t SET n = -n, p = IF(id = 2, 'two', p) WHERE id IN (2, 3)");
        spark.sql("UPDATE t SET n = 0 WHERE p = 'two'");

        assertThat(told(2))
                .containsExactly(
                        "[2,20,even,update_preimage]",
                        "[2,-20,two,update_postimage]",
                        "[3,30,odd,update_preimage]",
                        "[3,-30,odd,update_postimage]");
        assertThat(told(3)).containsExactly("[2,-20,two,update_preimage]", "[2,0,two,update_postimage]");
        assertThat(SharedSpark.rows(spark, "SELECT * FROM t ORDER BY id"))
                .containsExactly("[1,10,odd]", "[2,0,two]", "[3,-30,odd]", "[4,40,even]", "[5,50,odd]", "[6,60,even]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aDeleteTellsTheRowsThatAreGone(String vectors) {
        fill(vectors);

        spark.sql("DELETE FROM t WHERE id % 3 = 0");
        spark.sql("DELETE FROM t WHERE p = 'odd'");

        assertThat(told(2)).containsExactly("[3,30,odd,delete]", "[6,60,even,delete]");
        assertThat(told(3)).containsExactly("[1,10,odd,delete]", "[5,50,odd,delete]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aMergeTellsAllThatItsClausesDo(String vectors) {
        fill(vectors);

        spark.sql("""
                MERGE INTO t USING (SELECT * FROM VALUES (1L, 'x'), (2L, 'y'), (7L, 'z') AS s(id, what)) s
                ON t.id = s.id
                WHEN MATCHED AND s.what = 'x' THEN DELETE
                WHEN MATCHED THEN UPDATE SET n = t.n + 5
                WHEN NOT MATCHED THEN INSERT (id, n, p) VALUES (s.id, 70, 'new')
                WHEN NOT MATCHED BY SOURCE AND t.id = 5 THEN DELETE
                WHEN NOT MATCHED BY SOURCE AND t.id = 6 THEN UPDATE SET p = NULL
                """);

        assertThat(told(2))
                .containsExactly(
                        "[1,10,odd,delete]",
                        "[2,20,even,update_preimage]",
                        "[2,25,even,update_postimage]",
                        "[5,50,odd,delete]",
                        "[6,60,even,update_preimage]",
                        "[6,60,null,update_postimage]",
                        "[7,70,new,insert]");
    }

    @Test
    void filesOfAFailedCommandAreGoneWithWhatTheyTell() {
        fill("true");
        spark.sql("ALTER TABLE t ADD CONSTRAINT small CHECK (n < 100)");

        assertThatThrownBy(() -> spark.sql("UPDATE t SET n = id * 20"))
                .hasStackTraceContaining("CHECK_CONSTRAINT_VIOLATION");

        assertThat(lake.tasks("default.t")).extracting(ScanTask::deletions).allMatch(gone -> gone.isEmpty());
        assertThat(lake.filesOnDisk("default.t")).hasSize(2);
        assertThat(lake.filesOnDisk("default.t", "_change_data")).isEmpty();
    }

    @Test
    void rowsOfRenamedColumnsAreToldUnderTheirNewNames() {
        spark.sql("CREATE TABLE m (id INT, n INT, p INT) PARTITIONED BY (p)"
                + " TBLPROPERTIES ('delta.enableChangeDataFeed'='true', 'delta.columnMapping.mode'='name')");
        spark.sql("INSERT INTO m VALUES (1, 1, 1), (2, 2, 2)");
        spark.sql("ALTER TABLE m RENAME COLUMN n TO number");

        spark.sql("UPDATE m SET number = 5 WHERE id = 1");

        assertThat(SharedSpark.rows(
                        spark,
                        "SELECT id, number, p, _change_type FROM table_changes('m', 3) ORDER BY _change_type DESC"))
                .containsExactly("[1,1,1,update_preimage]", "[1,5,1,update_postimage]");
    }
}
