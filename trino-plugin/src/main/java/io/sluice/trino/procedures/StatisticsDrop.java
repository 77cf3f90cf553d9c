package io.sluice.trino.procedures;

import static java.util.Objects.requireNonNull;

import io.sluice.trino.statistics.StatisticsStore;
import io.sluice.trino.transaction.OpenTransactions;
import io.sluice.trino.transaction.SluiceTransaction;
import io.trino.spi.connector.SchemaTableName;

/** Forgets what was collected of a table's columns. The table itself stays as it is. */
public final class StatisticsDrop {
    private final OpenTransactions transactions;
    private final StatisticsStore store;

    public StatisticsDrop(OpenTransactions transactions, StatisticsStore store) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.store = requireNonNull(store, "store");
    }

    public void of(SchemaTableName table) {
        transactions.alone(transaction -> {
            String location = transaction.with(
                    work -> work.table(SluiceTransaction.name(table)).table().location());
            store.drop(location);
        });
    }
}
