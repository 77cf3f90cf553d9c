package io.sluice.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.spark.SharedSpark;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class DefaultValuesTest {
    private final SparkSession spark = SharedSpark.session(SharedSpark.newLake());

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    @Test
    void columnsThatAStatementLeavesOutHaveTheirDefaults() throws Exception {
        spark.sql(
                "CREATE TABLE t (id INT, n INT NOT NULL DEFAULT 5, s STRING DEFAULT 'it\\'s', d DATE DEFAULT current_date())");
        spark.sql("INSERT INTO t (id) VALUES (1)");
        spark.sql("INSERT INTO t VALUES (2, DEFAULT, 'x', DATE '2024-02-29')");
        spark.sql("SELECT 3 AS id, 'df' AS s").writeTo("t").append();
        spark.sql("INSERT INTO t BY NAME SELECT 4 AS id, 7 AS n");

        assertThat(rows("SELECT id, n, s, d = current_date() FROM t ORDER BY id"))
                .containsExactly("[1,5,it's,true]", "[2,5,x,false]", "[3,5,df,true]", "[4,7,it's,true]");
    }

    @Test
    void updatesAndMergesKnowDefaults() {
        spark.sql("CREATE TABLE t (id INT, n INT DEFAULT 5)");
        spark.sql("INSERT INTO t VALUES (1, 1), (2, 2)");
        spark.sql("UPDATE t SET n = DEFAULT WHERE id = 1");
        spark.sql("MERGE INTO t USING (SELECT explode(array(2, 3, 4)) AS id) s ON t.id = s.id"
                + " WHEN MATCHED THEN UPDATE SET n = DEFAULT"
                + " WHEN NOT MATCHED AND s.id = 3 THEN INSERT (id) VALUES (s.id)"
                + " WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, DEFAULT)");

        assertThat(rows("SELECT * FROM t ORDER BY id")).containsExactly("[1,5]", "[2,5]", "[3,5]", "[4,5]");
    }

    @Test
    void rowsThatWereThereBeforeAColumnDoNotHaveItsDefault() {
        spark.sql("CREATE TABLE t (id INT)");
        spark.sql("INSERT INTO t VALUES (1)");
        assertThatThrownBy(() -> spark.sql("ALTER TABLE t ADD COLUMN n INT DEFAULT 5"))
                .hasMessageContaining("column 'n' cannot be added with a DEFAULT")
                .hasMessageContaining("then set DEFAULT 5 for new rows by ALTER COLUMN");
        spark.sql("ALTER TABLE t ADD COLUMN n INT");
        spark.sql("ALTER TABLE t ALTER COLUMN n SET DEFAULT 5");
        spark.sql("INSERT INTO t (id) VALUES (2)");
        spark.sql("ALTER TABLE t ALTER COLUMN n SET DEFAULT 6");
        spark.sql("INSERT INTO t (id) VALUES (3)");
        spark.sql("ALTER TABLE t ALTER COLUMN n DROP DEFAULT");
        spark.sql("INSERT INTO t (id) VALUES (4)");

        assertThat(rows("SELECT * FROM t ORDER BY id")).containsExactly("[1,null]", "[2,5]", "[3,6]", "[4,null]");
        assertThat(rows("SELECT count(*), max(n) FROM t WHERE n IS NULL")).containsExactly("[2,null]");
    }

    @Test
    void defaultsAreShown() {
        spark.sql("CREATE TABLE t (id INT, n INT DEFAULT 5)");

        assertThat(rows("DESCRIBE EXTENDED t")).contains("[n,int,5]");
    }
}
