package io.sluice.catalog.sql;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.OpenMode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteCrashTest extends CrashContract {
    @TempDir
    Path folder;

    @Override
    Catalog open(Faults connections) {
        Path file = folder.resolve(SqliteCatalogs.FILE_NAME);
        return SqliteCatalogs.open(
                file, OpenMode.CREATE_IF_MISSING, () -> connections.around(SqliteCatalogs.connect(file)));
    }
}
