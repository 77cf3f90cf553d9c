package io.sluice.format.delta;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.OpenMode;
import io.sluice.catalog.sql.SqliteCatalogs;
import io.sluice.storage.LocalStorage;
import io.sluice.storage.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class DeltaOnSqliteTest extends DeltaContract {
    @TempDir
    Path folder;

    @Override
    protected Catalog catalog(String name) {
        return SqliteCatalogs.open(folder.resolve(name), OpenMode.CREATE_IF_MISSING);
    }

    @Override
    protected Storage storage() {
        return new LocalStorage();
    }

    @Override
    protected String folder() {
        return folder.resolve("tables").toString();
    }
}
