package io.sluice.spark.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.spark.SharedSpark;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By what commands know the rows that they change. */
class RowIdsTest {
    private final SparkSession spark = SharedSpark.session(SharedSpark.newLake());

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_pos", "_file_number", "_ROW_ID"})
    void aTableWhoseColumnHidesWhatRowsAreKnownByIsNotChanged(String column) {
        spark.sql("CREATE TABLE t (id BIGINT, %s BIGINT NOT NULL) TBLPROPERTIES ('delta.enableRowTracking' = 'true')"
                .formatted(column));
        spark.sql("INSERT INTO t VALUES (1, 1), (2, 0)");

        for (String statement : List.of(
                "DELETE FROM t WHERE id = 1",
                "UPDATE t SET id = 5 WHERE id = 1",
                "MERGE INTO t USING (SELECT 1L AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE")) {
            assertThatThrownBy(() -> spark.sql(statement))
                    .hasStackTraceContaining("its column '%s' hides".formatted(column))
                    .hasStackTraceContaining("RENAME COLUMN");
        }
        assertThat(rows("SELECT * FROM t ORDER BY id")).containsExactly("[1,1]", "[2,0]");
        spark.sql("ALTER TABLE t RENAME COLUMN %s TO place".formatted(column));
        spark.sql("DELETE FROM t WHERE id = 1");
        assertThat(rows("SELECT * FROM t")).containsExactly("[2,0]");
    }

    @Test
    void aColumnMayHaveTheNameOfTheLocation() {
        spark.sql("CREATE TABLE t (id BIGINT, _file STRING)");
        spark.sql("INSERT INTO t VALUES (1, 'a'), (2, 'b')");

        spark.sql("DELETE FROM t WHERE _file = 'a'");

        assertThat(rows("SELECT * FROM t")).containsExactly("[2,b]");
    }

    /** Both sides of the join read files of the table, not the same ones, and number them. */
    @Test
    void aMergeOfATableWithItselfChangesTheRowsOfTheTarget() {
        spark.sql("CREATE TABLE t (id BIGINT, p STRING) PARTITIONED BY (p)");
        spark.sql("INSERT INTO t SELECT id, concat('p', id % 5) FROM range(20)");

        spark.sql("MERGE INTO t USING (SELECT id + 1 AS id, _file_number AS n FROM t WHERE p = 'p3') s"
                + " ON t.id = s.id AND t.p = 'p4' AND t._file_number <> s.n WHEN MATCHED THEN UPDATE SET id = -t.id");

        assertThat(rows("SELECT id, p FROM t WHERE id < 0 OR p = 'p4' ORDER BY id"))
                .containsExactly("[-19,p4]", "[-14,p4]", "[-9,p4]", "[-4,p4]");
        assertThat(rows("SELECT count(*), sum(abs(id)) FROM t")).containsExactly("[20,190]");
    }
}
