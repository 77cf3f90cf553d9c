package io.sluice.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.spark.SharedSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LakeStatementsTest {
    private final Path folder = SharedSpark.newLake();
    private final SparkSession spark = SharedSpark.session(folder);
    private final SparkSession other = SharedSpark.session(folder);

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    @BeforeEach
    void makeTable() {
        spark.sql("CREATE TABLE t (id INT)");
        spark.sql("INSERT INTO t VALUES (1), (2)");
        spark.sql("DELETE FROM t WHERE id = 1");
    }

    @Test
    void theHistoryOfATableHasTheColumnsThatUsersOfDeltaKnow() {
        List<Row> history = spark.sql("DESCRIBE HISTORY lake.default.t").collectAsList();

        assertThat(history).extracting(row -> row.getLong(0)).containsExactly(2L, 1L, 0L);
        assertThat(history)
                .extracting(row -> row.<String>getAs("operation"))
                .containsExactly("DELETE", "WRITE", "CREATE TABLE");
        assertThat(history.get(0).<Long>getAs("readVersion")).isEqualTo(1);
        assertThat(history.get(1).<Boolean>getAs("isBlindAppend")).isTrue();
        assertThat(history.get(1).<String>getAs("isolationLevel")).isEqualTo("WriteSerializable");
        assertThat(history.get(1).<String>getAs("engineInfo")).startsWith("sluice/");
        assertThat(history.get(1).<String>getAs("userName")).isNull();
        Map<String, String> metrics = history.get(1).getJavaMap(history.get(1).fieldIndex("operationMetrics"));
        assertThat(metrics).containsEntry("numOutputRows", "2");
    }

    @Test
    void aStatementNamesItsTableInAnyWayThatSqlHas() {
        assertThat(rows("desc history t limit 1")).hasSize(1);
        assertThat(rows("DESCRIBE HISTORY `default`.`t`;")).hasSize(3);
        assertThat(rows("-- what happened\nDESCRIBE /* all of it */ HISTORY default . t LIMIT 2"))
                .hasSize(2);
        assertThat(rows("DESCRIBE HISTORY lake.t")).hasSize(3);
    }

    @Test
    void aTableIsRestoredByVersion() {
        Row counts =
                spark.sql("RESTORE TABLE lake.default.t TO VERSION AS OF 1").head();

        assertThat(rows("SELECT * FROM t ORDER BY id")).containsExactly("[1]", "[2]");
        assertThat(counts.<Long>getAs("num_of_files_after_restore")).isEqualTo(2);
        assertThat(counts.<Long>getAs("num_restored_files")).isEqualTo(1);
        assertThat(counts.<Long>getAs("num_removed_files")).isZero();
        assertThat(counts.<Long>getAs("restored_files_size")).isPositive();
        assertThat(rows("DESCRIBE HISTORY t LIMIT 1"))
                .singleElement()
                .asString()
                .contains("RESTORE");
    }

    @Test
    void aTableIsRestoredByTime() {
        String then = spark.sql("DESCRIBE HISTORY t")
                .where("version = 1")
                .selectExpr("CAST(timestamp AS STRING)")
                .head()
                .getString(0);

        spark.sql("RESTORE t TIMESTAMP AS OF '%s'".formatted(then));

        assertThat(rows("SELECT * FROM t ORDER BY id")).containsExactly("[1]", "[2]");
        spark.sql("RESTORE TABLE t TO TIMESTAMP AS OF current_timestamp() - INTERVAL 0 SECONDS");
        assertThatThrownBy(() -> spark.sql("RESTORE TABLE t TO VERSION AS OF 99"))
                .hasMessageContaining("table default.t has no version 99: the last one is 4");
    }

    @Test
    void aRestoreIsPartOfATransaction() {
        spark.sql("CALL lake.system.begin()");
        spark.sql("RESTORE TABLE t TO VERSION AS OF 1");

        assertThat(rows("SELECT * FROM t ORDER BY id")).containsExactly("[1]", "[2]");
        assertThat(SharedSpark.rows(other, "SELECT * FROM t")).containsExactly("[2]");
        spark.sql("CALL lake.system.rollback()");
        assertThat(rows("SELECT * FROM t")).containsExactly("[2]");
    }

    @Test
    void tablesOfOtherCatalogsAreLeftToTheNextParser() {
        // Spark's own DESCRIBE takes HISTORY for a table.
        assertThatThrownBy(() -> spark.sql("DESCRIBE HISTORY spark_catalog.default.t"))
                .hasMessageContaining("The table or view `HISTORY` cannot be found");
        assertThatThrownBy(() -> spark.sql("RESTORE TABLE spark_catalog.default.t TO VERSION AS OF 1"))
                .isInstanceOf(ParseException.class);
        assertThatThrownBy(() -> spark.sql("RESTORE TABLE spark_catalog.t TO VERSION AS OF 1"))
                .isInstanceOf(ParseException.class);
        assertThatThrownBy(() -> spark.sql("DESCRIBE HISTORY lake.default.missing"))
                .hasMessage("there is no table default.missing in catalog lake");
    }
}
