package io.sluice.format.delta;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.OpenMode;
import io.sluice.catalog.sql.PostgresCatalogs;
import io.sluice.catalog.sql.TestPostgres;
import io.sluice.storage.LocalStorage;
import io.sluice.storage.Storage;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

final class DeltaOnPostgresTest extends DeltaContract {
    @TempDir
    Path folder;

    @Override
    protected Catalog catalog(String name) {
        return PostgresCatalogs.open(TestPostgres.database(name), OpenMode.CREATE_IF_MISSING, Map.of());
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
