package io.sluice.trino;

import static java.util.Objects.requireNonNull;

import io.sluice.lake.Lake;
import io.sluice.lake.RecentLooks;
import io.sluice.storage.LocalStorage;
import io.sluice.trino.definitions.Schemas;
import io.sluice.trino.definitions.TableSettings;
import io.sluice.trino.procedures.Restores;
import io.sluice.trino.procedures.StatisticsDrop;
import io.sluice.trino.read.SluicePageSourceProvider;
import io.sluice.trino.read.StoredRows;
import io.sluice.trino.read.TableEstimates;
import io.sluice.trino.read.TableSplits;
import io.sluice.trino.rows.MergeSinks;
import io.sluice.trino.rows.RowCommands;
import io.sluice.trino.statistics.AnalyzeProperties;
import io.sluice.trino.statistics.StatisticsStore;
import io.sluice.trino.system.TableChanges;
import io.sluice.trino.transaction.OpenTransactions;
import io.sluice.trino.transaction.OpenTransactions.Scope;
import io.sluice.trino.transaction.SluiceTransaction;
import io.sluice.trino.transaction.TransactionProperties;
import io.sluice.trino.write.SluicePageSinkProvider;
import io.trino.filesystem.TrinoFileSystemFactory;
import io.trino.filesystem.local.LocalFileSystemFactory;
import io.trino.parquet.ParquetReaderOptions;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorCapabilities;
import io.trino.spi.connector.ConnectorContext;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.function.table.ConnectorTableFunction;
import io.trino.spi.procedure.Procedure;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.transaction.IsolationLevel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A lake as a catalog of the server. Every transaction ends in one commit to the lake's catalog. */
final class SluiceConnector implements Connector {
    private final String name;
    private final Lake lake;
    private final InstantSource clock;
    private final ConnectorContext context;
    private final OpenTransactions transactions;
    private final TrinoFileSystemFactory files = new LocalFileSystemFactory(Path.of("/"));
    private final ParquetReaderOptions options = ParquetReaderOptions.defaultOptions();
    private final TableEstimates estimates = new TableEstimates();
    private final StatisticsStore statistics = new StatisticsStore(new LocalStorage());
    private final List<PropertyMetadata<?>> sessionProperties;

    /** @param name what the lake is called in SQL */
    SluiceConnector(String name, Lake lake, InstantSource clock, SluiceConfig config, ConnectorContext context) {
        this.name = requireNonNull(name, "name");
        this.lake = requireNonNull(lake, "lake");
        this.clock = requireNonNull(clock, "clock");
        this.context = requireNonNull(context, "context");
        sessionProperties = SluiceSessionProperties.all(config);
        transactions = new OpenTransactions(
                lake, new RecentLooks(lake, clock), CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS));
    }

    @Override
    public ConnectorTransactionHandle beginTransaction(IsolationLevel level, boolean readOnly, boolean autoCommit) {
        return transactions.begin(level, autoCommit ? Scope.STATEMENT : Scope.SEVERAL_STATEMENTS);
    }

    /** Several statements may write in one transaction: its commit is one, over all of their tables. */
    @Override
    public boolean isSingleStatementWritesOnly() {
        return false;
    }

    @Override
    public ConnectorMetadata getMetadata(ConnectorSession session, ConnectorTransactionHandle handle) {
        SluiceTransaction transaction = transactions.of(handle);
        TransactionProperties.isolation(session).ifPresent(transaction::demand);
        transaction.permit(TransactionProperties.maxStaleness(session));
        RowCommands rows =
                new RowCommands(transaction, new StoredRows(files, options), context.getPageIndexerFactory());
        return Guard.of(
                ConnectorMetadata.class, SluiceMetadata.of(name, transaction, rows, estimates, statistics, clock));
    }

    @Override
    public Set<ConnectorCapabilities> getCapabilities() {
        return Set.of(ConnectorCapabilities.NOT_NULL_COLUMN_CONSTRAINT, ConnectorCapabilities.DEFAULT_COLUMN_VALUE);
    }

    @Override
    public List<PropertyMetadata<?>> getTableProperties() {
        return TableSettings.declared();
    }

    @Override
    public List<PropertyMetadata<?>> getSchemaProperties() {
        return Schemas.declared();
    }

    @Override
    public List<PropertyMetadata<?>> getSessionProperties() {
        return sessionProperties;
    }

    @Override
    public List<PropertyMetadata<?>> getAnalyzeProperties() {
        return AnalyzeProperties.all();
    }

    @Override
    public ConnectorSplitManager getSplitManager() {
        return Guard.of(ConnectorSplitManager.class, new GuardedSplits(new TableSplits(transactions)));
    }

    @Override
    public ConnectorPageSinkProvider getPageSinkProvider() {
        return Guard.of(
                ConnectorPageSinkProvider.class,
                new GuardedSinks(
                        new SluicePageSinkProvider(
                                context.getPageIndexerFactory(),
                                context.getTypeManager().getTypeOperators()),
                        new MergeSinks(context.getPageIndexerFactory())));
    }

    @Override
    public Set<Procedure> getProcedures() {
        return new SluiceProcedures(new Restores(transactions), new StatisticsDrop(transactions, statistics)).all();
    }

    @Override
    public ConnectorPageSourceProvider getPageSourceProvider() {
        return Guard.of(ConnectorPageSourceProvider.class, new SluicePageSourceProvider(files, options));
    }

    @Override
    public Set<ConnectorTableFunction> getTableFunctions() {
        return Set.of(Guard.of(ConnectorTableFunction.class, new TableChanges(transactions)));
    }

    @Override
    public void commit(ConnectorTransactionHandle handle) {
        Guard.run(() -> transactions.commit(handle));
    }

    @Override
    public void rollback(ConnectorTransactionHandle handle) {
        Guard.run(() -> transactions.rollback(handle));
    }

    @Override
    public void shutdown() {
        lake.close();
    }
}
