package io.sluice.trino.read;

import io.sluice.table.DataType;
import io.sluice.table.Field;
import io.sluice.table.TableSchema;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.handle.StoredField;
import io.sluice.trino.types.TrinoTypes;
import io.trino.plugin.base.projection.ApplyProjectionUtil;
import io.trino.plugin.base.projection.ApplyProjectionUtil.ProjectedColumnRepresentation;
import io.trino.spi.connector.Assignment;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ProjectionApplicationResult;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads fields of structs in place of the structs that they are in. */
final class ProjectionPushdown {
    private final TableSchema schema;
    private final Map<String, ColumnHandle> columns;
    private final Map<ConnectorExpression, Variable> variables = new LinkedHashMap<>();
    private final Map<String, Assignment> assignments = new LinkedHashMap<>();

    private ProjectionPushdown(TableSchema schema, Map<String, ColumnHandle> columns) {
        this.schema = schema;
        this.columns = columns;
    }

    /**
     * Empty if no field of a struct is asked for.
     *
     * @param columns by the names that the projections have for them
     */
    static Optional<ProjectionApplicationResult<ConnectorTableHandle>> apply(
            SluiceTableHandle table,
            TableSchema schema,
            List<ConnectorExpression> projections,
            Map<String, ColumnHandle> columns) {
        Set<ConnectorExpression> wanted = new LinkedHashSet<>();
        projections.forEach(
                projection -> wanted.addAll(ApplyProjectionUtil.extractSupportedProjectedColumns(projection)));
        if (wanted.stream().allMatch(Variable.class::isInstance)) {
            return Optional.empty();
        }
        boolean isOfRows = wanted.stream()
                .filter(expression -> !(expression instanceof Variable))
                .map(ApplyProjectionUtil::createProjectedColumnRepresentation)
                .map(path -> (SluiceColumnHandle) columns.get(path.getVariable().getName()))
                .allMatch(column -> column.role() == Role.STORED);
        if (!isOfRows) {
            return Optional.empty();
        }
        ProjectionPushdown pushdown = new ProjectionPushdown(schema, columns);
        wanted.forEach(pushdown::add);
        List<ConnectorExpression> replaced = projections.stream()
                .map(projection -> ApplyProjectionUtil.replaceWithNewVariables(projection, pushdown.variables))
                .toList();
        return Optional.of(
                new ProjectionApplicationResult<>(table, replaced, List.copyOf(pushdown.assignments.values()), false));
    }

    private void add(ConnectorExpression expression) {
        ProjectedColumnRepresentation path = ApplyProjectionUtil.createProjectedColumnRepresentation(expression);
        String variable = path.getVariable().getName();
        SluiceColumnHandle column = (SluiceColumnHandle) columns.get(variable);
        SluiceColumnHandle part = path.isVariable() ? column : part(column, path.getDereferenceIndices());
        String name = path.isVariable() ? variable : variable + "#" + String.join("#", part.fields());
        variables.put(expression, new Variable(name, part.type()));
        assignments.put(name, new Assignment(name, part, part.type()));
    }

    /** The field that is found by these numbers within what the column stands for. */
    private SluiceColumnHandle part(SluiceColumnHandle column, List<Integer> numbers) {
        Field whole = schema.requireColumn(column.name());
        DataType type = whole.type();
        for (String field : column.fields()) {
            type = field(type, field).type();
        }
        List<String> path = new ArrayList<>(column.fields());
        for (int number : numbers) {
            Field field = ((DataType.Struct) type).fields().get(number);
            path.add(field.name());
            type = field.type();
        }
        return new SluiceColumnHandle(
                Role.STORED, column.name(), path, TrinoTypes.type(type), StoredField.of(whole, path));
    }

    private static Field field(DataType struct, String name) {
        return ((DataType.Struct) struct)
                .fields().stream()
                        .filter(field -> field.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }
}
