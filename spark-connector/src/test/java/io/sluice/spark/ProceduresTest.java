package io.sluice.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import io.sluice.spark.session.CommitRejectedException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProceduresTest {
    private final Path lake = SharedSpark.newLake();
    private final SparkSession spark = SharedSpark.session(lake);
    private final SparkSession other = SharedSpark.session(lake);

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    @BeforeEach
    void makeTables() {
        spark.sql("CREATE TABLE a (id INT)");
        spark.sql("CREATE TABLE b (id INT)");
    }

    @Test
    void aTransactionChangesSeveralTablesAtOnce() {
        spark.sql("CALL lake.system.begin()");
        spark.sql("ALTER TABLE a ADD COLUMN x INT");
        spark.sql("ALTER TABLE b ADD COLUMN y INT");

        assertThat(spark.table("a").columns()).containsExactly("id", "x");
        assertThat(other.table("a").columns()).containsExactly("id");
        assertThat(rows("CALL lake.system.commit()")).containsExactly("[default.a,1]", "[default.b,1]");
        assertThat(other.table("a").columns()).containsExactly("id", "x");
        assertThat(other.table("b").columns()).containsExactly("id", "y");
    }

    @Test
    void aTransactionIsGivenUp() {
        spark.sql("CALL lake.system.begin(isolation_level => 'Serializable')");
        spark.sql("ALTER TABLE a ADD COLUMN x INT");
        spark.sql("CALL lake.system.rollback()");

        assertThat(spark.table("a").columns()).containsExactly("id");
        assertThatThrownBy(() -> spark.sql("CALL lake.system.commit()"))
                .isInstanceOf(SluiceException.class)
                .hasMessage("there is no transaction: begin one first");
    }

    @Test
    void aTransactionThatAnotherWriterHasOvertakenIsRejectedWithItsReason() {
        spark.sql("CALL lake.system.begin()");
        spark.sql("ALTER TABLE a ADD COLUMN x INT");
        spark.sql("ALTER TABLE b ADD COLUMN y INT");
        other.sql("ALTER TABLE b ADD COLUMN z INT");

        assertThatThrownBy(() -> spark.sql("CALL lake.system.commit()"))
                .isInstanceOf(CommitRejectedException.class)
                .hasMessageContaining(
                        "default.b: the table's columns were changed, by version 1 (ADD COLUMNS by sluice/");
        assertThat(spark.table("a").columns()).containsExactly("id");
    }

    @Test
    void statementsThatCannotBePartOfATransactionSaySo() {
        spark.sql("CALL lake.system.begin()");

        assertThatThrownBy(() -> spark.sql("DROP TABLE a"))
                .hasMessage("DROP TABLE cannot be part of a transaction: commit or roll back first");
        assertThatThrownBy(() -> spark.sql("CALL lake.system.begin()"))
                .hasMessageContaining("there is a transaction already");
        spark.sql("CALL lake.system.rollback()");
    }

    @Test
    void theHistoryOfATableIsToldAndAnEarlierVersionRestored() {
        spark.sql("ALTER TABLE a ADD COLUMN x INT");

        assertThat(rows("CALL lake.system.restore('default.a', 0)")).containsExactly("[0,0,0,0,0,0]");
        assertThat(spark.table("a").columns()).containsExactly("id");
        assertThat(spark.sql("CALL lake.system.history('a')")
                        .select("version", "operation")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[2,RESTORE], [1,ADD COLUMNS], [0,CREATE TABLE]]");
        assertThat(spark.sql("CALL lake.system.history(table => 'a', limit => 1)")
                        .count())
                .isEqualTo(1);
        assertThatThrownBy(() -> spark.sql("CALL lake.system.restore('default.a')"))
                .hasMessageContaining("restore needs a version or a timestamp");
        assertThat(rows("SHOW PROCEDURES IN lake.system")).hasSize(6);
    }
}
