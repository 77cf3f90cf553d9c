package io.sluice.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spark.SharedSpark;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code ORDER BY … LIMIT} reads only files whose statistics do not rule out that they have one of the first rows. */
class LargestRowsTest {
    private final SparkSession spark = SharedSpark.tinyStatements(SharedSpark.session(SharedSpark.newLake()));

    /** Four files: 0 to 9, 10 to 19, 20 to 29 with a null, and nulls alone. */
    @BeforeEach
    void fill() {
        spark.sql("CREATE TABLE t (id BIGINT, x DOUBLE, s STRING, place STRING) PARTITIONED BY (place)");
        for (int i = 0; i < 3; i++) {
            spark.sql("INSERT INTO t SELECT /*+ COALESCE(1) */ id, id, concat('s', id), 'p%d' FROM range(%d, %d)"
                            .formatted(i, 10 * i, 10 * i + 10)
                    + (i == 2 ? " UNION ALL SELECT /*+ COALESCE(1) */ NULL, NULL, NULL, 'p2'" : ""));
        }
        spark.sql("INSERT INTO t VALUES (NULL, NULL, NULL, 'p3'), (NULL, NULL, NULL, 'p3')");
    }

    private String filesRead(String query) {
        String plan = spark.sql(query).queryExecution().executedPlan().toString();
        int end = plan.indexOf(" files");
        return plan.substring(plan.lastIndexOf('(', end) + 1, end);
    }

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    private void assertReads(String order, String files, String... rows) {
        String query = "SELECT id FROM t ORDER BY " + order;
        assertThat(rows(query)).as(order).containsExactly(rows);
        assertThat(filesRead(query)).as(order).isEqualTo(files);
    }

    @Test
    void theFirstRowsAreReadFromTheFilesThatCanHaveThem() {
        assertReads("id NULLS LAST LIMIT 2", "1 of 4", "[0]", "[1]");
        assertReads("id DESC LIMIT 2", "1 of 4", "[29]", "[28]");
        assertReads("id DESC LIMIT 11", "2 of 4", nullFree(29, 19));
        assertReads("id DESC NULLS LAST, s LIMIT 1 OFFSET 1", "1 of 4", "[28]");
        assertReads("s NULLS LAST, id LIMIT 1", "2 of 4", "[0]");
        assertReads("place DESC LIMIT 2", "1 of 4", "[null]", "[null]");
    }

    private static String[] nullFree(int from, int to) {
        String[] rows = new String[from - to + 1];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = "[" + (from - i) + "]";
        }
        return rows;
    }

    @Test
    void nullsComeWhereTheOrderPutsThem() {
        assertReads("id LIMIT 3", "3 of 4", "[null]", "[null]", "[null]");
        assertReads("id LIMIT 4", "3 of 4", "[null]", "[null]", "[null]", "[0]");
        assertReads("id DESC NULLS FIRST LIMIT 4", "2 of 4", "[null]", "[null]", "[null]", "[29]");
        assertThat(rows("SELECT id FROM t ORDER BY id DESC NULLS LAST LIMIT 33"))
                .hasSize(33);
    }

    @Test
    void deletedRowsAreNoPromise() {
        spark.sql("DELETE FROM t WHERE id BETWEEN 1 AND 9");

        assertReads("id NULLS LAST LIMIT 1", "1 of 4", "[0]");
        assertReads("id NULLS LAST LIMIT 2", "2 of 4", "[0]", "[10]");
    }

    @Test
    void whatStatisticsDoNotTellIsRead() {
        assertReads("x NULLS LAST LIMIT 1", "4 of 4", "[0]");
        assertReads("id % 2 DESC, id LIMIT 1", "4 of 4", "[1]");
        spark.sql("ALTER TABLE t ADD COLUMN late INT");
        spark.sql("INSERT INTO t (id, late) VALUES (99, 5)");
        assertThat(rows("SELECT id, late FROM t ORDER BY late DESC LIMIT 1")).containsExactly("[99,5]");
        assertThat(rows("SELECT late FROM t ORDER BY late LIMIT 1")).containsExactly("[null]");
    }

    @Test
    void conditionsOnRowsAreAskedFirst() {
        assertThat(rows("SELECT id FROM t WHERE id % 10 = 3 ORDER BY id DESC LIMIT 2"))
                .containsExactly("[23]", "[13]");
        String query = "SELECT id FROM t WHERE place < 'p2' ORDER BY id DESC LIMIT 1";
        assertThat(rows(query)).containsExactly("[19]");
        assertThat(filesRead(query)).isEqualTo("1 of 4");
    }
}
