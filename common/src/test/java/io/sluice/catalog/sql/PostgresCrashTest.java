package io.sluice.catalog.sql;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.OpenMode;
import java.util.Map;
import java.util.UUID;

class PostgresCrashTest extends CrashContract {
    @Override
    Catalog open(Faults connections) {
        String name = "crash" + UUID.randomUUID().toString().replace("-", "");
        return PostgresCatalogs.open(
                connections.around(PostgresCatalogs.source(TestPostgres.database(name), Map.of())),
                name,
                OpenMode.CREATE_IF_MISSING);
    }
}
