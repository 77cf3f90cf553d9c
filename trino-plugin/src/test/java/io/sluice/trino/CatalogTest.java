package io.sluice.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.OpenMode;
import io.sluice.commit.Operation;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import io.trino.spi.TrinoException;
import io.trino.testing.DistributedQueryRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogTest {
    @TempDir
    private static Path folder;

    private static DistributedQueryRunner trino;

    @BeforeAll
    static void start() throws Exception {
        try (Lake lake = Lake.open(LakeUri.parse(folder.toString()), OpenMode.CREATE_IF_MISSING)) {
            CatalogTable reserved = lake.reserve(TableName.parse("shop.orders"));
            TableSchema columns = TableSchema.of(
                    Field.required("id", Primitive.LONG),
                    Field.optional("Placed", Primitive.TIMESTAMP).withComment("when the customer pressed the button"));
            TableMetadata wanted =
                    new TableMetadata(reserved.id(), columns, List.of(), Map.of(), Optional.of("what was bought"));
            lake.create(reserved, wanted, List.of(), new Operation("test", "CREATE TABLE", Map.of(), Map.of()));
        }
        trino = SluiceQueryRunner.of(folder, 0);
    }

    @AfterAll
    static void stop() {
        trino.close();
    }

    @Test
    void namespaces_of_a_lake_are_schemas() {
        assertThat(trino.execute("SHOW SCHEMAS").getOnlyColumnAsSet())
                .containsExactlyInAnyOrder("default", "information_schema", "shop");
    }

    @Test
    void tables_show_their_columns() {
        assertThat(trino.execute("SHOW TABLES FROM shop").getOnlyColumnAsSet()).containsExactly("orders");
        assertThat(trino.execute("DESCRIBE shop.orders").getMaterializedRows())
                .extracting(row -> row.getField(0) + " " + row.getField(1) + " " + row.getField(3))
                .containsExactly(
                        "id bigint ", "placed timestamp(6) with time zone when the customer pressed the button");
    }

    @Test
    void another_version_of_trino_is_refused_in_one_sentence() {
        assertThatThrownBy(() -> SluiceConnectorFactory.requireVersion("476"))
                .isInstanceOf(TrinoException.class)
                .hasMessage(
                        "this Sluice plugin is for Trino 483, and the server is Trino 476: install the plugin that is made for it");
    }
}
