package io.sluice.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.spark.SharedSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangeFeedTest {
    private final Path folder = SharedSpark.newLake();
    private final SparkSession spark = SharedSpark.session(folder);
    private final FilesOfSpark files = new FilesOfSpark(folder);

    @AfterEach
    void closeLake() {
        files.close();
    }

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    private void fill() {
        spark.sql("CREATE TABLE t (id BIGINT, place STRING) PARTITIONED BY (place)");
        String first = files.append("default.t", spark.range(3).toDF(), Map.of("place", Optional.of("a")));
        files.append("default.t", spark.range(7, 8).toDF(), Map.of("place", Optional.empty()));
        files.delete("default.t", first, 1);
        files.delete("default.t", first, 2);
    }

    @Test
    void everyCommitTellsWhatItHasDoneToRows() {
        fill();
        String columns = "SELECT id, place, _change_type, _commit_version FROM lake.default.t.changes";

        assertThat(rows(columns + " ORDER BY _commit_version, id"))
                .containsExactly(
                        "[0,a,insert,1]",
                        "[1,a,insert,1]",
                        "[2,a,insert,1]",
                        "[7,null,insert,2]",
                        "[1,a,delete,3]",
                        "[2,a,delete,4]");
        assertThat(rows(columns + " WHERE _commit_version > 2 AND id = 1")).containsExactly("[1,a,delete,3]");
        assertThat(rows(columns + " WHERE _commit_version = 2")).containsExactly("[7,null,insert,2]");
        assertThat(rows("SELECT count(*), count(_commit_timestamp) FROM lake.default.t.changes"))
                .containsExactly("[6,6]");
        assertThat(spark.sql("SELECT * FROM lake.default.t.changes WHERE _commit_version < 3")
                        .queryExecution()
                        .executedPlan()
                        .toString())
                .contains("versions 0 to 2");
    }

    @Test
    void theFunctionTakesATableAndTheBounds() {
        fill();
        String columns = "SELECT id, _change_type, _commit_version FROM ";

        assertThat(rows(columns + "table_changes('lake.default.t', 2, 3) ORDER BY id"))
                .containsExactly("[1,delete,3]", "[7,insert,2]");
        assertThat(rows(columns + "table_changes('t', 4) AS c WHERE c.id > 0")).containsExactly("[2,delete,4]");
        assertThat(rows("SELECT count(*) FROM table_changes('default.t', '2001-01-01')"))
                .containsExactly("[6]");
        assertThatThrownBy(() -> rows("SELECT * FROM table_changes('t')")).hasMessageContaining("a first version");
    }

    @Test
    void optionsChooseTheCommits() {
        fill();

        assertThat(spark.read()
                        .option("startingVersion", 2)
                        .option("endingVersion", 3)
                        .table("lake.default.t.changes")
                        .select("id", "_change_type")
                        .orderBy("id")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[1,delete], [7,insert]]");
        assertThat(spark.read()
                        .format("sluice")
                        .option("readChangeFeed", true)
                        .option("startingVersion", 3)
                        .load("default.t")
                        .count())
                .isEqualTo(2);
        assertThatThrownBy(() -> spark.read()
                        .option("startingVersion", 2)
                        .option("endingVersion", 30)
                        .table("lake.default.t.changes")
                        .count())
                .hasMessageContaining("there is no version 30");
        assertThat(spark.read()
                        .option("startingTimestamp", "9999-01-01")
                        .table("lake.default.t.changes")
                        .count())
                .isZero();
    }
}
