package io.sluice.compat.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a program knows about a table apart from its rows.
 *
 * @param name as statements spell it
 * @param checks name of a constraint to its condition; the condition names one column, which is never altered
 */
record TableModel(String name, List<Column> columns, List<String> partitionColumns, Map<String, Check> checks) {
    /** A CHECK constraint about one column. */
    record Check(String column, String condition) {}

    TableModel {
        columns = List.copyOf(columns);
        partitionColumns = List.copyOf(partitionColumns);
        checks = Map.copyOf(checks);
    }

    String columnNames() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** The columns for CREATE TABLE, without constraints. */
    String plainDefinitions() {
        return columns.stream().map(Column::optional).map(Column::definition).collect(Collectors.joining(", "));
    }

    /** The columns for CREATE TABLE, with all constraints. */
    String definitions() {
        List<String> parts =
                new ArrayList<>(columns.stream().map(Column::definition).toList());
        checks.forEach((name, check) -> parts.add("CONSTRAINT " + name + " CHECK (" + check.condition() + ")"));
        return String.join(", ", parts);
    }

    boolean partitionedBy(Column column) {
        return partitionColumns.contains(column.name());
    }

    /** Whether nothing refers to the column by its name. */
    boolean isFree(Column column) {
        return !partitionedBy(column)
                && checks.values().stream().noneMatch(check -> check.column().equals(column.name()));
    }

    List<Column> freeColumns() {
        return columns.stream().filter(this::isFree).toList();
    }

    TableModel withColumn(Column column) {
        List<Column> more = new ArrayList<>(columns);
        more.add(column);
        return new TableModel(name, more, partitionColumns, checks);
    }

    TableModel withoutColumn(Column column) {
        return new TableModel(
                name, columns.stream().filter(each -> !each.equals(column)).toList(), partitionColumns, checks);
    }

    TableModel withColumnChanged(Column column, UnaryOperator<Column> change) {
        List<Column> changed = columns.stream()
                .map(each -> each.equals(column) ? change.apply(each) : each)
                .toList();
        return new TableModel(name, changed, partitionColumns, checks);
    }

    /** Queries that find a row where the rows break a rule of the table. */
    List<String> violations() {
        List<String> queries = new ArrayList<>();
        for (Column column : columns) {
            if (column.required()) {
                queries.add("SELECT 1 FROM " + name + " WHERE " + column.name() + " IS NULL LIMIT 1");
            }
        }
        checks.values()
                .forEach(check ->
                        queries.add("SELECT 1 FROM " + name + " WHERE NOT (" + check.condition() + ") LIMIT 1"));
        return queries;
    }
}
