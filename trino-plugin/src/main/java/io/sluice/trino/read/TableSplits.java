package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.table.TableVersion;
import io.sluice.trino.handle.AnswerSplit;
import io.sluice.trino.handle.ChangeSplit;
import io.sluice.trino.handle.SluiceSplit;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.handle.VersionRange;
import io.sluice.trino.transaction.OpenTransactions;
import io.sluice.trino.transaction.SluiceTransaction;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.FixedSplitSource;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Begins scans. What is scanned is noted in the transaction. */
public final class TableSplits implements ConnectorSplitManager {
    private final OpenTransactions transactions;

    public TableSplits(OpenTransactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
    }

    @Override
    public ConnectorSplitSource getSplits(
            ConnectorTransactionHandle handle,
            ConnectorSession session,
            ConnectorTableHandle scanned,
            Set<ColumnHandle> dynamicFilterColumns,
            Constraint constraint) {
        SluiceTransaction transaction = transactions.of(handle);
        SluiceTableHandle table = (SluiceTableHandle) scanned;
        Snapshot snapshot = transaction.snapshot(table);
        Predicate predicate = new Predicates(snapshot.metadata().schema()).of(table.constraint());
        transaction.readRows(table, predicate);
        if (table.answer().isPresent()) {
            return new FixedSplitSource(new AnswerSplit(table.answer().get()));
        }
        SplitCutter cutter = new SplitCutter(ReadProperties.maxSplitBytes(session), numbers(transaction, table));
        if (table.changes().isPresent()) {
            return new FixedSplitSource(changes(transaction, table, new ChangedFiles(snapshot.metadata(), cutter)));
        }
        long waitMillis = dynamicFilterColumns.isEmpty() ? 0 : ReadProperties.dynamicFilterWaitMillis(session);
        return new FileSplitSource(snapshot, table, cutter, waitMillis);
    }

    /** Rows can be named that may be changed: those of the table as it is. */
    private static ToIntFunction<ScanTask> numbers(SluiceTransaction transaction, SluiceTableHandle table) {
        boolean areNamed = transaction.mayChange()
                && table.version().isEmpty()
                && table.changes().isEmpty();
        return areNamed ? transaction.files()::of : file -> SluiceSplit.UNNUMBERED;
    }

    private static List<ChangeSplit> changes(
            SluiceTransaction transaction, SluiceTableHandle table, ChangedFiles files) {
        VersionRange versions = table.changes().orElseThrow();
        return versions.isEmpty()
                ? List.of()
                : files.splits(transaction
                        .find(table.name())
                        .orElseThrow()
                        .opened()
                        .changes(new TableVersion(versions.from()), new TableVersion(versions.to())));
    }
}
