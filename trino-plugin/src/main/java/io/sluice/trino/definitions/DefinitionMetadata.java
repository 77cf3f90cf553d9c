package io.sluice.trino.definitions;

import io.sluice.trino.definitions.Schemas.Contents;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceTableHandle;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ColumnPosition;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorViewDefinition;
import io.trino.spi.connector.RelationColumnsMetadata;
import io.trino.spi.connector.SaveMode;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.security.TrinoPrincipal;
import io.trino.spi.type.Type;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Definitions of schemas, tables and columns. */
public interface DefinitionMetadata extends ConnectorMetadata {
    /** Makes, changes and removes what there is. */
    Definitions definitions();

    @Override
    default boolean schemaExists(ConnectorSession session, String schema) {
        return definitions().schemas().exists(schema);
    }

    @Override
    default List<String> listSchemaNames(ConnectorSession session) {
        return definitions().schemas().names();
    }

    @Override
    default List<SchemaTableName> listTables(ConnectorSession session, Optional<String> schema) {
        return definitions().tables().relations(schema);
    }

    @Override
    default Iterator<RelationColumnsMetadata> streamRelationColumns(
            ConnectorSession session, Optional<String> schema, UnaryOperator<Set<SchemaTableName>> filter) {
        Map<SchemaTableName, ConnectorViewDefinition> views =
                definitions().views().all(schema);
        Set<SchemaTableName> relations = Set.copyOf(definitions().tables().relations(schema));
        return filter.apply(relations).stream()
                .map(name -> views.containsKey(name)
                        ? RelationColumnsMetadata.forView(name, views.get(name).getColumns())
                        : tableColumns(session, name))
                .filter(Objects::nonNull)
                .iterator();
    }

    /** The columns of a table; null if there is none. */
    private RelationColumnsMetadata tableColumns(ConnectorSession session, SchemaTableName name) {
        ConnectorTableHandle table = getTableHandle(session, name, Optional.empty(), Optional.empty());
        return table == null
                ? null
                : RelationColumnsMetadata.forTable(
                        name, getTableMetadata(session, table).getColumns());
    }

    @Override
    default Map<String, Object> getSchemaProperties(ConnectorSession session, String schema) {
        return definitions().schemas().shown(schema);
    }

    @Override
    default void createSchema(
            ConnectorSession session, String schema, Map<String, Object> properties, TrinoPrincipal owner) {
        definitions().schemas().create(schema, properties);
    }

    @Override
    default void dropSchema(ConnectorSession session, String schema, boolean cascade) {
        definitions().schemas().drop(schema, cascade ? Contents.DROP : Contents.REFUSE);
    }

    @Override
    default void renameSchema(ConnectorSession session, String schema, String newName) {
        definitions().schemas().rename(schema, newName);
    }

    @Override
    default Optional<Type> getSupportedType(ConnectorSession session, Map<String, Object> properties, Type type) {
        return Optional.of(SupportedTypes.of(type));
    }

    @Override
    default void createTable(ConnectorSession session, ConnectorTableMetadata wanted, SaveMode mode) {
        definitions().tables().create(wanted, mode);
    }

    @Override
    default void dropTable(ConnectorSession session, ConnectorTableHandle table) {
        definitions().tables().drop(name(table));
    }

    @Override
    default void renameTable(ConnectorSession session, ConnectorTableHandle table, SchemaTableName newName) {
        definitions().tables().rename(name(table), newName);
    }

    @Override
    default void truncateTable(ConnectorSession session, ConnectorTableHandle table) {
        definitions().tables().truncate(name(table));
    }

    @Override
    default void setTableProperties(
            ConnectorSession session, ConnectorTableHandle table, Map<String, Optional<Object>> properties) {
        definitions().tables().set(name(table), properties);
    }

    @Override
    default void setTableComment(ConnectorSession session, ConnectorTableHandle table, Optional<String> comment) {
        definitions().tables().comment(name(table), comment);
    }

    @Override
    default void setColumnComment(
            ConnectorSession session, ConnectorTableHandle table, ColumnHandle column, Optional<String> comment) {
        definitions().columns().comment(name(table), name(column), comment);
    }

    @Override
    default void addColumn(
            ConnectorSession session, ConnectorTableHandle table, ColumnMetadata column, ColumnPosition position) {
        definitions().columns().add(name(table), column, position);
    }

    @Override
    default void addField(
            ConnectorSession session,
            ConnectorTableHandle table,
            List<String> parentPath,
            String field,
            Type type,
            boolean ignoreExisting) {
        definitions().columns().addField(name(table), parentPath, field, type);
    }

    @Override
    default void dropColumn(ConnectorSession session, ConnectorTableHandle table, ColumnHandle column) {
        definitions().columns().drop(name(table), List.of(name(column)));
    }

    @Override
    default void dropField(
            ConnectorSession session, ConnectorTableHandle table, ColumnHandle column, List<String> fieldPath) {
        definitions().columns().drop(name(table), ColumnDefinitions.path(name(column), fieldPath));
    }

    @Override
    default void renameColumn(
            ConnectorSession session, ConnectorTableHandle table, ColumnHandle column, String newName) {
        definitions().columns().rename(name(table), List.of(name(column)), newName);
    }

    @Override
    default void renameField(
            ConnectorSession session, ConnectorTableHandle table, List<String> fieldPath, String newName) {
        definitions().columns().rename(name(table), fieldPath, newName);
    }

    @Override
    default void setColumnType(ConnectorSession session, ConnectorTableHandle table, ColumnHandle column, Type type) {
        definitions().columns().setType(name(table), List.of(name(column)), type);
    }

    @Override
    default void setFieldType(ConnectorSession session, ConnectorTableHandle table, List<String> fieldPath, Type type) {
        definitions().columns().setType(name(table), fieldPath, type);
    }

    @Override
    default void setDefaultValue(
            ConnectorSession session, ConnectorTableHandle table, ColumnHandle column, String literal) {
        definitions().columns().setDefault(name(table), name(column), literal);
    }

    @Override
    default void dropDefaultValue(ConnectorSession session, ConnectorTableHandle table, ColumnHandle column) {
        definitions().columns().dropDefault(name(table), name(column));
    }

    @Override
    default void dropNotNullConstraint(ConnectorSession session, ConnectorTableHandle table, ColumnHandle column) {
        definitions().columns().relax(name(table), name(column));
    }

    private static SchemaTableName name(ConnectorTableHandle table) {
        return ((SluiceTableHandle) table).name();
    }

    private static String name(ColumnHandle column) {
        return ((SluiceColumnHandle) column).name();
    }
}
