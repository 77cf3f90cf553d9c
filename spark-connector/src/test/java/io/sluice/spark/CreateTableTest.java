package io.sluice.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreateTableTest {
    private final SparkSession spark = SharedSpark.session(SharedSpark.newLake());

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    @Test
    void aTableIsMadeOnce() {
        spark.sql("CREATE TABLE t (id INT) USING sluice");
        spark.sql("CREATE TABLE IF NOT EXISTS t (other INT)");

        assertThatThrownBy(() -> spark.sql("CREATE TABLE t (id INT)"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("TABLE_OR_VIEW_ALREADY_EXISTS");
        assertThat(rows("DESCRIBE t")).containsExactly("[id,int,null]");
    }

    @Test
    void aTableIsReplacedInOneCommitAndKeepsItsPast() {
        spark.sql("CREATE TABLE t (id INT, old STRING) TBLPROPERTIES ('a'='1')");
        spark.sql("CREATE OR REPLACE TABLE t (id BIGINT, day DATE) PARTITIONED BY (day) COMMENT 'anew'");
        spark.sql("CREATE OR REPLACE TABLE u (id INT)");

        SluiceTable replaced = SharedSpark.table(spark, "t");
        assertThat(replaced.version()).isEqualTo("1");
        assertThat(rows("DESCRIBE t")).startsWith("[id,bigint,null]", "[day,date,null]");
        assertThat(replaced.properties()).containsEntry("comment", "anew").doesNotContainKey("a");
        assertThat(spark.sql("SELECT * FROM t VERSION AS OF 0").columns()).containsExactly("id", "old");
        assertThatThrownBy(() -> spark.sql("REPLACE TABLE missing (id INT)"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
    }

    @Test
    void everyTypeComesBackAsItWasDefined() {
        String columns =
                "a BOOLEAN, b TINYINT, c SMALLINT, d INT, e BIGINT, f FLOAT, g DOUBLE, h DECIMAL(38,9), i STRING,"
                        + " j BINARY, k DATE, l TIMESTAMP, m TIMESTAMP_NTZ, n STRUCT<x: INT NOT NULL, y: ARRAY<STRING>>,"
                        + " o MAP<STRING, STRUCT<z: DATE>>, p VARCHAR(10), q CHAR(3)";
        spark.sql("CREATE TABLE t (" + columns + ")");

        assertThat(spark.table("t").schema().simpleString())
                .isEqualTo("struct<a:boolean,b:tinyint,c:smallint,d:int,e:bigint,f:float,g:double,h:decimal(38,9),"
                        + "i:string,j:binary,k:date,l:timestamp,m:timestamp_ntz,n:struct<x:int,y:array<string>>,"
                        + "o:map<string,struct<z:date>>,p:string,q:string>");
        assertThat(spark.table("t").schema().toDDL()).contains("n STRUCT<x: INT NOT NULL, y: ARRAY<STRING>>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CREATE TABLE t (id INT, ts TIMESTAMP) PARTITIONED BY (days(ts))        | cannot be partitioned by days(ts)",
                "CREATE TABLE t (id INT) PARTITIONED BY (bucket(4, id))                 | cannot be partitioned by bucket(4, id)",
                "CREATE TABLE t (id INT, PRIMARY KEY (id))                              | only enforced CHECKs are",
                "CREATE TABLE t (id INT) LOCATION '/elsewhere'                          | cannot have a LOCATION of its own",
                "CREATE TABLE t (id INT) USING orc                                      | cannot be made USING orc",
                "CREATE TABLE t (id INT, span INTERVAL DAY)                             | has the type INTERVAL DAY",
                "CREATE TABLE t (id INT) TBLPROPERTIES ('delta.universalFormat'='x')    | 'delta.universalFormat' is not supported"
            })
    void whatLakesDoNotHaveIsRefusedByName(String statement, String message) {
        assertThatThrownBy(() -> spark.sql(statement))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining(message);
        assertThat(rows("SHOW TABLES")).isEmpty();
    }

    @Test
    void earlierVersionsAndTimesAreLoaded() {
        spark.sql("CREATE TABLE t (id INT)");
        spark.sql("ALTER TABLE t ADD COLUMN note STRING");

        assertThat(spark.sql("SELECT * FROM t VERSION AS OF 0").columns()).containsExactly("id");
        assertThat(spark.sql("SELECT * FROM t TIMESTAMP AS OF current_timestamp()")
                        .columns())
                .containsExactly("id", "note");
        assertThat(spark.read()
                        .format("sluice")
                        .option("versionAsOf", 0)
                        .load("t")
                        .columns())
                .containsExactly("id");
        assertThatThrownBy(() -> spark.sql("SELECT * FROM t VERSION AS OF 7"))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("7");
        assertThatThrownBy(() -> spark.sql("SELECT * FROM t VERSION AS OF 'x'"))
                .hasMessageContaining("'x' is not a version of a table");
        assertThatThrownBy(() -> spark.sql("SELECT * FROM t TIMESTAMP AS OF '2001-01-01'"))
                .isInstanceOf(SluiceException.class);
    }

    @Test
    void aTableOfALakeThatIsNotConfiguredIsLoadedByItsUri() {
        String lake = SharedSpark.newLake().toString();
        SharedSpark.session(Path.of(lake)).sql("CREATE TABLE t (id INT)");

        assertThat(spark.read().format("sluice").load(lake + "#default.t").columns())
                .containsExactly("id");
        assertThat(spark.read().format("sluice").option("lake", lake).load("t").columns())
                .containsExactly("id");
    }
}
