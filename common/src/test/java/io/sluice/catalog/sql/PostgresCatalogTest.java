package io.sluice.catalog.sql;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogContract;
import io.sluice.catalog.OpenMode;
import java.util.Map;

class PostgresCatalogTest extends CatalogContract {
    @Override
    protected Catalog open(String name) {
        return PostgresCatalogs.open(TestPostgres.database(name), OpenMode.CREATE_IF_MISSING, Map.of());
    }
}
