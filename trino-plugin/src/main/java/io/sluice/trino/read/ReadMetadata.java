package io.sluice.trino.read;

import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceTableHandle;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.SchemaTableName;
import java.util.Map;
import java.util.Optional;

/** Names, columns and scans. */
public interface ReadMetadata extends ConnectorMetadata {
    /** Finds tables. */
    TableLookup lookup();

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
        return lookup().find(name, end).orElse(null);
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
}
