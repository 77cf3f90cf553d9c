package io.sluice.spark.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What a program knows about a table apart from its rows. */
record TableModel(String name, List<Column> columns, List<String> partitionColumns, Features features) {
    /** Abilities of the table that statements may use. */
    record Features(boolean hasRowIds, boolean allowsAnyName) {}

    TableModel {
        columns = List.copyOf(columns);
        partitionColumns = List.copyOf(partitionColumns);
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

    StructType schema() {
        return new StructType(columns.stream().map(Column::field).toArray(StructField[]::new));
    }

    TableModel withColumns(List<Column> changed) {
        return new TableModel(name, changed, partitionColumns, features);
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
}
