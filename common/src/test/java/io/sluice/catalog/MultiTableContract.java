package io.sluice.catalog;

import org.junit.jupiter.api.Nested;

/** What every catalog backend does that commits to several tables at once. */
public abstract class MultiTableContract {
    /** As {@link CatalogContract#open}; the catalog has the ability {@link MultiTableCommit}. */
    protected abstract Catalog open(String name);

    @Nested
    class Ratifies extends JointRatification {
        @Override
        protected Catalog open(String name) {
            return MultiTableContract.this.open(name);
        }
    }

    @Nested
    class Repeats extends JointRepetition {
        @Override
        protected Catalog open(String name) {
            return MultiTableContract.this.open(name);
        }
    }

    @Nested
    class Names extends JointNames {
        @Override
        protected Catalog open(String name) {
            return MultiTableContract.this.open(name);
        }
    }

    @Nested
    class Races extends JointRaces {
        @Override
        protected Catalog open(String name) {
            return MultiTableContract.this.open(name);
        }
    }
}
