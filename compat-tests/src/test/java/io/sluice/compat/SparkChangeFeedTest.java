package io.sluice.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.judge.Canonical;
import io.sluice.compat.judge.SharedSpark;
import io.sluice.table.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The changes that the same statements make in a table of Sluice and in one of delta-spark. */
class SparkChangeFeedTest {
    private static final List<String> STATEMENTS = List.of(
            "INSERT INTO %s SELECT id, CAST(id * 10 AS INT), IF(id %% 2 = 0, 'a/b=c d', NULL) FROM range(1, 9)",
            "DELETE FROM %s WHERE id IN (1, 2)",
            "UPDATE %s SET n = -n, p = 'moved' WHERE id = 3",
            """
            MERGE INTO %s AS t USING (SELECT id FROM range(6, 11)) s ON t.id = s.id
            WHEN MATCHED AND t.id = 7 THEN DELETE
            WHEN MATCHED THEN UPDATE SET n = 0
            WHEN NOT MATCHED THEN INSERT (id, n, p) VALUES (s.id, 1, 'new')
            WHEN NOT MATCHED BY SOURCE AND t.id = 5 THEN DELETE
            """,
            "UPDATE %s SET n = n + 1",
            "DELETE FROM %s WHERE p = 'new'",
            "DELETE FROM %s WHERE n > 0");

    @TempDir
    private Path folder;

    private TestLake lake;
    private SparkSession spark;

    @BeforeEach
    void open() {
        lake = TestLake.in(folder);
        spark = SharedSpark.session().newSession();
        spark.conf().set("spark.sql.catalog.lake", "io.sluice.spark.SluiceCatalog");
        spark.conf().set("spark.sql.catalog.lake.lake", folder.resolve("lake").toString());
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void areToldAlikeByBoth(String vectors) {
        String theirs = folder.resolve("theirs").toString();
        String columns = "(id BIGINT, n INT, p STRING) %s PARTITIONED BY (p) TBLPROPERTIES"
                + " ('delta.enableChangeDataFeed'='true', 'delta.enableDeletionVectors'='" + vectors + "')";
        spark.sql("CREATE NAMESPACE lake.sales");
        spark.sql("CREATE TABLE lake.sales.t " + columns.formatted(""));
        spark.sql("CREATE TABLE delta.`%s` ".formatted(theirs) + columns.formatted("USING delta"));
        for (String statement : STATEMENTS) {
            spark.sql(statement.formatted("lake.sales.t"));
            spark.sql(statement.formatted("delta.`" + theirs + "`"));
        }

        List<String> expected = rows(spark.read()
                .format("delta")
                .option("readChangeFeed", true)
                .option("startingVersion", 1)
                .load(theirs)
                .drop("_commit_timestamp"));
        assertThat(expected).hasSizeGreaterThan(30);
        assertThat(rows(spark.sql("SELECT * FROM lake.sales.t.changes WHERE _commit_version > 0")
                        .drop("_commit_timestamp")))
                .isEqualTo(expected);
        assertThat(lake.deltaSpark(TableName.parse("sales.t")).changes(1, STATEMENTS.size()))
                .isEqualTo(expected);
        assertThat(rows(spark.table("lake.sales.t")))
                .isEqualTo(rows(spark.read().format("delta").load(theirs)));
    }

    private static List<String> rows(Dataset<Row> read) {
        List<List<Object>> rows = new ArrayList<>();
        for (Row row : read.collectAsList()) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < row.length(); i++) {
                values.add(row.get(i));
            }
            rows.add(values);
        }
        return Canonical.rows(rows);
    }
}
