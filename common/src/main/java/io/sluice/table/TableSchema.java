package io.sluice.table;

import io.sluice.error.SluiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The columns of a table, in order, with names unique without regard to case. */
public record TableSchema(List<Field> columns) {
    public TableSchema {
        columns = List.copyOf(columns);
        FieldNames.requireUnique(columns);
    }

    public static TableSchema of(Field... columns) {
        return new TableSchema(List.of(columns));
    }

    /** The column of that name, found without regard to case. */
    public Optional<Field> column(String name) {
        return columns.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst();
    }

    public Field requireColumn(String name) {
        return column(name)
                .orElseThrow(() -> SluiceException.user(
                        "there is no column '%s': the table has %s".formatted(name, String.join(", ", columnNames()))));
    }

    public List<String> columnNames() {
        return columns.stream().map(Field::name).toList();
    }

    public TableSchema withColumnAdded(Field column) {
        return withColumnAdded(columns.size(), column);
    }

    /**
     * The schema with one more column.
     *
     * @param index how many columns stand before the new one
     */
    public TableSchema withColumnAdded(int index, Field column) {
        List<Field> changed = new ArrayList<>(columns);
        changed.add(index, column);
        return new TableSchema(changed);
    }

    public TableSchema withColumnDropped(String name) {
        Field dropped = requireColumn(name);
        return new TableSchema(
                columns.stream().filter(field -> !field.equals(dropped)).toList());
    }

    public TableSchema withColumnChanged(String name, UnaryOperator<Field> change) {
        Field changedColumn = requireColumn(name);
        return new TableSchema(columns.stream()
                .map(field -> field.equals(changedColumn) ? change.apply(field) : field)
                .toList());
    }
}
