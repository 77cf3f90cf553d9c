package io.sluice.trino.statistics;

import static java.util.Objects.requireNonNull;

import io.sluice.lake.TransactionTable;
import io.sluice.scan.Predicate;
import io.sluice.scan.Snapshot;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.statistics.AnalyzeProperties.Mode;
import io.sluice.trino.statistics.AnalyzeProperties.Request;
import io.sluice.trino.transaction.SluiceTransaction;
import io.sluice.trino.types.TrinoTypes;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.statistics.ComputedStatistics;
import io.trino.spi.statistics.TableStatistics;
import io.trino.spi.statistics.TableStatisticsMetadata;
import io.trino.spi.type.Type;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What the statements of one transaction collect. It is stored once the transaction is committed, and never if it is
 * not. Safe for use by several threads.
 */
public final class StatisticsCollection {
    /** What becomes of the statistics that there are. */
    private enum Storing {
        /** Nothing is left of them. */
        REPLACE,
        /** Those of some columns are replaced. */
        REPLACE_COLUMNS,
        /** Rows are added; where there are none, what is known of some rows only would mislead. */
        ADD_ROWS
    }

    private final SluiceTransaction transaction;
    private final StatisticsStore store;
    /** What the running {@code ANALYZE} of a table does. */
    private final Map<SchemaTableName, Storing> analyses = new ConcurrentHashMap<>();
    /** Locations of tables that have statistics once the transaction is committed. */
    private final Set<String> replaced = ConcurrentHashMap.newKeySet();

    public StatisticsCollection(SluiceTransaction transaction, StatisticsStore store) {
        this.transaction = requireNonNull(transaction, "transaction");
        this.store = requireNonNull(store, "store");
    }

    /** What is known of a table's columns; empty if nobody has collected it. */
    private Optional<ExtendedStatistics> stored(SchemaTableName table) {
        return transaction.find(table).flatMap(found -> store.find(location(found)));
    }

    /**
     * What the log tells of a scan, and what was collected of the table beside it.
     *
     * @param columns of the table, hidden ones too
     */
    public TableStatistics refined(TableStatistics told, SluiceTableHandle table, Collection<ColumnHandle> columns) {
        return table.isOfRows()
                ? stored(table.name())
                        .map(collected -> Refinement.of(told, collected, columns))
                        .orElse(told)
                : told;
    }

    private static String location(TransactionTable table) {
        return table.table().location();
    }

    /**
     * What is collected while rows are written to a table that is made for them.
     *
     * @return physical names of columns
     */
    public Set<String> collectedWhenMade(ConnectorSession session, TableMetadata made) {
        return StatisticsProperties.areCollectedOnWrite(session)
                ? ComputedColumns.summedUp(made).keySet()
                : Set.of();
    }

    /**
     * What is collected while rows are added to a table: of columns that nothing is known of, some rows tell nothing.
     *
     * @return physical names of columns
     */
    public Set<String> collectedWhenAdded(ConnectorSession session, TransactionTable table) {
        if (!StatisticsProperties.areCollectedOnWrite(session)) {
            return Set.of();
        }
        Snapshot snapshot = table.snapshot();
        Optional<ExtendedStatistics> stored = store.find(location(table));
        boolean isAnew = snapshot.fileCount() == 0 || replaced.contains(location(table));
        return ComputedColumns.summedUp(snapshot.metadata()).keySet().stream()
                .filter(name -> stored.map(known -> known.isAbout(name)).orElse(isAnew))
                .collect(Collectors.toSet());
    }

    /**
     * What an {@code ANALYZE} collects.
     *
     * @return by name of the column
     */
    TableStatisticsMetadata ofAnalyze(SluiceTableHandle table, Request request) {
        transaction.beforeChange();
        TableMetadata metadata = transaction.snapshot(table).metadata();
        Optional<ExtendedStatistics> stored = stored(table.name());
        boolean addsRows = request.mode() == Mode.INCREMENTAL && stored.isPresent();
        if (addsRows && request.columns().isPresent()) {
            throw new TrinoException(
                    StandardErrorCode.INVALID_ANALYZE_PROPERTY,
                    "rows are added to what is known of all columns: leave 'columns' out, or use the mode FULL_REFRESH");
        }
        Map<String, Type> columns = new LinkedHashMap<>();
        for (Field column : ComputedColumns.summedUp(metadata).values()) {
            String name = column.name().toLowerCase(Locale.ROOT);
            boolean isWanted = addsRows
                    ? stored.orElseThrow().isAbout(column.physicalName())
                    : request.columns().map(names -> names.contains(name)).orElse(true);
            if (isWanted) {
                columns.put(name, TrinoTypes.type(column.type()));
            }
        }
        request.columns().ifPresent(names -> requireColumns(metadata, names));
        analyses.put(
                table.name(),
                addsRows
                        ? Storing.ADD_ROWS
                        : request.columns().isPresent() ? Storing.REPLACE_COLUMNS : Storing.REPLACE);
        return ComputedColumns.asked(columns);
    }

    private static void requireColumns(TableMetadata table, Set<String> names) {
        Set<String> known = table.schema().columns().stream()
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        List<String> unknown =
                names.stream().filter(name -> !known.contains(name)).sorted().toList();
        if (!unknown.isEmpty()) {
            throw new TrinoException(
                    StandardErrorCode.INVALID_ANALYZE_PROPERTY,
                    "Invalid columns specified for analysis: %s; the table has %s"
                            .formatted(unknown, known.stream().sorted().toList()));
        }
    }

    /** Only files that were written after this moment are to be read for an {@code ANALYZE}; empty for all. */
    Optional<Instant> after(SluiceTableHandle table, Request request) {
        Optional<Instant> analyzed = request.mode() == Mode.INCREMENTAL
                ? stored(table.name()).map(ExtendedStatistics::newestFile)
                : Optional.empty();
        return analyzed.isPresent() && request.after().isPresent()
                ? Optional.of(
                        analyzed.get().isAfter(request.after().get())
                                ? analyzed.get()
                                : request.after().get())
                : analyzed.or(request::after);
    }

    /** An {@code ANALYZE} has read the table. */
    void analyzed(SchemaTableName table, Collection<ComputedStatistics> computed) {
        Storing storing = requireNonNull(analyses.remove(table), "nobody has begun to analyze the table");
        transaction.find(table).ifPresent(found -> {
            Snapshot snapshot = found.snapshot();
            store(found, storing, ComputedColumns.answered(computed, snapshot.metadata(), newestFile(snapshot)));
        });
    }

    private static Instant newestFile(Snapshot snapshot) {
        return Instant.ofEpochMilli(snapshot.plan(Predicate.ALL).tasks().stream()
                .mapToLong(task -> task.file().modifiedMillis())
                .max()
                .orElse(0));
    }

    /** A statement has made a table, with these rows, and the transaction knows of it. */
    public void made(SchemaTableName table, List<CollectedColumns> writers) {
        Map<String, ColumnSummary> collected = CollectedColumns.united(writers);
        transaction.find(table).ifPresent(found -> {
            if (collected.isEmpty()) {
                String location = location(found);
                transaction.afterCommit(() -> store.update(location, before -> Optional.empty()));
            } else {
                store(found, Storing.REPLACE, known(found, collected, newestFile(found.snapshot())));
            }
        });
    }

    /**
     * A statement adds rows to a table, and the transaction does not know of it yet. Files that others write meanwhile
     * are still to be analyzed, whatever their time is.
     */
    public void added(SchemaTableName table, List<CollectedColumns> writers) {
        Map<String, ColumnSummary> collected = CollectedColumns.united(writers);
        if (!collected.isEmpty()) {
            transaction.find(table).ifPresent(found -> {
                Storing storing = found.snapshot().fileCount() == 0 ? Storing.REPLACE : Storing.ADD_ROWS;
                store(found, storing, known(found, collected, Instant.EPOCH));
            });
        }
    }

    private static ExtendedStatistics known(
            TransactionTable table, Map<String, ColumnSummary> collected, Instant newestFile) {
        return ComputedColumns.known(collected, table.snapshot().metadata(), newestFile);
    }

    private void store(TransactionTable table, Storing storing, ExtendedStatistics known) {
        UnaryOperator<Optional<ExtendedStatistics>> change = switch (storing) {
            case REPLACE -> before -> Optional.of(known);
            case REPLACE_COLUMNS ->
                before -> Optional.of(before.map(all -> all.withColumns(known)).orElse(known));
            case ADD_ROWS -> before -> before.map(all -> all.withRows(known));
        };
        String location = location(table);
        if (storing != Storing.ADD_ROWS) {
            replaced.add(location);
        }
        transaction.afterCommit(() -> store.update(location, change));
    }
}
