package io.sluice.catalog;

import static io.sluice.catalog.Proposals.first;

import io.sluice.commit.Ratification.Ratified;
import io.sluice.table.TableVersion;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One part of the contract: each test has a new catalog. */
abstract class CatalogSuite {
    private String name;
    protected Catalog catalog;

    protected abstract Catalog open(String name);

    @BeforeEach
    void openNewCatalog() {
        name = "c" + UUID.randomUUID().toString().replace("-", "");
        catalog = open(name);
    }

    @AfterEach
    void closeCatalog() {
        catalog.close();
    }

    /** One more door to the catalog of this test. */
    protected Catalog another() {
        return open(name);
    }

    /** A table with nothing but version 0. */
    protected CatalogTable created(String namespace, String table) {
        CatalogTable created = Proposals.newTable(namespace, table);
        Assertions.assertThat(catalog.create(created, first())).isEqualTo(new Ratified(TableVersion.FIRST));
        return created;
    }
}
