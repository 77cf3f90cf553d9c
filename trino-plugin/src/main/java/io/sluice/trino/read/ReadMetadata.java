package io.sluice.trino.read;

import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.statistics.StatisticsCollection;
import io.sluice.trino.statistics.StatisticsProperties;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.AggregateFunction;
import io.trino.spi.connector.AggregationApplicationResult;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTableProperties;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.connector.LimitApplicationResult;
import io.trino.spi.connector.ProjectionApplicationResult;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.statistics.TableStatistics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names, columns and scans. */
public interface ReadMetadata extends ConnectorMetadata {
    /** Finds tables. */
    TableLookup lookup();

    /** Prepares scans. */
    Pushdown pushdown();

    /** Knows what was collected. */
    StatisticsCollection statistics();

    @Override
    default ConnectorTableHandle getTableHandle(
            ConnectorSession session,
            SchemaTableName name,
            Optional<ConnectorTableVersion> start,
            Optional<ConnectorTableVersion> end) {
        if (start.isPresent()) {
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED,
                    "Read table with start version is not supported: use table_changes");
        }
        return lookup().find(name, end, session.getTimeZoneKey().getZoneId()).orElse(null);
    }

    @Override
    default ConnectorTableMetadata getTableMetadata(ConnectorSession session, ConnectorTableHandle table) {
        return lookup().described((SluiceTableHandle) table);
    }

    @Override
    default Map<String, ColumnHandle> getColumnHandles(ConnectorSession session, ConnectorTableHandle table) {
        return lookup().columns((SluiceTableHandle) table);
    }

    @Override
    default ColumnMetadata getColumnMetadata(
            ConnectorSession session, ConnectorTableHandle table, ColumnHandle column) {
        return lookup().column((SluiceTableHandle) table, (SluiceColumnHandle) column);
    }

    @Override
    default SchemaTableName getTableName(ConnectorSession session, ConnectorTableHandle table) {
        return ((SluiceTableHandle) table).name();
    }

    @Override
    default Optional<ConstraintApplicationResult<ConnectorTableHandle>> applyFilter(
            ConnectorSession session, ConnectorTableHandle table, Constraint constraint) {
        return pushdown().filter((SluiceTableHandle) table, constraint);
    }

    @Override
    default Optional<ProjectionApplicationResult<ConnectorTableHandle>> applyProjection(
            ConnectorSession session,
            ConnectorTableHandle table,
            List<ConnectorExpression> projections,
            Map<String, ColumnHandle> assignments) {
        return ReadProperties.isProjectionPushedDown(session)
                ? pushdown().projection((SluiceTableHandle) table, projections, assignments)
                : Optional.empty();
    }

    @Override
    default Optional<LimitApplicationResult<ConnectorTableHandle>> applyLimit(
            ConnectorSession session, ConnectorTableHandle table, long limit) {
        return pushdown().limit((SluiceTableHandle) table, limit);
    }

    @Override
    default Optional<AggregationApplicationResult<ConnectorTableHandle>> applyAggregation(
            ConnectorSession session,
            ConnectorTableHandle table,
            List<AggregateFunction> aggregates,
            Map<String, ColumnHandle> assignments,
            List<List<ColumnHandle>> groupingSets) {
        return pushdown().aggregation((SluiceTableHandle) table, aggregates, assignments, groupingSets);
    }

    @Override
    default TableStatistics getTableStatistics(ConnectorSession session, ConnectorTableHandle table) {
        if (!StatisticsProperties.areTold(session)) {
            return TableStatistics.empty();
        }
        SluiceTableHandle scanned = (SluiceTableHandle) table;
        Collection<ColumnHandle> columns = getColumnHandles(session, table).values();
        TableStatistics told = pushdown().statistics(scanned, columns);
        return StatisticsProperties.areExtended(session) ? statistics().refined(told, scanned, columns) : told;
    }

    @Override
    default ConnectorTableProperties getTableProperties(ConnectorSession session, ConnectorTableHandle table) {
        return pushdown()
                .properties(
                        (SluiceTableHandle) table,
                        getColumnHandles(session, table).values());
    }
}
