package io.sluice.trino;

import io.sluice.trino.definitions.DefinitionMetadata;
import io.sluice.trino.definitions.Definitions;
import io.sluice.trino.definitions.ViewMetadata;
import io.sluice.trino.read.ReadMetadata;
import io.sluice.trino.read.TableLookup;
import io.sluice.trino.transaction.SluiceTransaction;
import io.sluice.trino.write.TableWrites;
import io.sluice.trino.write.WriteMetadata;

/** What Trino asks of a catalog, in one transaction. Each capability answers for itself, in its own interface. */
record SluiceMetadata(TableLookup lookup, Definitions definitions, TableWrites writes)
        implements ReadMetadata, DefinitionMetadata, ViewMetadata, WriteMetadata {
    static SluiceMetadata of(SluiceTransaction transaction) {
        Definitions definitions = Definitions.of(transaction);
        return new SluiceMetadata(
                new TableLookup(transaction), definitions, new TableWrites(transaction, definitions.tables()));
    }
}
