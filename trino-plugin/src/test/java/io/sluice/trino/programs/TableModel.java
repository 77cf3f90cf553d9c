package io.sluice.trino.programs;

import io.sluice.trino.programs.Shape.Atom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a program knows about a table apart from its rows.
 *
 * @param name in programs, where {@code @name} stands for the table of either side
 * @param tellsChanges whether the table has a change feed
 */
record TableModel(String name, List<Column> columns, List<String> partitionColumns, boolean tellsChanges) {
    TableModel {
        columns = List.copyOf(columns);
        partitionColumns = List.copyOf(partitionColumns);
    }

    /** The table, for statements about either side. */
    String ref() {
        return "@" + name + "@";
    }

    boolean partitionedBy(Column column) {
        return partitionColumns.contains(column.name());
    }

    List<Column> partition() {
        return columns.stream().filter(this::partitionedBy).toList();
    }

    List<Column> freeColumns() {
        return columns.stream().filter(column -> !partitionedBy(column)).toList();
    }

    List<Column> keys() {
        return columns.stream()
                .filter(column -> column.shape() instanceof Atom atom && atom.isKey())
                .toList();
    }

    TableModel withColumns(List<Column> changed) {
        return new TableModel(name, changed, partitionColumns, tellsChanges);
    }

    TableModel withPartition(List<String> names) {
        return new TableModel(name, columns, names, tellsChanges);
    }

    TableModel withColumnChanged(Column column, UnaryOperator<Column> change) {
        return withColumns(columns.stream()
                .map(each -> each.equals(column) ? change.apply(each) : each)
                .toList());
    }

    TableModel withoutColumn(Column column) {
        return withColumns(columns.stream().filter(each -> !each.equals(column)).toList());
    }

    TableModel withColumn(Column column, int index) {
        List<Column> more = new ArrayList<>(columns);
        more.add(index, column);
        return withColumns(more);
    }

    /** The columns, separated by commas, as a query selects them. */
    static String names(List<Column> columns) {
        return columns.stream().map(Column::quoted).collect(Collectors.joining(", "));
    }

    /** A query of the rows, with nothing told of how they came. */
    String rows() {
        return "SELECT %s, CAST(NULL AS varchar) AS mark FROM %s".formatted(names(columns), ref());
    }
}
