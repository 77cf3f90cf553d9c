package io.sluice.spark.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.IsolationLevel;
import io.sluice.spark.SharedSpark;
import io.sluice.spark.SluiceCatalog;
import io.sluice.spark.session.LakeSession;
import io.sluice.spark.write.LakeLook;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements within a transaction that the session has begun. */
class TransactionTest {
    private final Path folder = SharedSpark.newLake();
    private final SparkSession spark = SharedSpark.session(folder);
    private final SparkSession other = SharedSpark.session(folder);
    private final LakeLook lake = new LakeLook(folder);

    @BeforeEach
    void tables() {
        spark.sql("CREATE TABLE a (id BIGINT, n INT)");
        spark.sql("CREATE TABLE b (id BIGINT) TBLPROPERTIES ('delta.enableDeletionVectors'='false')");
        spark.sql("INSERT INTO a SELECT /*+ COALESCE(1) */ id, 0 FROM range(4)");
        spark.sql("INSERT INTO b VALUES (1), (2)");
    }

    private LakeSession session() {
        return ((SluiceCatalog) spark.sessionState().catalogManager().catalog("lake")).session();
    }

    private void change() {
        session().begin(IsolationLevel.SERIALIZABLE);
        spark.sql("INSERT INTO a VALUES (9, 9)");
        spark.sql("UPDATE a SET n = n + 1 WHERE id IN (1, 9)");
        spark.sql("DELETE FROM a WHERE id = 2");
        spark.sql("DELETE FROM b WHERE id + 0 = 1");
        spark.sql("MERGE INTO b USING a ON a.id = b.id WHEN NOT MATCHED THEN INSERT (id) VALUES (a.id)");
    }

    private static List<String> rows(SparkSession session, String table) {
        return SharedSpark.rows(session, "SELECT * FROM lake.default.%s ORDER BY id".formatted(table));
    }

    @Test
    void statementsSeeEachOtherAndOthersSeeThemTogetherOnceTheyAreCommitted() {
        change();
        assertThat(rows(spark, "a")).containsExactly("[0,0]", "[1,1]", "[3,0]", "[9,10]");
        assertThat(rows(spark, "b")).containsExactly("[0]", "[1]", "[2]", "[3]", "[9]");
        assertThat(rows(other, "a")).containsExactly("[0,0]", "[1,0]", "[2,0]", "[3,0]");
        assertThat(rows(other, "b")).containsExactly("[1]", "[2]");

        assertThat(session().commit()).hasSize(2);

        assertThat(rows(other, "a")).containsExactly("[0,0]", "[1,1]", "[3,0]", "[9,10]");
        assertThat(rows(other, "b")).containsExactly("[0]", "[1]", "[2]", "[3]", "[9]");
    }

    @Test
    void aTransactionThatIsRolledBackLeavesNothing() {
        List<String> files = lake.filesOnDisk("default.a");
        change();

        session().rollback();

        assertThat(rows(spark, "a")).containsExactly("[0,0]", "[1,0]", "[2,0]", "[3,0]");
        assertThat(rows(spark, "b")).containsExactly("[1]", "[2]");
        assertThat(lake.filesOnDisk("default.a")).isEqualTo(files);
    }
}
