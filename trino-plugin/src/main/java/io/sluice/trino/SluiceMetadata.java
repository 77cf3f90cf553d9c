package io.sluice.trino;

import io.sluice.trino.definitions.DefinitionMetadata;
import io.sluice.trino.definitions.Definitions;
import io.sluice.trino.definitions.ViewMetadata;
import io.sluice.trino.read.Pushdown;
import io.sluice.trino.read.ReadMetadata;
import io.sluice.trino.read.TableEstimates;
import io.sluice.trino.read.TableLookup;
import io.sluice.trino.rows.RowCommands;
import io.sluice.trino.rows.RowMetadata;
import io.sluice.trino.statistics.StatisticsCollection;
import io.sluice.trino.statistics.StatisticsMetadata;
import io.sluice.trino.statistics.StatisticsStore;
import io.sluice.trino.system.SystemMetadata;
import io.sluice.trino.system.SystemTables;
import io.sluice.trino.transaction.SluiceTransaction;
import io.sluice.trino.write.TableWrites;
import io.sluice.trino.write.WriteMetadata;
import java.time.InstantSource;

/** What Trino asks of a catalog, in one transaction. Each capability answers for itself, in its own interface. */
record SluiceMetadata(
        TableLookup lookup,
        Pushdown pushdown,
        StatisticsCollection statistics,
        SystemTables systemTables,
        Definitions definitions,
        TableWrites writes,
        RowCommands rows)
        implements ReadMetadata,
                StatisticsMetadata,
                SystemMetadata,
                DefinitionMetadata,
                ViewMetadata,
                WriteMetadata,
                RowMetadata {
    /** @param catalog what the lake is called in SQL */
    static SluiceMetadata of(
            String catalog,
            SluiceTransaction transaction,
            RowCommands rows,
            TableEstimates estimates,
            StatisticsStore store,
            InstantSource clock) {
        Definitions definitions = Definitions.of(transaction, catalog);
        StatisticsCollection statistics = new StatisticsCollection(transaction, store);
        return new SluiceMetadata(
                new TableLookup(transaction),
                new Pushdown(transaction, estimates),
                statistics,
                new SystemTables(transaction, clock),
                definitions,
                new TableWrites(transaction, definitions.tables(), statistics),
                rows);
    }
}
