package io.sluice.trino;

import static java.util.Objects.requireNonNull;

import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.function.table.ConnectorTableFunctionHandle;
import java.util.Set;

/** Splits whose sources are guarded too: they work long after they were asked for. */
record GuardedSplits(ConnectorSplitManager splits) implements ConnectorSplitManager {
    GuardedSplits {
        requireNonNull(splits, "splits");
    }

    @Override
    public ConnectorSplitSource getSplits(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorTableHandle table,
            Set<ColumnHandle> dynamicFilterColumns,
            Constraint constraint) {
        return Guard.of(
                ConnectorSplitSource.class,
                splits.getSplits(transaction, session, table, dynamicFilterColumns, constraint));
    }

    @Override
    public ConnectorSplitSource getSplits(
            ConnectorTransactionHandle transaction, ConnectorSession session, ConnectorTableFunctionHandle function) {
        return Guard.of(ConnectorSplitSource.class, splits.getSplits(transaction, session, function));
    }
}
