package io.sluice.trino.rows;

import io.airlift.slice.Slice;
import io.sluice.trino.handle.SluiceTableHandle;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorMergeTableHandle;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.RetryMode;
import io.trino.spi.connector.RowChangeParadigm;
import io.trino.spi.statistics.ComputedStatistics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** UPDATE, DELETE and MERGE. */
public interface RowMetadata extends ConnectorMetadata {
    /** Changes rows. */
    RowCommands rows();

    @Override
    default RowChangeParadigm getRowChangeParadigm(ConnectorSession session, ConnectorTableHandle table) {
        return RowChangeParadigm.DELETE_ROW_AND_INSERT_ROW;
    }

    @Override
    default ColumnHandle getMergeRowIdColumnHandle(ConnectorSession session, ConnectorTableHandle table) {
        return rows().rowId((SluiceTableHandle) table);
    }

    @Override
    default ConnectorMergeTableHandle beginMerge(
            ConnectorSession session,
            ConnectorTableHandle table,
            Map<Integer, Collection<ColumnHandle>> updateCaseColumns,
            RetryMode retries) {
        return rows().begin(session, (SluiceTableHandle) table, retries);
    }

    @Override
    default void finishMerge(
            ConnectorSession session,
            ConnectorMergeTableHandle merge,
            List<ConnectorTableHandle> sources,
            Collection<Slice> fragments,
            Collection<ComputedStatistics> statistics) {
        rows().finish(session, (MergeHandle) merge, fragments);
    }

    @Override
    default Optional<ConnectorTableHandle> applyDelete(ConnectorSession session, ConnectorTableHandle table) {
        SluiceTableHandle deleted = (SluiceTableHandle) table;
        return WholeFiles.areAllOf(deleted) ? Optional.of(deleted) : Optional.empty();
    }

    @Override
    default OptionalLong executeDelete(ConnectorSession session, ConnectorTableHandle table) {
        return rows().deleteFiles(session, (SluiceTableHandle) table);
    }
}
