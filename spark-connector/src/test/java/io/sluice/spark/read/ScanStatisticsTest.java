package io.sluice.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spark.SharedSpark;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Statistics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Spark's optimizer is told of a scan. */
class ScanStatisticsTest {
    private static final int ROW_OVERHEAD_BYTES = 8;

    private final SparkSession spark = SharedSpark.tinyStatements(SharedSpark.session(SharedSpark.newLake()));

    @BeforeEach
    void fill() {
        spark.sql("CREATE TABLE t (id BIGINT, n INT, day DATE, name STRING, place STRING) PARTITIONED BY (place)");
        for (int i = 0; i < 3; i++) {
            spark.sql(("INSERT INTO t SELECT id, IF(id < 12, NULL, id), date_add(DATE'2024-01-01', CAST(id AS INT)),"
                            + " concat('n', id), 'p%d' FROM range(%d, %d)")
                    .formatted(i, 10 * i, 10 * i + 10));
        }
        spark.sql("DELETE FROM t WHERE id = 5");
    }

    private Statistics statistics(String query) {
        SparkSession.setActiveSession(spark);
        return spark.sql(query).queryExecution().optimizedPlan().stats();
    }

    @Test
    void rowsAreCountedAfterPruningAndSizesAreThoseOfTheColumnsRead() {
        assertThat(statistics("SELECT * FROM t").rowCount().get().toLong()).isEqualTo(29);
        Statistics narrow = statistics("SELECT n FROM t WHERE place = 'p2'");
        assertThat(narrow.rowCount().get().toLong()).isEqualTo(10);
        assertThat(narrow.sizeInBytes().toLong()).isEqualTo(10 * (ROW_OVERHEAD_BYTES + Integer.BYTES));
    }

    @Test
    void columnsAreDescribedToTheCostBasedOptimizer() {
        assertThat(statistics("SELECT * FROM t").attributeStats().isEmpty()).isTrue();
        spark.conf().set("spark.sql.cbo.enabled", true);

        assertThat(described("SELECT * FROM t"))
                .containsExactlyInAnyOrder(
                        "id: Some(0) to Some(29), 0 null, None distinct",
                        "n: Some(12) to Some(29), 12 null, None distinct",
                        "day: Some(19723) to Some(19752), 0 null, None distinct",
                        "name: None to None, 0 null, None distinct",
                        "place: None to None, 0 null, Some(3) distinct");
        assertThat(described("SELECT n FROM t WHERE place = 'p0'"))
                .containsExactly("n: None to None, 10 null, None distinct");
    }

    private List<String> described(String query) {
        return scala.jdk.javaapi.CollectionConverters.asJava(
                        statistics(query).attributeStats().toSeq())
                .stream()
                .map(each -> "%s: %s to %s, %s null, %s distinct"
                        .formatted(
                                each._1().name(),
                                each._2().min(),
                                each._2().max(),
                                each._2().nullCount().get(),
                                each._2().distinctCount()))
                .toList();
    }
}
