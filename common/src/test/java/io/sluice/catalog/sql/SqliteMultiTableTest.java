package io.sluice.catalog.sql;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.MultiTableContract;
import io.sluice.catalog.OpenMode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteMultiTableTest extends MultiTableContract {
    @TempDir
    Path folder;

    @Override
    protected Catalog open(String name) {
        return SqliteCatalogs.open(folder.resolve(name), OpenMode.CREATE_IF_MISSING);
    }
}
