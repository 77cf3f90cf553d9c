package io.sluice.trino.procedures;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.Operation;
import io.sluice.commit.TableChange.Restore;
import io.sluice.error.SluiceException;
import io.sluice.lake.TransactionTable;
import io.sluice.scan.Snapshot;
import io.sluice.table.TableVersion;
import io.sluice.trino.transaction.EngineName;
import io.sluice.trino.transaction.OpenTransactions;
import io.sluice.trino.transaction.SluiceTransaction;
import io.trino.spi.connector.SchemaTableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Puts an earlier state of a table in the place of its last one, in a transaction of its own. */
public final class Restores {
    private final OpenTransactions transactions;

    public Restores(OpenTransactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
    }

    public void toVersion(SchemaTableName name, long version) {
        if (version < 0) {
            throw SluiceException.user("table %s has no version %d".formatted(name, version));
        }
        restore(name, table -> {
            // The transaction's version is the last one that it may go back to.
            if (version > table.version().number()) {
                throw SluiceException.user(
                        "table %s has no version %d: the last one is %s".formatted(name, version, table.version()));
            }
            return table.opened().snapshotAt(new TableVersion(version));
        });
    }

    public void toTimestamp(SchemaTableName name, Instant instant) {
        restore(name, table -> table.opened().snapshotAsOf(instant));
    }

    private void restore(SchemaTableName name, Function<TransactionTable, Snapshot> earlier) {
        transactions.alone(transaction -> transaction.with(work -> {
            TransactionTable table = work.table(SluiceTransaction.name(name));
            TableVersion version = earlier.apply(table).version();
            Operation operation =
                    new Operation(EngineName.TEXT, "RESTORE", Map.of("version", version.toString()), Map.of());
            table.change(operation, List.of(new Restore(version)));
            return version;
        }));
    }
}
