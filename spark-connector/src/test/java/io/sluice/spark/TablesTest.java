package io.sluice.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class TablesTest {
    private final SparkSession spark = SharedSpark.session(SharedSpark.newLake());

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    @Test
    void aTableIsMadeListedDescribedAndDropped() {
        spark.sql("CREATE NAMESPACE lake.sales");
        spark.sql("""
                CREATE TABLE lake.sales.orders (
                  id BIGINT NOT NULL COMMENT 'the key', amount DECIMAL(10,2), day DATE, tags MAP<STRING, ARRAY<INT>>)
                PARTITIONED BY (day) COMMENT 'what was sold' TBLPROPERTIES ('owner.team'='blue')
                """);

        assertThat(rows("SHOW NAMESPACES IN lake")).containsExactly("[default]", "[sales]");
        assertThat(rows("SHOW TABLES IN lake.sales")).containsExactly("[sales,orders,false]");
        assertThat(rows("DESCRIBE lake.sales.orders"))
                .containsExactly(
                        "[id,bigint,the key]",
                        "[amount,decimal(10,2),null]",
                        "[day,date,null]",
                        "[tags,map<string,array<int>>,null]",
                        "[# Partition Information,,]",
                        "[# col_name,data_type,comment]",
                        "[day,date,null]");
        assertThat(rows("SHOW TBLPROPERTIES lake.sales.orders")).contains("[owner.team,blue]");

        spark.sql("DROP TABLE lake.sales.orders");

        assertThat(rows("SHOW TABLES IN lake.sales")).isEmpty();
        assertThatThrownBy(() -> spark.sql("SELECT * FROM lake.sales.orders"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
    }

    @Test
    void aLakeThatIsNotThereIsEmpty() {
        assertThat(rows("SHOW NAMESPACES IN lake")).containsExactly("[default]");
        assertThat(rows("SHOW TABLES")).isEmpty();
    }
}
