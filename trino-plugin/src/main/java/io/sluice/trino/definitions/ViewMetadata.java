package io.sluice.trino.definitions;

import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorViewDefinition;
import io.trino.spi.connector.SchemaTableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Views. */
public interface ViewMetadata extends ConnectorMetadata {
    /** Makes, changes and removes what there is. */
    Definitions definitions();

    @Override
    default List<SchemaTableName> listViews(ConnectorSession session, Optional<String> schema) {
        return definitions().views().names(schema);
    }

    @Override
    default Map<SchemaTableName, ConnectorViewDefinition> getViews(ConnectorSession session, Optional<String> schema) {
        return definitions().views().all(schema);
    }

    @Override
    default Optional<ConnectorViewDefinition> getView(ConnectorSession session, SchemaTableName name) {
        return definitions().views().find(name);
    }

    @Override
    default boolean isView(ConnectorSession session, SchemaTableName name) {
        return getView(session, name).isPresent();
    }

    @Override
    default void createView(
            ConnectorSession session,
            SchemaTableName name,
            ConnectorViewDefinition definition,
            Map<String, Object> properties,
            boolean replace) {
        if (replace) {
            definitions().views().createOrReplace(name, definition);
        } else {
            definitions().views().create(name, definition);
        }
    }

    @Override
    default void dropView(ConnectorSession session, SchemaTableName name) {
        definitions().views().drop(name);
    }

    @Override
    default void renameView(ConnectorSession session, SchemaTableName from, SchemaTableName to) {
        definitions().views().rename(from, to);
    }

    @Override
    default void refreshView(ConnectorSession session, SchemaTableName name, ConnectorViewDefinition definition) {
        definitions().views().refresh(name, definition);
    }

    @Override
    default void setViewComment(ConnectorSession session, SchemaTableName name, Optional<String> comment) {
        definitions().views().comment(name, comment);
    }

    @Override
    default void setViewColumnComment(
            ConnectorSession session, SchemaTableName name, String column, Optional<String> comment) {
        definitions().views().commentColumn(name, column, comment);
    }
}
