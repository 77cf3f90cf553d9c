package io.sluice.trino.system;

import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceTableHandle;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.connector.TableFunctionApplicationResult;
import io.trino.spi.function.table.ConnectorTableFunctionHandle;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What is told of tables. */
public interface SystemMetadata extends ConnectorMetadata {
    /** Finds system tables. */
    SystemTables systemTables();

    @Override
    default Optional<SystemTable> getSystemTable(ConnectorSession session, SchemaTableName name) {
        return systemTables().find(name);
    }

    @Override
    default Optional<TableFunctionApplicationResult<ConnectorTableHandle>> applyTableFunction(
            ConnectorSession session, ConnectorTableFunctionHandle function) {
        if (!(function instanceof ChangesHandle changes)) {
            return Optional.empty();
        }
        SluiceTableHandle table =
                SluiceTableHandle.whole(changes.name(), OptionalLong.empty()).changed(changes.versions());
        List<ColumnHandle> columns = Stream.concat(
                        getColumnHandles(session, table).values().stream()
                                .filter(column -> ((SluiceColumnHandle) column).isWholeColumn()),
                        ChangeColumns.all().stream())
                .toList();
        return Optional.of(new TableFunctionApplicationResult<>(table, columns));
    }
}
