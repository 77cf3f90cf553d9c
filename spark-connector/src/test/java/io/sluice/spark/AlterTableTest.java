package io.sluice.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.constraints.Constraint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlterTableTest {
    private final SparkSession spark = SharedSpark.session(SharedSpark.newLake());

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    private List<String> columns() {
        return rows("DESCRIBE orders");
    }

    private String history() {
        SluiceCatalog catalog =
                (SluiceCatalog) spark.sessionState().catalogManager().catalog("lake");
        return catalog.session()
                .made()
                .table(io.sluice.table.TableName.parse("default.orders"))
                .history(1)
                .get(0)
                .operation()
                .name();
    }

    @BeforeEach
    void makeTable() {
        spark.sql("CREATE TABLE orders (id INT NOT NULL, note STRING, place STRUCT<city: STRING, zip: INT>,"
                + " lines ARRAY<STRUCT<sku: STRING>>, byKey MAP<STRING, STRUCT<n: INT>>)");
    }

    @Test
    void columnsAreAddedInAPlaceWithAComment() {
        spark.sql("ALTER TABLE orders ADD COLUMNS (a INT COMMENT 'first' FIRST, b INT AFTER id, c DATE)");

        assertThat(columns())
                .startsWith("[a,int,first]", "[id,int,null]", "[b,int,null]")
                .endsWith("[c,date,null]");
        assertThat(history()).isEqualTo("ADD COLUMNS");
    }

    @Test
    void columnsAreRenamedDroppedMovedAndCommentedOn() {
        spark.sql("ALTER TABLE orders RENAME COLUMN note TO remark");
        spark.sql("ALTER TABLE orders DROP COLUMNS (lines, byKey)");
        spark.sql("ALTER TABLE orders ALTER COLUMN remark FIRST");
        spark.sql("ALTER TABLE orders ALTER COLUMN remark COMMENT 'free text'");

        assertThat(columns())
                .containsExactly(
                        "[remark,string,free text]", "[id,int,null]", "[place,struct<city:string,zip:int>,null]");
    }

    @Test
    void typesAreWidened() {
        spark.sql("ALTER TABLE orders ALTER COLUMN id TYPE BIGINT");
        spark.sql("ALTER TABLE orders ALTER COLUMN place.zip TYPE BIGINT");

        assertThat(columns()).startsWith("[id,bigint,null]").contains("[place,struct<city:string,zip:bigint>,null]");
        assertThatThrownBy(() -> spark.sql("ALTER TABLE orders ALTER COLUMN id TYPE INT"))
                .hasMessageContaining("INT");
    }

    @Test
    void notNullIsDropped() {
        spark.sql("ALTER TABLE orders ALTER COLUMN id DROP NOT NULL");

        assertThat(spark.table("orders").schema().apply("id").nullable()).isTrue();
    }

    @Test
    void fieldsWithinColumnsAreChanged() {
        spark.sql("ALTER TABLE orders ADD COLUMNS (place.street STRING FIRST, lines.element.n INT, byKey.value.m INT)");
        spark.sql("ALTER TABLE orders RENAME COLUMN place.city TO town");
        spark.sql("ALTER TABLE orders DROP COLUMN place.zip");
        spark.sql("ALTER TABLE orders ALTER COLUMN place.town FIRST");
        spark.sql("ALTER TABLE orders ADD COLUMN place.zip STRING");

        assertThat(columns())
                .contains(
                        "[place,struct<town:string,street:string,zip:string>,null]",
                        "[lines,array<struct<sku:string,n:int>>,null]",
                        "[byKey,map<string,struct<n:int,m:int>>,null]");
    }

    @Test
    void propertiesAndTheCommentAreSetAndUnset() {
        spark.sql("ALTER TABLE orders SET TBLPROPERTIES ('team'='blue', 'delta.appendOnly'='true')");
        spark.sql("COMMENT ON TABLE orders IS 'what was sold'");

        assertThat(rows("SHOW TBLPROPERTIES orders")).contains("[team,blue]", "[delta.appendOnly,true]");
        assertThat(SharedSpark.table(spark, "orders").properties()).containsEntry("comment", "what was sold");

        spark.sql("ALTER TABLE orders UNSET TBLPROPERTIES ('team')");
        assertThat(rows("SHOW TBLPROPERTIES orders")).doesNotContain("[team,blue]");
    }

    @Test
    void propertiesThatAreNotHeededAreRefusedWithTheirOwnWords() {
        assertThatThrownBy(() -> spark.sql("ALTER TABLE orders SET TBLPROPERTIES ('delta.universalFormat'='x')"))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("table property 'delta.universalFormat' is not supported");
    }

    @Test
    void constraintsAreDroppedOnceAndShown() {
        spark.sql("CREATE TABLE checked (id INT, amount INT CONSTRAINT positive CHECK (amount > 0))");

        assertThat(SharedSpark.table(spark, "checked").constraints())
                .extracting(Constraint::toDDL)
                .containsExactly("CONSTRAINT positive CHECK (amount > 0) ENFORCED NORELY");

        spark.sql("ALTER TABLE checked DROP CONSTRAINT positive");
        spark.sql("ALTER TABLE checked DROP CONSTRAINT IF EXISTS positive");
        assertThatThrownBy(() -> spark.sql("ALTER TABLE checked DROP CONSTRAINT positive"))
                .hasMessageContaining("positive");
        assertThat(SharedSpark.table(spark, "checked").constraints()).isEmpty();
    }

    @Test
    void tablesAreRenamedAlsoIntoAnotherNamespace() {
        spark.sql("CREATE NAMESPACE lake.sales");
        spark.sql("ALTER TABLE lake.default.orders RENAME TO sales.done");

        assertThat(rows("SHOW TABLES IN lake.default")).isEmpty();
        assertThat(rows("SHOW TABLES IN lake.sales")).containsExactly("[sales,done,false]");
    }
}
