package io.sluice.catalog.sql;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogContract;
import io.sluice.catalog.OpenMode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteCatalogTest extends CatalogContract {
    @TempDir
    Path folder;

    @Override
    protected Catalog open(String name) {
        return SqliteCatalogs.open(folder.resolve(name), OpenMode.CREATE_IF_MISSING);
    }
}
