package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.Operation;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files go into tables that ask something of their rows, or that have other names for columns in their files. */
class IngestRulesTest {
    @TempDir
    Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = new TestLake(folder);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private void create(Map<String, String> properties) {
        create(properties, Field.optional("amount", Primitive.LONG));
    }

    private void create(Map<String, String> properties, Field second) {
        CatalogTable reserved = lake.lake().reserve(TestLake.ORDERS);
        TableSchema schema = new TableSchema(List.of(Field.optional("id", Primitive.LONG), second));
        lake.lake()
                .create(
                        reserved,
                        new TableMetadata(reserved.id(), schema, List.of(), properties, Optional.empty()),
                        List.of(),
                        new Operation("test", "CREATE TABLE", Map.of(), Map.of()));
    }

    @Test
    void rowsThatBreakAConstraintAreRefusedWithTheirNumberAndOneOfThem() {
        create(Map.of("delta.constraints.positive", "amount > 0"));
        String file = lake.file("a.csv", "id,amount", "1,5", "2,-1", "3,0", "4,");

        String message =
                "nothing was committed: constraint 'positive' is violated: amount > 0 is not true in 3 new rows, for example (amount = -1)";
        assertThatThrownBy(() -> lake.ingest(file)).hasMessage(message);
        assertThatThrownBy(() -> lake.ingest(lake.request(file).withBadRows(BadRows.REJECT)))
                .hasMessage(message);
        assertThat(lake.parquetFiles()).isZero();

        lake.ingest(lake.file("b.csv", "id,amount", "1,5"));
        assertThat(lake.rows()).containsExactly("(1, 5)");
    }

    @Test
    void tablesThatOnlyTakeNewRowsTakeFiles() {
        create(Map.of("delta.appendOnly", "true"));

        lake.ingest(lake.file("a.csv", "id,amount", "1,5"));

        assertThat(lake.rows()).containsExactly("(1, 5)");
    }

    @Test
    void columnsThatFilesAddGetTheNameThatTheTableKeepsThemUnder() {
        create(Map.of("delta.columnMapping.mode", "name"));
        TableRules merge = new TableRules(CreateMode.CREATE_IF_MISSING, SchemaMode.MERGE, List.of());

        lake.ingest(lake.request(lake.file("a.csv", "id,amount,note", "1,5,x")).withTable(merge));

        Field note = lake.current().metadata().schema().requireColumn("note");
        assertThat(note.physicalName()).isNotEqualTo("note");
        assertThat(lake.query('"' + note.physicalName() + '"')).containsExactly("x");
        assertThat(lake.query("id")).containsExactly("1");
    }

    @Test
    void columnsThatFilesLackGetTheirDefaultsOrAreRefused() {
        create(Map.of(), Field.required("n", Primitive.LONG).withDefault(Optional.of("7L")));
        TableRules merge = new TableRules(CreateMode.CREATE_IF_MISSING, SchemaMode.MERGE, List.of());

        lake.ingest(lake.request(lake.file("a.csv", "id", "1")).withTable(merge));

        assertThat(lake.rows()).containsExactly("(1, 7)");
    }

    @Test
    void rowsWhoseValuesOnlySparkMakesAreRefused() {
        create(Map.of(), Field.optional("twice", Primitive.LONG).withGenerationExpression("id * 2"));

        assertThatThrownBy(() -> lake.ingest(lake.file("a.csv", "id,twice", "1,2")))
                .hasMessageContaining("column 'twice' are generated (id * 2): write them from Spark");
        assertThat(lake.parquetFiles()).isZero();
    }
}
