package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.sluice.trino.handle.AnswerSplit;
import io.sluice.trino.handle.ChangeSplit;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceSplit;
import io.sluice.trino.handle.SluiceTableHandle;
import io.trino.filesystem.TrinoFileSystemFactory;
import io.trino.memory.context.AggregatedMemoryContext;
import io.trino.parquet.ParquetReaderOptions;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.EmptyPageSource;
import io.trino.spi.connector.FixedPageSource;
import io.trino.spi.connector.MemoryContext;
import io.trino.spi.predicate.TupleDomain;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Reads parts of data files, on a worker. Whatever it needs is in the split: nobody asks the catalog. */
public final class SluicePageSourceProvider implements ConnectorPageSourceProvider {
    private final TrinoFileSystemFactory fileSystems;
    private final ParquetReaderOptions options;

    public SluicePageSourceProvider(TrinoFileSystemFactory fileSystems, ParquetReaderOptions options) {
        this.fileSystems = requireNonNull(fileSystems, "fileSystems");
        this.options = requireNonNull(options, "options");
    }

    @Override
    public ConnectorPageSource createPageSource(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorSplit split,
            ConnectorTableHandle table,
            Optional<ConnectorTableCredentials> credentials,
            List<ColumnHandle> columns,
            DynamicFilter dynamicFilter,
            MemoryContext memory) {
        List<SluiceColumnHandle> asked =
                columns.stream().map(SluiceColumnHandle.class::cast).toList();
        if (split instanceof AnswerSplit answer) {
            return new FixedPageSource(List.of(answer.page(asked)));
        }
        SluiceTableHandle scanned = (SluiceTableHandle) table;
        if (split instanceof ChangeSplit change) {
            return MarkedPageSource.of(
                    asked,
                    change.mark(),
                    read -> open(session, change.part(), scanned, read, DynamicFilter.EMPTY, memory));
        }
        return open(session, (SluiceSplit) split, scanned, asked, dynamicFilter, memory);
    }

    private ConnectorPageSource open(
            ConnectorSession session,
            SluiceSplit part,
            SluiceTableHandle table,
            List<SluiceColumnHandle> columns,
            DynamicFilter dynamicFilter,
            MemoryContext memory) {
        SplitFacts facts = new SplitFacts(part);
        TupleDomain<SluiceColumnHandle> wanted = table.constraint().intersect(current(dynamicFilter));
        if (facts.contradict(wanted)) {
            return new EmptyPageSource();
        }
        FileOpening opening = new FileOpening(
                part,
                new LakeFiles(fileSystems.create(session)),
                options,
                AggregatedMemoryContext.newAggregatedMemoryContext(memory),
                unwanted(facts, dynamicFilter));
        return opening.open(columns, wanted);
    }

    private static TupleDomain<SluiceColumnHandle> current(DynamicFilter filter) {
        return filter.getCurrentPredicate().transformKeys(SluiceColumnHandle.class::cast);
    }

    /** A filter that is still being narrowed may leave out the rest of a file that is read already. */
    private static BooleanSupplier unwanted(SplitFacts facts, DynamicFilter filter) {
        boolean mayTell =
                filter.getColumnsCovered().stream().anyMatch(column -> SplitFacts.has((SluiceColumnHandle) column));
        return filter.isComplete() || !mayTell ? () -> false : () -> facts.contradict(current(filter));
    }
}
