package io.sluice.trino.write;

import io.airlift.slice.Slice;
import io.sluice.trino.definitions.TableSettings;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.write.TableWrites.Replacing;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorOutputMetadata;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableLayout;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.RetryMode;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.WriterScalingOptions;
import io.trino.spi.statistics.ComputedStatistics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** INSERT and CREATE TABLE AS. */
public interface WriteMetadata extends ConnectorMetadata {
    /** Writes rows. */
    TableWrites writes();

    /** Rows of a partition are sent to the same writer, unless they are many. */
    private static Optional<ConnectorTableLayout> layout(List<String> partitionColumns) {
        return partitionColumns.isEmpty() ? Optional.empty() : Optional.of(new ConnectorTableLayout(partitionColumns));
    }

    @Override
    default Optional<ConnectorTableLayout> getNewTableLayout(ConnectorSession session, ConnectorTableMetadata table) {
        writes().announce();
        return layout(TableSettings.partitionColumns(table.getProperties()));
    }

    @Override
    default Optional<ConnectorTableLayout> getInsertLayout(ConnectorSession session, ConnectorTableHandle table) {
        writes().announce();
        return layout(writes().partitionColumns((SluiceTableHandle) table));
    }

    @Override
    default WriterScalingOptions getNewTableWriterScalingOptions(
            ConnectorSession session, SchemaTableName table, Map<String, Object> properties) {
        return WriterScalingOptions.ENABLED;
    }

    @Override
    default WriterScalingOptions getInsertWriterScalingOptions(ConnectorSession session, ConnectorTableHandle table) {
        return WriterScalingOptions.ENABLED;
    }

    @Override
    default ConnectorOutputTableHandle beginCreateTable(
            ConnectorSession session,
            ConnectorTableMetadata table,
            Optional<ConnectorTableLayout> layout,
            RetryMode retries,
            boolean replace) {
        return writes().beginCreate(session, table, retries, replace ? Replacing.ALLOWED : Replacing.REFUSED);
    }

    @Override
    default Optional<ConnectorOutputMetadata> finishCreateTable(
            ConnectorSession session,
            ConnectorOutputTableHandle table,
            Collection<Slice> fragments,
            Collection<ComputedStatistics> statistics) {
        writes().finishCreate(session, (WriteHandle) table, fragments);
        return Optional.empty();
    }

    @Override
    default ConnectorInsertTableHandle beginInsert(
            ConnectorSession session, ConnectorTableHandle table, List<ColumnHandle> columns, RetryMode retries) {
        return writes().beginInsert(session, (SluiceTableHandle) table, retries);
    }

    @Override
    default Optional<ConnectorOutputMetadata> finishInsert(
            ConnectorSession session,
            ConnectorInsertTableHandle table,
            List<ConnectorTableHandle> sources,
            Collection<Slice> fragments,
            Collection<ComputedStatistics> statistics) {
        writes().finishInsert(session, (WriteHandle) table, fragments);
        return Optional.empty();
    }
}
