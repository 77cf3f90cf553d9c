package io.sluice.format;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.storage.Storage;
import io.sluice.table.TableVersion;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Nested;

/**
 * What every table format does, over every catalog and storage. The test of a combination says how to make its parts;
 * the suites below say what is expected.
 */
public abstract class TableFormatContract {
    /** A format as a new process has it. */
    protected abstract TableFormat format(InstantSource clock);

    /** A door to the catalog of that name, which is new when it is named first. */
    protected abstract Catalog catalog(String name);

    protected abstract Storage storage();

    /** Where tables may be made: absolute, without a final {@code /}. */
    protected abstract String folder();

    /** The versions whose commits are where readers look, in order of their names. */
    protected abstract List<TableVersion> published(CatalogTable table, Storage storage);

    /** How many files of commits that are not decided, or that have lost, are left. */
    protected abstract long leftovers(CatalogTable table, Storage storage);

    @Nested
    class Writes extends FormatWrites {
        @Override
        protected TableFormatContract contract() {
            return TableFormatContract.this;
        }
    }

    @Nested
    class ChangesRows extends FormatRowChanges {
        @Override
        protected TableFormatContract contract() {
            return TableFormatContract.this;
        }
    }

    @Nested
    class TellsChanges extends FormatChanges {
        @Override
        protected TableFormatContract contract() {
            return TableFormatContract.this;
        }
    }

    @Nested
    class ChangesRowsAtRandom extends FormatRandomChanges {
        @Override
        protected TableFormatContract contract() {
            return TableFormatContract.this;
        }
    }

    @Nested
    class Refuses extends FormatRefusals {
        @Override
        protected TableFormatContract contract() {
            return TableFormatContract.this;
        }
    }

    @Nested
    class Races extends FormatRaces {
        @Override
        protected TableFormatContract contract() {
            return TableFormatContract.this;
        }
    }

    @Nested
    class SurvivesCrashes extends FormatCrashes {
        @Override
        protected TableFormatContract contract() {
            return TableFormatContract.this;
        }
    }
}
