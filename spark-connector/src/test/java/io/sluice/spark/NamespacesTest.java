package io.sluice.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class NamespacesTest {
    private final SparkSession spark = SharedSpark.session(SharedSpark.newLake());

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    @Test
    void namespacesHaveCommentsAndPropertiesThatChange() {
        spark.sql("CREATE NAMESPACE lake.sales COMMENT 'shops' WITH DBPROPERTIES ('team'='blue')");
        spark.sql("ALTER NAMESPACE lake.sales SET DBPROPERTIES ('team'='red', 'cost'='7')");
        spark.sql("COMMENT ON NAMESPACE lake.sales IS 'what shops sell'");

        assertThat(rows("DESCRIBE NAMESPACE EXTENDED lake.sales"))
                .contains("[Namespace Name,sales]", "[Comment,what shops sell]")
                .anyMatch(row -> row.contains("(cost,7), (team,red)"));
    }

    @Test
    void aNamespaceIsMadeOnceAndDroppedWhenItIsEmpty() {
        spark.sql("CREATE NAMESPACE lake.sales");
        spark.sql("CREATE NAMESPACE IF NOT EXISTS lake.sales");
        spark.sql("CREATE TABLE lake.sales.orders (id INT)");

        assertThatThrownBy(() -> spark.sql("CREATE NAMESPACE lake.sales"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("SCHEMA_ALREADY_EXISTS");
        assertThatThrownBy(() -> spark.sql("DROP NAMESPACE lake.sales"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("SCHEMA_NOT_EMPTY");
        spark.sql("DROP NAMESPACE lake.sales CASCADE");
        spark.sql("DROP NAMESPACE IF EXISTS lake.sales");
        assertThatThrownBy(() -> spark.sql("DROP NAMESPACE lake.sales")).isInstanceOf(AnalysisException.class);
        assertThat(rows("SHOW NAMESPACES IN lake")).containsExactly("[default]");
    }

    @Test
    void namespacesDoNotNestAndHaveNoLocation() {
        assertThatThrownBy(() -> spark.sql("CREATE NAMESPACE lake.a.b"))
                .isInstanceOf(SluiceException.class)
                .hasMessage("namespace a.b cannot be made: namespaces of a lake have one part");
        assertThatThrownBy(() -> spark.sql("CREATE NAMESPACE lake.a LOCATION '/elsewhere'"))
                .hasMessageContaining("cannot have a location");
        assertThatThrownBy(() -> spark.sql("SHOW TABLES IN lake.a.b")).isInstanceOf(AnalysisException.class);
        assertThatThrownBy(() -> spark.sql("CREATE TABLE lake.missing.t (id INT)"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("SCHEMA_NOT_FOUND");
    }
}
