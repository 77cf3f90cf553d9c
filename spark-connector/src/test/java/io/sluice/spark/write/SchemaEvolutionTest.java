package io.sluice.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.spark.SharedSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes that change the columns of their table, in the one commit that has their rows. */
class SchemaEvolutionTest {
    private final Path folder = SharedSpark.newLake();
    private final SparkSession spark = SharedSpark.session(folder);
    private final SparkSession other = SharedSpark.session(folder);
    private final LakeLook lake = new LakeLook(folder);

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    private String columns(String table) {
        return other.table("lake.default." + table).schema().toDDL();
    }

    private long version(String table) {
        return lake.lastCommit("default." + table).version().number();
    }

    @BeforeEach
    void makeTable() {
        spark.sql("CREATE TABLE t (id INT, place STRUCT<city: STRING>)");
        spark.sql("INSERT INTO t VALUES (1, named_struct('city', 'Ulm')), (2, NULL)");
    }

    private static final String MERGE = "MERGE WITH SCHEMA EVOLUTION INTO t USING s ON t.id = s.id"
            + " WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *";

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void mergeAddsColumnsAndFieldsAndWidensTypesInTheCommitOfItsRows(String vectors) {
        spark.sql("ALTER TABLE t SET TBLPROPERTIES ('delta.enableDeletionVectors' = '%s')".formatted(vectors));
        spark.sql("CREATE TABLE s AS SELECT 2L AS id, named_struct('city', 'Bonn', 'zip', 53111) AS place, 'x' AS note"
                + " UNION ALL SELECT 5000000000, NULL, 'y'");
        long before = version("t");

        spark.sql(MERGE);

        assertThat(columns("t")).isEqualTo("id BIGINT,place STRUCT<city: STRING, zip: INT>,note STRING");
        assertThat(rows("SELECT * FROM t ORDER BY id"))
                .containsExactly("[1,[Ulm,null],null]", "[2,[Bonn,53111],x]", "[5000000000,null,y]");
        assertThat(version("t")).isEqualTo(before + 1);
        assertThat(lake.lastCommit("default.t").operation().name()).isEqualTo("MERGE");
    }

    @Test
    void aMergeThatFailsLeavesTheColumnsAsTheyWere() {
        spark.sql("ALTER TABLE t ADD CONSTRAINT small CHECK (id < 100)");
        spark.sql("CREATE TABLE s AS SELECT 2 AS id, named_struct('city', 'Bonn') AS place, 'x' AS note"
                + " UNION ALL SELECT 500, NULL, 'y'");
        long before = version("t");

        assertThatThrownBy(() -> spark.sql(MERGE)).hasStackTraceContaining("CHECK_CONSTRAINT_VIOLATION");

        assertThat(columns("t")).isEqualTo("id INT,place STRUCT<city: STRING>");
        assertThat(version("t")).isEqualTo(before);
        assertThat(rows("SELECT id FROM t ORDER BY id")).containsExactly("[1]", "[2]");
        spark.sql("INSERT INTO t VALUES (3, NULL)");
        assertThat(columns("t")).isEqualTo("id INT,place STRUCT<city: STRING>");
    }

    @Test
    void explainingAMergeChangesNothing() {
        spark.sql("CREATE TABLE s AS SELECT 2 AS id, named_struct('city', 'Bonn') AS place, 'x' AS note");

        spark.sql("EXPLAIN " + MERGE).collectAsList();

        assertThat(columns("t")).isEqualTo("id INT,place STRUCT<city: STRING>");
        assertThat(rows("SELECT * FROM t WHERE id = 1")).containsExactly("[1,[Ulm]]");
    }

    @Test
    void aMergeInATransactionIsSeenThereAndCommittedWithIt() {
        spark.sql("CREATE TABLE s AS SELECT 2 AS id, named_struct('city', 'Bonn') AS place, 'x' AS note");
        spark.sql("CALL lake.system.begin()");
        spark.sql("INSERT INTO t VALUES (3, NULL)");
        spark.sql(MERGE);

        assertThat(rows("SELECT id, note FROM t ORDER BY id")).containsExactly("[1,null]", "[2,x]", "[3,null]");
        assertThat(columns("t")).isEqualTo("id INT,place STRUCT<city: STRING>");
        spark.sql("CALL lake.system.commit()");
        assertThat(columns("t")).isEqualTo("id INT,place STRUCT<city: STRING>,note STRING");
        assertThat(version("t")).isEqualTo(2);
    }

    @Test
    void columnsThatAnotherSessionHasAddedStay() {
        spark.sql("CREATE TABLE s AS SELECT 2 AS id, named_struct('city', 'Bonn') AS place, 'x' AS note");
        other.sql("ALTER TABLE t ADD COLUMN more INT");

        spark.sql(MERGE);

        assertThat(columns("t")).isEqualTo("id INT,place STRUCT<city: STRING>,more INT,note STRING");
    }

    @Test
    void appendedRowsBringTheirColumns() {
        Dataset<Row> rows = spark.sql("SELECT 7L AS id, 'x' AS note, named_struct('city', 'Bonn', 'zip', 1) AS place");

        rows.write()
                .format("sluice")
                .mode("append")
                .option("mergeSchema", "true")
                .save("lake.default.t");

        assertThat(columns("t")).isEqualTo("id BIGINT,place STRUCT<city: STRING, zip: INT>,note STRING");
        assertThat(rows("SELECT * FROM t ORDER BY id"))
                .containsExactly("[1,[Ulm,null],null]", "[2,null,null]", "[7,[Bonn,1],x]");
        assertThat(version("t")).isEqualTo(2);
    }

    @Test
    void everyWayToAppendADataFrameTakesTheOption() throws Exception {
        spark.sql("SELECT 7 AS id, 'x' AS a")
                .writeTo("lake.default.t")
                .option("mergeSchema", "true")
                .append();
        spark.sql("SELECT 8 AS id, 'x' AS b")
                .write()
                .option("mergeSchema", "true")
                .mode("append")
                .saveAsTable("t");
        spark.sql("SELECT 9 AS id, NULL AS place, 'x' AS a, 'y' AS b, 'z' AS c")
                .write()
                .option("mergeSchema", "true")
                .insertInto("t");

        assertThat(rows("SELECT id, a, b, c FROM t WHERE id > 6 ORDER BY id"))
                .containsExactly("[7,x,null,null]", "[8,null,x,null]", "[9,x,y,z]");
        assertThatThrownBy(() -> spark.sql("SELECT 7 AS id, 'x' AS d")
                        .writeTo("lake.default.t")
                        .append())
                .hasMessageContaining("Cannot write extra columns `d`");
    }

    @Test
    void anInsertBringsItsColumns() {
        spark.sql("INSERT WITH SCHEMA EVOLUTION INTO t SELECT 7 AS a, NULL AS b, 'x' AS note");
        spark.sql("INSERT WITH SCHEMA EVOLUTION INTO TABLE lake.default.t BY NAME SELECT 'y' AS more, 8 AS id");
        spark.sql("INSERT INTO t WITH (mergeSchema = true) BY NAME SELECT 'y' AS most, 9 AS id");

        assertThat(columns("t")).isEqualTo("id INT,place STRUCT<city: STRING>,note STRING,more STRING,most STRING");
        assertThat(rows("SELECT id, note, more, most FROM t WHERE id > 6 ORDER BY id"))
                .containsExactly("[7,x,null,null]", "[8,null,y,null]", "[9,null,null,y]");
        assertThat(version("t")).isEqualTo(4);
    }

    @Test
    void valuesOfNarrowerTypesAreCastAndWiderOnesThatDoNotFitAreRefused() {
        spark.sql("INSERT WITH SCHEMA EVOLUTION INTO t SELECT CAST(7 AS SMALLINT), NULL, 'x' AS note");
        assertThat(columns("t")).startsWith("id INT,");
        assertThatThrownBy(() -> spark.sql("INSERT WITH SCHEMA EVOLUTION INTO t SELECT 'seven', NULL, 'x'"))
                .hasMessageContaining("id");
        assertThat(columns("t")).startsWith("id INT,");
    }

    @Test
    void anAppendThatFailsLeavesTheColumnsAsTheyWere() {
        spark.sql("ALTER TABLE t ADD CONSTRAINT small CHECK (id < 100)");
        long before = version("t");

        assertThatThrownBy(() -> spark.sql("INSERT WITH SCHEMA EVOLUTION INTO t SELECT 700, NULL, 'x' AS note"))
                .hasStackTraceContaining("CHECK_CONSTRAINT_VIOLATION");

        assertThat(columns("t")).isEqualTo("id INT,place STRUCT<city: STRING>");
        assertThat(version("t")).isEqualTo(before);
        spark.sql("INSERT INTO t VALUES (3, NULL)");
        assertThat(columns("t")).isEqualTo("id INT,place STRUCT<city: STRING>");
    }

    @Test
    void anEvolutionWithoutRowsIsACommitToo() {
        spark.sql("INSERT WITH SCHEMA EVOLUTION INTO t SELECT 7, NULL, 'x' AS note WHERE false");

        assertThat(columns("t")).isEqualTo("id INT,place STRUCT<city: STRING>,note STRING");
    }

    @Test
    void anOverwriteGivesTheTableItsColumnsIfItIsAskedTo() {
        Dataset<Row> rows = spark.sql("SELECT 'a' AS name, 1.5D AS id");

        assertThatThrownBy(() -> rows.write().format("sluice").mode("overwrite").save("lake.default.t"))
                .isInstanceOf(Exception.class);
        rows.write()
                .format("sluice")
                .mode("overwrite")
                .option("overwriteSchema", "true")
                .save("lake.default.t");

        assertThat(columns("t")).isEqualTo("name STRING,id DOUBLE");
        assertThat(rows("SELECT * FROM t")).containsExactly("[a,1.5]");
        assertThat(rows("SELECT id FROM t VERSION AS OF 1 ORDER BY id")).containsExactly("[1]", "[2]");
        assertThat(version("t")).isEqualTo(2);
    }
}
