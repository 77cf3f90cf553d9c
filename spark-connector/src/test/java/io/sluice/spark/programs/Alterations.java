package io.sluice.spark.programs;

import io.sluice.random.Draw;
import io.sluice.spark.programs.Step.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** ALTER TABLE about columns and the fields within them. */
final class Alterations {
    private final Draw draw;
    private final Definitions definitions;
    private final Values values;

    Alterations(Draw draw, Definitions definitions) {
        this.draw = draw;
        this.definitions = definitions;
        this.values = new Values(draw);
    }

    Write alter(TableModel table) {
        List<Column> structs =
                table.columns().stream().filter(Column::hasFields).toList();
        if (!structs.isEmpty() && draw.percent(50)) {
            return alterField(table, draw.of(structs));
        }
        List<Column> free = table.freeColumns();
        List<Column> widening = free.stream()
                .filter(column -> Values.wider(column.type()).isPresent())
                .toList();
        int kind = draw.between(0, 9);
        if (kind < 2 && !widening.isEmpty()) {
            return widen(table, draw.of(widening));
        } else if (kind < 4) {
            return rename(table, draw.of(table.columns()));
        } else if (kind < 6 && free.size() > 1 && table.columns().size() > 2) {
            Column column = draw.of(free);
            TableModel after = table.withoutColumn(column);
            return altered("DROP COLUMN " + column.quoted(), TableModel.names(after.columns()), after);
        } else if (kind < 7) {
            return move(table);
        }
        return add(table);
    }

    private Write widen(TableModel table, Column column) {
        DataType wider = Values.wider(column.type()).orElseThrow();
        TableModel after = table.withColumnChanged(column, each -> each.withType(wider));
        return altered(
                "ALTER COLUMN %s TYPE %s".formatted(column.quoted(), wider.sql()),
                replaced(table, column, Values.typed(column.quoted(), wider), column.quoted()),
                after);
    }

    private Write rename(TableModel table, Column column) {
        String name = definitions.newName(table);
        TableModel renamed = table.withColumnChanged(column, each -> each.renamed(name));
        List<String> partition = table.partitionColumns().stream()
                .map(each -> each.equals(column.name()) ? name : each)
                .toList();
        return altered(
                "RENAME COLUMN %s TO %s".formatted(column.quoted(), Column.quoted(name)),
                replaced(table, column, column.quoted(), Column.quoted(name)),
                new TableModel(table.name(), renamed.columns(), partition, table.features()));
    }

    private Write move(TableModel table) {
        Column column = draw.of(table.columns());
        TableModel without = table.withoutColumn(column);
        int index = draw.between(0, without.columns().size());
        TableModel after = without.withColumn(column, index);
        return altered(
                "ALTER COLUMN " + column.quoted() + place(without.columns(), index),
                TableModel.names(after.columns()),
                after);
    }

    private static String place(List<Column> others, int index) {
        return index == 0 ? " FIRST" : " AFTER " + others.get(index - 1).quoted();
    }

    private Write add(TableModel table) {
        Column column = new Column(definitions.newName(table), values.anyType(), false);
        int index = draw.percent(60)
                ? table.columns().size()
                : draw.between(0, table.columns().size());
        TableModel after = table.withColumn(column, index);
        String place = index == table.columns().size() ? "" : place(table.columns(), index);
        String selected = after.columns().stream()
                .map(each -> each.equals(column)
                        ? Values.typed("NULL", column.type()) + " AS " + column.quoted()
                        : each.quoted())
                .collect(Collectors.joining(", "));
        return altered("ADD COLUMN " + column.definition() + place, selected, after);
    }

    /** Adds, renames or drops a field of a struct, which may be the element of an array or the value of a map. */
    private Write alterField(TableModel table, Column column) {
        FieldChange change = change(column.fields(), definitions.newName(table));
        DataType changed = column.withFields(change.after());
        return altered(
                change.sql().formatted(column.quoted() + column.pathOfFields()),
                replaced(table, column, column.rebuilt(element -> rebuilt(element, change)), column.quoted()),
                table.withColumnChanged(column, each -> each.withType(changed)));
    }

    /**
     * A change of the fields of a struct.
     *
     * @param sql with a place for the path of the struct
     * @param old names of the fields that those of the new struct had; empty for a new one
     */
    private record FieldChange(String sql, StructType after, List<Optional<String>> old) {}

    private FieldChange change(StructType struct, String name) {
        List<StructField> fields = new ArrayList<>(List.of(struct.fields()));
        List<Optional<String>> old = new ArrayList<>(
                fields.stream().map(each -> Optional.of(each.name())).toList());
        StructField field = draw.of(fields);
        int index = fields.indexOf(field);
        int kind = draw.between(0, 3);
        String sql;
        if (kind == 0 && fields.size() > 1) {
            sql = "DROP COLUMN %s." + Column.quoted(field.name());
            fields.remove(index);
            old.remove(index);
        } else if (kind == 1) {
            sql = "RENAME COLUMN %s." + Column.quoted(field.name()) + " TO " + Column.quoted(name);
            fields.set(index, new StructField(name, field.dataType(), true, Metadata.empty()));
        } else {
            StructField added = new StructField(name, values.atomic(), true, Metadata.empty());
            boolean first = draw.percent(30);
            sql = "ADD COLUMN %s." + Column.quoted(name) + " "
                    + added.dataType().sql() + (first ? " FIRST" : "");
            fields.add(first ? 0 : fields.size(), added);
            old.add(first ? 0 : old.size(), Optional.empty());
        }
        return new FieldChange(sql, new StructType(fields.toArray(StructField[]::new)), old);
    }

    /** A struct that is null stays null. */
    private static String rebuilt(String struct, FieldChange change) {
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < change.old().size(); i++) {
            String value = change.old()
                    .get(i)
                    .map(name -> struct + "." + Column.quoted(name))
                    .orElse("NULL");
            parts.append(i == 0 ? "" : ", ")
                    .append("'%s', %s".formatted(change.after().fields()[i].name(), value));
        }
        return "CASE WHEN %s IS NULL THEN NULL ELSE %s END"
                .formatted(struct, Values.typed("named_struct(" + parts + ")", change.after()));
    }

    private static String replaced(TableModel table, Column column, String expression, String name) {
        return table.columns().stream()
                .map(each -> each.equals(column) ? expression + " AS " + name : each.quoted())
                .collect(Collectors.joining(", "));
    }

    private static Write altered(String change, String selected, TableModel after) {
        return Write.of(
                "ALTER TABLE " + after.name() + " " + change, "SELECT " + selected + " FROM " + after.name(), after);
    }
}
