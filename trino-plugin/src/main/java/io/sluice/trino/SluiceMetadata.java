package io.sluice.trino;

import io.sluice.trino.definitions.DefinitionMetadata;
import io.sluice.trino.definitions.Definitions;
import io.sluice.trino.definitions.ViewMetadata;
import io.sluice.trino.read.ReadMetadata;
import io.sluice.trino.read.TableLookup;
import io.sluice.trino.rows.RowCommands;
import io.sluice.trino.rows.RowMetadata;
import io.sluice.trino.transaction.SluiceTransaction;
import io.sluice.trino.write.TableWrites;
import io.sluice.trino.write.WriteMetadata;

/** What Trino asks of a catalog, in one transaction. Each capability answers for itself, in its own interface. */
record SluiceMetadata(TableLookup lookup, Definitions definitions, TableWrites writes, RowCommands rows)
        implements ReadMetadata, DefinitionMetadata, ViewMetadata, WriteMetadata, RowMetadata {
    static SluiceMetadata of(SluiceTransaction transaction, RowCommands rows) {
        Definitions definitions = Definitions.of(transaction);
        return new SluiceMetadata(
                new TableLookup(transaction), definitions, new TableWrites(transaction, definitions.tables()), rows);
    }
}
