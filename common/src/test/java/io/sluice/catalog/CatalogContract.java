package io.sluice.catalog;

import org.junit.jupiter.api.Nested;

/** What every catalog backend does. A backend's test says how to open one; the parts below say what is expected. */
public abstract class CatalogContract {
    /**
     * Opens a catalog that is its own: the first time for a name, it is new; again for the same name, it is one more
     * door to the same catalog, as another process would have it.
     */
    protected abstract Catalog open(String name);

    @Nested
    class Names extends CatalogNames {
        @Override
        protected Catalog open(String name) {
            return CatalogContract.this.open(name);
        }
    }

    @Nested
    class RenamesNamespaces extends NamespaceRenames {
        @Override
        protected Catalog open(String name) {
            return CatalogContract.this.open(name);
        }
    }

    @Nested
    class Ratifies extends CatalogRatification {
        @Override
        protected Catalog open(String name) {
            return CatalogContract.this.open(name);
        }
    }

    @Nested
    class Remembers extends CatalogMemory {
        @Override
        protected Catalog open(String name) {
            return CatalogContract.this.open(name);
        }
    }

    @Nested
    class Races extends CatalogRaces {
        @Override
        protected Catalog open(String name) {
            return CatalogContract.this.open(name);
        }
    }
}
