package io.sluice.lake;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.OpenMode;
import io.sluice.catalog.sql.SqliteCatalogs;
import io.sluice.storage.LocalStorage;
import io.sluice.storage.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class LakeTransactionOnSqliteTest extends LakeTransactionContract {
    @TempDir
    Path folder;

    @Override
    protected Catalog catalog() {
        return SqliteCatalogs.open(folder, OpenMode.CREATE_IF_MISSING);
    }

    @Override
    protected Storage storage() {
        return new LocalStorage();
    }

    @Override
    protected String warehouse() {
        return folder.toString();
    }
}
