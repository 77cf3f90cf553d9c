package io.sluice.trino;

import io.sluice.trino.definitions.DefinitionMetadata;
import io.sluice.trino.definitions.Definitions;
import io.sluice.trino.definitions.ViewMetadata;
import io.sluice.trino.read.ReadMetadata;
import io.sluice.trino.read.TableLookup;
import io.sluice.trino.transaction.SluiceTransaction;

/** What Trino asks of a catalog, in one transaction. Each capability answers for itself, in its own interface. */
record SluiceMetadata(TableLookup lookup, Definitions definitions)
        implements ReadMetadata, DefinitionMetadata, ViewMetadata {
    static SluiceMetadata of(SluiceTransaction transaction) {
        return new SluiceMetadata(new TableLookup(transaction), Definitions.of(transaction));
    }
}
