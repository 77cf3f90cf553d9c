package io.sluice.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spark.SharedSpark;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Joins by partition columns of two tables whose files are grouped by them: without a shuffle, and right. */
class StoragePartitionedJoinTest {
    private final SparkSession spark = SharedSpark.tinyStatements(SharedSpark.session(SharedSpark.newLake()));

    @BeforeEach
    void fill() {
        spark.conf().set("spark.sql.autoBroadcastJoinThreshold", -1);
        spark.conf().set("spark.sql.shuffle.partitions", 3);
        spark.sql("CREATE TABLE a (id INT, day DATE, place STRING) PARTITIONED BY (place, day)");
        spark.sql("CREATE TABLE b (place STRING, day DATE, n INT) PARTITIONED BY (place, day)");
        spark.sql("""
                INSERT INTO a VALUES (1, DATE'2024-01-01', 'x'), (2, DATE'2024-01-02', 'x'), (3, NULL, 'y'),
                (4, DATE'2024-01-01', NULL), (5, NULL, NULL), (6, DATE'2024-01-01', 'a/b=c')
                """);
        spark.sql("INSERT INTO a VALUES (7, DATE'2024-01-01', 'x')");
        spark.sql("""
                INSERT INTO b VALUES ('x', DATE'2024-01-01', 10), ('y', NULL, 30), (NULL, DATE'2024-01-01', 40),
                (NULL, NULL, 50), ('a/b=c', DATE'2024-01-01', 60), ('z', DATE'2024-01-01', 70)
                """);
    }

    /** The rows without and with grouped files; with them, no row is moved to be joined. */
    private List<String> joined(String query) {
        spark.conf().set("spark.sluice.preserveDataGrouping", false);
        List<String> shuffled = sorted(query);
        assertThat(plan(query)).as(query).contains("Exchange");
        spark.conf().set("spark.sluice.preserveDataGrouping", true);
        assertThat(plan(query)).as(query).contains("Join").doesNotContain("Exchange");
        assertThat(sorted(query)).as(query).isEqualTo(shuffled);
        return shuffled;
    }

    /** As before; Spark joins such keys by what it computes of them, and moves the rows for it. */
    private List<String> joinedNullSafe(String query) {
        spark.conf().set("spark.sluice.preserveDataGrouping", false);
        List<String> shuffled = sorted(query);
        spark.conf().set("spark.sluice.preserveDataGrouping", true);
        assertThat(sorted(query)).as(query).isEqualTo(shuffled);
        return shuffled;
    }

    private List<String> sorted(String query) {
        return SharedSpark.rows(spark, query).stream().sorted().toList();
    }

    private String plan(String query) {
        return spark.sql(query).queryExecution().executedPlan().toString();
    }

    @Test
    void tablesAreJoinedByAllTheirPartitionColumns() {
        assertThat(joined("SELECT id, n FROM a JOIN b ON a.place = b.place AND a.day = b.day"))
                .containsExactly("[1,10]", "[6,60]", "[7,10]");
        assertThat(joined("SELECT id, n FROM a LEFT JOIN b ON a.place = b.place AND a.day = b.day"))
                .containsExactly("[1,10]", "[2,null]", "[3,null]", "[4,null]", "[5,null]", "[6,60]", "[7,10]");
        assertThat(joined("SELECT n FROM b LEFT ANTI JOIN a ON a.place = b.place AND a.day = b.day"))
                .containsExactly("[30]", "[40]", "[50]", "[70]");
    }

    @Test
    void nullIsAPartitionLikeAnyOther() {
        assertThat(joinedNullSafe("SELECT id, n FROM a JOIN b ON a.place <=> b.place AND a.day <=> b.day"))
                .containsExactly("[1,10]", "[3,30]", "[4,40]", "[5,50]", "[6,60]", "[7,10]");
        assertThat(joinedNullSafe("SELECT id, n FROM a FULL JOIN b ON a.place <=> b.place AND a.day <=> b.day"))
                .contains("[null,70]", "[2,null]")
                .hasSize(8);
        assertThat(plan("SELECT place, day, count(*) FROM a GROUP BY place, day"))
                .doesNotContain("Exchange");
        assertThat(sorted("SELECT place, day, count(*) FROM a GROUP BY place, day"))
                .containsExactly(
                        "[a/b=c,2024-01-01,1]",
                        "[null,2024-01-01,1]",
                        "[null,null,1]",
                        "[x,2024-01-01,2]",
                        "[x,2024-01-02,1]",
                        "[y,null,1]");
    }

    @Test
    void deletedRowsAndRenamedColumnsDoNotMatter() {
        spark.sql("DELETE FROM a WHERE id = 1");
        spark.sql("ALTER TABLE a RENAME COLUMN place TO spot");
        spark.sql("ALTER TABLE a ADD COLUMN note STRING FIRST");
        spark.sql("ALTER TABLE b ALTER COLUMN n FIRST");
        spark.sql("INSERT INTO a VALUES ('late', 8, DATE'2024-01-01', 'z')");

        assertThat(joined("SELECT id, n, note FROM a JOIN b ON a.spot = b.place AND a.day = b.day"))
                .containsExactly("[6,60,null]", "[7,10,null]", "[8,70,late]");
    }

    @Test
    void partitionsThatOnlyOneSideHasAreKept() {
        assertThat(
                        joined(
                                "SELECT id, n FROM a FULL JOIN b ON a.place = b.place AND a.day = b.day WHERE n IS NULL OR id = 7"))
                .contains("[7,10]", "[2,null]");
        spark.sql("DELETE FROM b");
        spark.conf().set("spark.sluice.preserveDataGrouping", true);
        assertThat(sorted("SELECT count(*), count(n) FROM a LEFT JOIN b ON a.place = b.place AND a.day = b.day"))
                .containsExactly("[7,0]");
    }
}
