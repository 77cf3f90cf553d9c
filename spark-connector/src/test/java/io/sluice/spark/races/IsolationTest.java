package io.sluice.spark.races;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import io.sluice.spark.SharedSpark;
import io.sluice.spark.SluiceCatalog;
import io.sluice.spark.session.CommitRejectedException;
import java.nio.file.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks for which isolation level: each way, seen by a row that comes to what a statement has read. */
class IsolationTest {
    private static final String TOTAL = "INSERT INTO totals SELECT sum(meanwhile(n)) FROM a";
    private static final String NO_LEVEL =
            "%s: 'chaos' is no isolation level: there are WriteSerializable and Serializable";
    private static final String DELETE = "DELETE FROM a WHERE meanwhile(n) = 10";

    private final Path folder = SharedSpark.newLake();
    private final SparkSession spark = RaceSession.in(folder);
    private final SparkSession others = RaceSession.in(folder);

    @BeforeEach
    void makeTables() {
        RaceSession.makeTables(spark);
    }

    private void race(Runnable statement) {
        Meanwhile.run(statement, () -> others.sql("INSERT INTO a VALUES (7, 10)"));
    }

    private void assertSerializable(Runnable statement) {
        assertThatThrownBy(() -> race(statement))
                .isInstanceOf(CommitRejectedException.class)
                .hasMessageContaining("default.a: rows were added that this write should have read");
        assertThat(SharedSpark.rows(spark, "SELECT count(*) FROM a")).containsExactly("[5]");
        assertThat(SharedSpark.rows(spark, "SELECT * FROM totals")).isEmpty();
    }

    @Test
    void nobodyAsks() {
        race(() -> spark.sql(TOTAL));
        assertThat(SharedSpark.rows(spark, "SELECT * FROM totals")).containsExactly("[40]");
    }

    @Test
    void theSessionAsks() {
        spark.sql("SET spark.sluice.isolationLevel=serializable");
        assertSerializable(() -> spark.sql(TOTAL));
    }

    @Test
    void theCatalogAsksAndTheSessionKnowsBetter() {
        spark.conf().set("spark.sql.catalog.strict", SluiceCatalog.class.getName());
        spark.conf().set("spark.sql.catalog.strict.lake", folder.toString());
        spark.conf().set("spark.sql.catalog.strict.isolationLevel", "serializable");
        spark.sql("USE strict.default");
        assertSerializable(() -> spark.sql(TOTAL));

        spark.sql("SET spark.sluice.isolationLevel=write-serializable");
        race(() -> spark.sql(TOTAL));
        assertThat(SharedSpark.rows(spark, "SELECT * FROM totals")).containsExactly("[50]");
    }

    @Test
    void theWriteOfADataFrameAsks() {
        assertSerializable(() -> {
            try {
                spark.sql("SELECT CAST(sum(meanwhile(n)) AS BIGINT) AS n FROM a")
                        .writeTo("totals")
                        .option("isolationLevel", "serializable")
                        .append();
            } catch (AnalysisException broken) {
                throw new IllegalStateException(broken);
            }
        });
    }

    @Test
    void theStatementAsks() {
        assertSerializable(() -> spark.sql(
                "INSERT INTO totals WITH ('isolationLevel' = 'Serializable') SELECT sum(meanwhile(n)) FROM a"));
    }

    @Test
    void theTableAsksOfAllWhoChangeIt() {
        spark.sql("ALTER TABLE a SET TBLPROPERTIES ('delta.isolationLevel' = 'Serializable')");
        spark.sql("SET spark.sluice.isolationLevel=write-serializable");
        assertSerializable(() -> spark.sql(DELETE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO totals SELECT n FROM unlucky",
                "INSERT OVERWRITE totals SELECT n FROM unlucky",
                "INSERT INTO totals REPLACE WHERE n = 1 SELECT n FROM unlucky",
                "CREATE TABLE made AS SELECT n FROM unlucky",
                "CREATE OR REPLACE TABLE totals AS SELECT n FROM unlucky",
                "DELETE FROM a WHERE n IN (SELECT n FROM unlucky)",
                "UPDATE a SET n = 1 WHERE n IN (SELECT n FROM unlucky)",
                "MERGE INTO a USING unlucky u ON a.n = u.n WHEN MATCHED THEN DELETE",
                "DELETE FROM a"
            })
    void aLevelThatIsNoneIsRefusedBeforeRowsAreMade(String statement) {
        spark.sql("CREATE TEMPORARY VIEW unlucky AS"
                + " SELECT CAST(raise_error('rows are made') AS BIGINT) + id AS n FROM range(2)");
        spark.sql("SET spark.sluice.isolationLevel=chaos");

        assertThatThrownBy(() -> spark.sql(statement))
                .isInstanceOf(SluiceException.class)
                .hasMessage(NO_LEVEL, "spark.sluice.isolationLevel");
        assertThat(SharedSpark.rows(spark, "SELECT count(*) FROM a")).containsExactly("[4]");
    }

    @Test
    void theSettingThatSaysNoLevelIsNamed() {
        assertThatThrownBy(() -> spark.sql("INSERT INTO totals WITH ('isolationLevel' = 'chaos') VALUES (1)"))
                .isInstanceOf(SluiceException.class)
                .hasMessage(NO_LEVEL, "the option isolationLevel");
        assertThatThrownBy(() -> spark.sql("CALL lake.system.begin(isolation_level => 'chaos')"))
                .hasMessage(NO_LEVEL, "isolation_level");
        assertThatThrownBy(() -> spark.sql("ALTER TABLE a SET TBLPROPERTIES ('delta.isolationLevel' = 'chaos')"))
                .hasMessageContainingAll("delta.isolationLevel", "Serializable or WriteSerializable");

        spark.conf().set("spark.sql.catalog.strict", SluiceCatalog.class.getName());
        spark.conf().set("spark.sql.catalog.strict.lake", folder.toString());
        spark.conf().set("spark.sql.catalog.strict.isolationLevel", "chaos");
        assertThatThrownBy(() -> spark.sql("INSERT INTO strict.default.totals VALUES (1)"))
                .hasMessage(NO_LEVEL, "spark.sql.catalog.strict.isolationLevel");
        assertThat(SharedSpark.rows(spark, "SELECT * FROM totals")).isEmpty();
    }
}
