package io.sluice.ingest;

import io.sluice.commit.SchemaEdit;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.SchemaEdit.WidenColumn;
import io.sluice.error.SluiceException;
import io.sluice.ingest.InputGroup.Origin;
import io.sluice.table.DataType;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import io.sluice.table.TypeWidening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which columns the table will have, and how it gets there. Columns of files and tables are matched by name, without
 * regard to case. Pure.
 *
 * @param before the table; empty if it is created
 */
record SchemaPlan(Optional<TableMetadata> before, List<TargetColumn> columns) {
    SchemaPlan {
        columns = List.copyOf(columns);
    }

    /** A user error names the file and the column that do not fit. */
    static SchemaPlan make(Optional<TableMetadata> table, List<InputGroup> groups, IngestRequest request) {
        List<TargetColumn> columns =
                table.map(metadata -> existing(metadata, request.columns())).orElseGet(() -> created(groups, request));
        SchemaPlan plan = new SchemaPlan(table, columns);
        if (request.table().schemaMode() == SchemaMode.STRICT) {
            groups.forEach(plan::requireSameColumns);
            return plan;
        }
        groups.forEach(plan::requireRequiredColumns);
        return plan.withColumnsOf(groups, request.columns()).widenedTo(groups);
    }

    private static List<TargetColumn> existing(TableMetadata table, ColumnOverrides overrides) {
        List<TargetColumn> columns = new ArrayList<>();
        for (Field field : table.schema().columns()) {
            overrides
                    .type(field.name())
                    .filter(type -> !type.equals(field.type()))
                    .ifPresent(type -> {
                        throw SluiceException.user("column %s of the table is %s: --types cannot make it %s"
                                .formatted(field.name(), field.type().text(), type.text()));
                    });
            columns.add(new TargetColumn(field, Origin.DECLARED));
        }
        return columns;
    }

    private static List<TargetColumn> created(List<InputGroup> groups, IngestRequest request) {
        SchemaPlan none = new SchemaPlan(Optional.empty(), List.of());
        List<InputGroup> telling = request.table().schemaMode() == SchemaMode.STRICT ? groups.subList(0, 1) : groups;
        List<TargetColumn> columns =
                none.withColumnsOf(telling, request.columns()).columns();
        // The first group tells which columns there are; all groups tell their types.
        List<TargetColumn> typed = new ArrayList<>();
        for (TargetColumn column : columns) {
            typed.add(request.columns().type(column.name()).isPresent() ? column : typedByAll(column, groups));
        }
        requireKnown(request.columns(), typed);
        return typed;
    }

    private static TargetColumn typedByAll(TargetColumn column, List<InputGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.columns().stream())
                .filter(source -> source.name().equalsIgnoreCase(column.name()))
                .map(SourceColumn::type)
                .reduce((left, right) -> groups.get(0).statesTypes()
                        ? TypeWidening.common(left, right).orElse(left)
                        : InferredTypes.common(left, right))
                .map(column::withType)
                .orElse(column);
    }

    private static void requireKnown(ColumnOverrides overrides, List<TargetColumn> columns) {
        for (String name : overrides.types().keySet()) {
            if (columns.stream().noneMatch(column -> column.name().equalsIgnoreCase(name))) {
                throw SluiceException.user("--types names the column %s: the files have %s"
                        .formatted(
                                name,
                                String.join(
                                        ", ",
                                        columns.stream().map(TargetColumn::name).toList())));
            }
        }
    }

    private void requireSameColumns(InputGroup group) {
        String file = group.files().get(0).shown();
        String table = before.isPresent() ? "the table" : "the first file";
        for (SourceColumn column : group.columns()) {
            if (position(column.name()).isEmpty()) {
                throw SluiceException.user(
                        "%s has the column '%s', which %s does not have: use --schema-mode merge to add it"
                                .formatted(file, column.name(), table));
            }
        }
        for (TargetColumn column : columns) {
            if (sourcePosition(group, column).isEmpty()) {
                throw SluiceException.user(
                        "%s lacks the column '%s', which %s has: use --schema-mode merge to leave it empty"
                                .formatted(file, column.name(), table));
            }
        }
    }

    private void requireRequiredColumns(InputGroup group) {
        for (TargetColumn column : columns) {
            boolean given = sourcePosition(group, column).isPresent()
                    || column.field().defaultExpression().isPresent();
            if (!column.field().nullable() && !given) {
                throw SluiceException.user("%s lacks the column '%s', which must not be null in the table"
                        .formatted(group.files().get(0).shown(), column.name()));
            }
        }
    }

    private SchemaPlan withColumnsOf(List<InputGroup> groups, ColumnOverrides overrides) {
        SchemaPlan plan = this;
        for (InputGroup group : groups) {
            for (SourceColumn source : group.columns()) {
                if (plan.position(source.name()).isEmpty()) {
                    Optional<DataType> wanted = overrides.type(source.name());
                    Field field = Field.optional(source.name(), wanted.orElse(source.type()));
                    List<TargetColumn> more = new ArrayList<>(plan.columns());
                    more.add(new TargetColumn(field, wanted.isPresent() ? Origin.DECLARED : Origin.INFERRED));
                    plan = new SchemaPlan(before, more);
                }
            }
        }
        return plan;
    }

    /** Types that files state are taken into the table's, where that keeps every value. */
    private SchemaPlan widenedTo(List<InputGroup> groups) {
        SchemaPlan plan = this;
        for (InputGroup group : groups) {
            for (int i = 0; group.statesTypes() && i < columns.size(); i++) {
                DataType known = plan.columns().get(i).field().type();
                Optional<DataType> common = sourcePosition(group, columns.get(i))
                        .flatMap(position -> TypeWidening.common(
                                known, group.columns().get(position).type()));
                plan = common.isPresent() ? plan.withType(i, common.get()) : plan;
            }
        }
        return plan;
    }

    private Optional<Integer> position(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Where in a group a column of the table is; empty if the group lacks it. */
    static Optional<Integer> sourcePosition(InputGroup group, TargetColumn column) {
        for (int i = 0; i < group.columns().size(); i++) {
            if (group.columns().get(i).name().equalsIgnoreCase(column.name())) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    SchemaPlan withType(int column, DataType type) {
        List<TargetColumn> changed = new ArrayList<>(columns);
        changed.set(column, changed.get(column).withType(type));
        return new SchemaPlan(before, changed);
    }

    TableSchema schema() {
        return new TableSchema(columns.stream().map(TargetColumn::field).toList());
    }

    /** What makes the table's columns the planned ones; empty if they are, or if the table is created. */
    List<SchemaEdit> edits() {
        if (before.isEmpty()) {
            return List.of();
        }
        List<SchemaEdit> edits = new ArrayList<>();
        for (TargetColumn column : columns) {
            Optional<Field> old = before.get().schema().column(column.name());
            if (old.isEmpty()) {
                edits.add(new AddColumn(column.field()));
            } else if (!old.get().type().equals(column.field().type())) {
                edits.add(new WidenColumn(column.name(), column.field().type()));
            }
        }
        return edits;
    }
}
