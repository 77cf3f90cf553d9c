package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.Predicate;
import io.sluice.scan.Snapshot;
import io.sluice.table.FileStatistics;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.transaction.SluiceTransaction;
import io.trino.spi.connector.AggregateFunction;
import io.trino.spi.connector.AggregationApplicationResult;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableProperties;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.connector.DiscretePredicates;
import io.trino.spi.connector.LimitApplicationResult;
import io.trino.spi.connector.ProjectionApplicationResult;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.predicate.NullableValue;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.statistics.TableStatistics;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a scan does itself of what a query does with its rows, and what it tells of them beforehand. */
public final class Pushdown {
    private final SluiceTransaction transaction;
    private final TableEstimates estimates;

    public Pushdown(SluiceTransaction transaction, TableEstimates estimates) {
        this.transaction = requireNonNull(transaction, "transaction");
        this.estimates = requireNonNull(estimates, "estimates");
    }

    Optional<ConstraintApplicationResult<ConnectorTableHandle>> filter(SluiceTableHandle table, Constraint constraint) {
        return FilterPushdown.apply(table, constraint);
    }

    Optional<ProjectionApplicationResult<ConnectorTableHandle>> projection(
            SluiceTableHandle table, List<ConnectorExpression> projections, Map<String, ColumnHandle> columns) {
        return table.answer().isPresent()
                ? Optional.empty()
                : ProjectionPushdown.apply(
                        table, transaction.snapshot(table).metadata().schema(), projections, columns);
    }

    /** Files are left out once there are rows enough; a file's rows are all given. */
    Optional<LimitApplicationResult<ConnectorTableHandle>> limit(SluiceTableHandle table, long limit) {
        boolean isLower = table.limit().isEmpty() || table.limit().getAsLong() > limit;
        return isLower && table.isOfRows() && FilterPushdown.isDecidedByFiles(table.constraint())
                ? Optional.of(new LimitApplicationResult<>(table.withLimit(limit), false, false))
                : Optional.empty();
    }

    Optional<AggregationApplicationResult<ConnectorTableHandle>> aggregation(
            SluiceTableHandle table,
            List<AggregateFunction> functions,
            Map<String, ColumnHandle> columns,
            List<List<ColumnHandle>> groupingSets) {
        return new MetadataAnswers(transaction.snapshot(table), table).apply(functions, columns, groupingSets);
    }

    TableStatistics statistics(SluiceTableHandle table, Collection<ColumnHandle> columns) {
        return estimates.of(transaction.snapshot(table), table, columns);
    }

    /** What is true of all rows of a scan; for partition columns, which values there are. */
    ConnectorTableProperties properties(SluiceTableHandle table, Collection<ColumnHandle> columns) {
        if (!table.isOfRows()) {
            return new ConnectorTableProperties();
        }
        TupleDomain<ColumnHandle> constraint = table.constraint()
                .filter((column, domain) -> FilterPushdown.isDecidedByFiles(column))
                .transformKeys(ColumnHandle.class::cast);
        List<SluiceColumnHandle> partitions = columns.stream()
                .map(SluiceColumnHandle.class::cast)
                .filter(column -> column.role() == Role.PARTITION)
                .toList();
        boolean isOpen = partitions.isEmpty()
                || table.constraint().isNone()
                || !FilterPushdown.isDecidedByFiles(table.constraint());
        Optional<DiscretePredicates> values = isOpen
                ? Optional.empty()
                : Optional.of(new DiscretePredicates(
                        List.copyOf(partitions),
                        () -> partitions(table, partitions).iterator()));
        return new ConnectorTableProperties(constraint, Optional.empty(), values, List.of());
    }

    private Set<TupleDomain<ColumnHandle>> partitions(SluiceTableHandle table, List<SluiceColumnHandle> columns) {
        Snapshot snapshot = transaction.snapshot(table);
        Predicate predicate = new Predicates(snapshot.metadata().schema()).of(table.constraint());
        transaction.readRows(table, predicate);
        PartitionFilter filter = new PartitionFilter(table.constraint());
        Set<TupleDomain<ColumnHandle>> found = new LinkedHashSet<>();
        snapshot.plan(predicate).tasks().stream()
                .filter(filter::accepts)
                .filter(task -> task.file().statistics().rowCount() == FileStatistics.UNKNOWN_ROW_COUNT
                        || task.file().statistics().rowCount()
                                > task.deletions().count())
                .forEach(task -> {
                    Map<ColumnHandle, NullableValue> values = new LinkedHashMap<>();
                    columns.forEach(column ->
                            values.put(column, new NullableValue(column.type(), PartitionFilter.value(column, task))));
                    found.add(TupleDomain.fromFixedValues(values));
                });
        return found;
    }
}
