package io.sluice.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spark.SharedSpark;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table whose files were written while the fields within its columns changed: every file has another shape. */
class NestedShapesTest {
    private final SparkSession spark = SharedSpark.tinyStatements(SharedSpark.session(SharedSpark.newLake()));

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    /** Row {@code n} is of the file that was written after {@code n - 1} changes. */
    private void fill(String vectors) {
        spark.sql("""
                CREATE TABLE t (id INT, s STRUCT<a: INT, b: STRUCT<x: STRING>>, l ARRAY<STRUCT<a: INT>>,
                m MAP<STRING, STRUCT<a: INT>>)
                TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.enableDeletionVectors' = '%s')
                """.formatted(vectors));
        insert(1, "named_struct('a', 1, 'b', named_struct('x', 'one'))", "'a', 1");
        spark.sql("ALTER TABLE t ADD COLUMNS (s.c BIGINT FIRST, s.b.y INT, l.element.b INT, m.value.b INT)");
        insert(2, "named_struct('c', 22L, 'a', 2, 'b', named_struct('x', 'two', 'y', 2))", "'a', 2, 'b', 22");
        spark.sql("ALTER TABLE t DROP COLUMNS (s.a, l.element.a, m.value.a)");
        insert(3, "named_struct('c', 33L, 'b', named_struct('x', 'three', 'y', 3))", "'b', 33");
        spark.sql("ALTER TABLE t RENAME COLUMN s.b.x TO name");
        spark.sql("ALTER TABLE t RENAME COLUMN l.element.b TO z");
        spark.sql("ALTER TABLE t RENAME COLUMN m.value.b TO z");
        insert(4, "named_struct('c', 44L, 'b', named_struct('name', 'four', 'y', 4))", "'z', 44");
        spark.sql("ALTER TABLE t ADD COLUMNS (s.a STRING, l.element.a STRING, m.value.a STRING, s.b.x DOUBLE)");
        insert(
                5,
                "named_struct('c', 55L, 'b', named_struct('name', 'five', 'y', 5, 'x', 5.5D), 'a', 'new')",
                "'z', 55, 'a', 'new'");
        spark.sql("INSERT INTO t VALUES (6, NULL, array(NULL), map('k', NULL))");
        spark.sql("ALTER TABLE t ALTER COLUMN s.b.y TYPE BIGINT");
        spark.sql(
                "INSERT INTO t VALUES (7, named_struct('c', NULL, 'b', NULL, 'a', NULL), array(), map()), (8, NULL, NULL, NULL)");
    }

    private void insert(int id, String struct, String element) {
        spark.sql("INSERT INTO t SELECT /*+ COALESCE(1) */ * FROM VALUES"
                + " (%1$d, %2$s, array(named_struct(%3$s)), map('k', named_struct(%3$s))), (%1$d0, NULL, NULL, NULL)"
                        .formatted(id, struct, element));
    }

    private void readBy(String vectorized) {
        spark.conf().set("spark.sql.parquet.enableVectorizedReader", vectorized);
        spark.conf().set("spark.sql.parquet.enableNestedColumnVectorizedReader", vectorized);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void everyFieldIsThatOfItsOwnHistory(String vectorized, String vectors) {
        fill(vectors);
        readBy(vectorized);
        spark.sql("DELETE FROM t WHERE id >= 10");

        assertThat(rows("SELECT s, l, m FROM t ORDER BY id"))
                .containsExactly(
                        "[[null,[one,null,null],null],ArraySeq([null,null]),Map(k -> [null,null])]",
                        "[[22,[two,2,null],null],ArraySeq([22,null]),Map(k -> [22,null])]",
                        "[[33,[three,3,null],null],ArraySeq([33,null]),Map(k -> [33,null])]",
                        "[[44,[four,4,null],null],ArraySeq([44,null]),Map(k -> [44,null])]",
                        "[[55,[five,5,5.5],new],ArraySeq([55,new]),Map(k -> [55,new])]",
                        "[null,ArraySeq(null),Map(k -> null)]",
                        "[[null,null,null],ArraySeq(),Map()]",
                        "[null,null,null]");
        aPartOfTheFieldsIsEnough();
        conditionsFindTheRows();
    }

    /** Of the first files, some of these parts have no field at all that is asked for. */
    private void aPartOfTheFieldsIsEnough() {
        assertThat(rows("SELECT id, s.a FROM t WHERE s.a IS NOT NULL")).containsExactly("[5,new]");
        assertThat(rows("SELECT s.c FROM t ORDER BY id"))
                .containsExactly("[null]", "[22]", "[33]", "[44]", "[55]", "[null]", "[null]", "[null]");
        assertThat(rows("SELECT s.b.x, _pos >= 0 FROM t ORDER BY id"))
                .containsExactly(
                        "[null,true]",
                        "[null,true]",
                        "[null,true]",
                        "[null,true]",
                        "[5.5,true]",
                        "[null,true]",
                        "[null,true]",
                        "[null,true]");
        assertThat(rows("SELECT l.a, m['k'].z FROM t ORDER BY id"))
                .containsExactly(
                        "[ArraySeq(null),null]",
                        "[ArraySeq(null),22]",
                        "[ArraySeq(null),33]",
                        "[ArraySeq(null),44]",
                        "[ArraySeq(new),55]",
                        "[ArraySeq(null),null]",
                        "[ArraySeq(),null]",
                        "[null,null]");
    }

    private void conditionsFindTheRows() {
        assertThat(rows("SELECT id FROM t WHERE s.a IS NULL ORDER BY id"))
                .containsExactly("[1]", "[2]", "[3]", "[4]", "[6]", "[7]", "[8]");
        assertThat(rows("SELECT id FROM t WHERE s IS NULL ORDER BY id")).containsExactly("[6]", "[8]");
        assertThat(rows("SELECT id, s.a FROM t WHERE s IS NOT NULL AND s.a IS NULL ORDER BY id"))
                .containsExactly("[1,null]", "[2,null]", "[3,null]", "[4,null]", "[7,null]");
        assertThat(rows("SELECT id FROM t WHERE s.b.name IN ('one', 'four') ORDER BY id"))
                .containsExactly("[1]", "[4]");
        assertThat(rows("SELECT id FROM t WHERE s.b.x > 1")).containsExactly("[5]");
        assertThat(rows("SELECT id FROM t WHERE s.b.y >= 4 OR s.c = 22 ORDER BY id"))
                .containsExactly("[2]", "[4]", "[5]");
        assertThat(rows("SELECT count(*), count(s), count(s.a), min(s.c), max(s.b.y) FROM t"))
                .containsExactly("[8,6,1,22,5]");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void rowChangesKeepTheFieldsOfOldFiles(String vectorized, String vectors) {
        fill(vectors);
        readBy(vectorized);

        spark.sql("UPDATE t SET s.a = concat('row ', id) WHERE id < 4");
        spark.sql("DELETE FROM t WHERE s.b.name = 'three' OR id >= 10");

        assertThat(rows("SELECT id, s FROM t WHERE id < 6 ORDER BY id"))
                .containsExactly(
                        "[1,[null,[one,null,null],row 1]]",
                        "[2,[22,[two,2,null],row 2]]",
                        "[4,[44,[four,4,null],null]]",
                        "[5,[55,[five,5,5.5],new]]");
        assertThat(rows("SELECT id, l, m FROM t WHERE id < 3 ORDER BY id"))
                .containsExactly(
                        "[1,ArraySeq([null,null]),Map(k -> [null,null])]",
                        "[2,ArraySeq([22,null]),Map(k -> [22,null])]");
    }
}
