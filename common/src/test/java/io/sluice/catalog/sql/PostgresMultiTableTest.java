package io.sluice.catalog.sql;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.MultiTableContract;
import io.sluice.catalog.OpenMode;
import java.util.Map;

class PostgresMultiTableTest extends MultiTableContract {
    @Override
    protected Catalog open(String name) {
        return PostgresCatalogs.open(TestPostgres.database(name), OpenMode.CREATE_IF_MISSING, Map.of());
    }
}
