package io.sluice.trino;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.Operation;
import io.sluice.lake.Lake;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables without rows, made apart from Trino. */
final class EmptyTables {
    private static final Operation CREATE = new Operation("test", "CREATE TABLE", Map.of(), Map.of());

    private EmptyTables() {}

    static void create(
            Lake lake, String name, Map<String, String> properties, List<String> partitions, Field... columns) {
        CatalogTable reserved = lake.reserve(TableName.parse(name));
        lake.create(
                reserved,
                new TableMetadata(reserved.id(), TableSchema.of(columns), partitions, properties, Optional.empty()),
                List.of(),
                CREATE);
    }
}
