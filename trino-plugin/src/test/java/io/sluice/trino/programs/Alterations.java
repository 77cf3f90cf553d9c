package io.sluice.trino.programs;

import io.sluice.random.Draw;
import io.sluice.trino.programs.Shape.Atom;
import io.sluice.trino.programs.Shape.Part;
import io.sluice.trino.programs.Shape.Struct;
import io.sluice.trino.programs.Step.Count;
import io.sluice.trino.programs.Step.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
        List<Column> structs = table.columns().stream()
                .filter(column -> column.shape() instanceof Struct)
                .toList();
        if (!structs.isEmpty() && draw.percent(50)) {
            return alterField(table, draw.of(structs));
        }
        List<Column> free = table.freeColumns();
        List<Column> widening =
                free.stream().filter(column -> wider(column).isPresent()).toList();
        int kind = draw.between(0, 8);
        if (kind < 3 && !widening.isEmpty()) {
            return widen(table, draw.of(widening));
        } else if (kind < 5) {
            return rename(table, draw.of(table.columns()));
        } else if (kind < 7 && free.size() > 1 && table.columns().size() > 2) {
            Column column = draw.of(free);
            TableModel after = table.withoutColumn(column);
            return altered("DROP COLUMN " + column.quoted(), TableModel.names(after.columns()), after);
        }
        return add(table);
    }

    /** Something that is allowed after rows were added in the same transaction. */
    Write extend(TableModel table) {
        List<Column> widening = table.freeColumns().stream()
                .filter(column -> wider(column).isPresent())
                .toList();
        return widening.isEmpty() || draw.percent(50) ? add(table) : widen(table, draw.of(widening));
    }

    private static Optional<Atom> wider(Column column) {
        return column.shape() instanceof Atom atom ? atom.wider() : Optional.empty();
    }

    private Write widen(TableModel table, Column column) {
        Column wide = column.withShape(wider(column).orElseThrow());
        return altered(
                "ALTER COLUMN %s SET DATA TYPE %s"
                        .formatted(column.quoted(), wide.shape().sql()),
                replaced(table, column, wide.as(column.quoted())),
                table.withColumnChanged(column, each -> wide));
    }

    private Write rename(TableModel table, Column column) {
        String name = definitions.newName();
        TableModel renamed = table.withColumnChanged(column, each -> each.renamed(name))
                .withPartition(table.partitionColumns().stream()
                        .map(each -> each.equals(column.name()) ? name : each)
                        .toList());
        return altered(
                "RENAME COLUMN %s TO %s".formatted(column.quoted(), Column.quoted(name)),
                replaced(table, column, column.quoted() + " AS " + Column.quoted(name)),
                renamed);
    }

    private Write add(TableModel table) {
        Column column = new Column(definitions.newName(), values.shape(), false);
        int index = draw.percent(60)
                ? table.columns().size()
                : draw.between(0, table.columns().size());
        TableModel after = table.withColumn(column, index);
        String place = index == table.columns().size()
                ? ""
                : index == 0
                        ? " FIRST"
                        : " AFTER " + table.columns().get(index - 1).quoted();
        String selected = after.columns().stream()
                .map(each -> each.equals(column) ? column.as("NULL") : each.quoted())
                .collect(Collectors.joining(", "));
        return altered("ADD COLUMN " + column.definition() + place, selected, after);
    }

    /** Adds, renames or drops a field of a row. */
    private Write alterField(TableModel table, Column column) {
        Struct struct = (Struct) column.shape();
        List<Part> parts = new ArrayList<>(struct.parts());
        List<String> old = new ArrayList<>(parts.stream()
                .map(part -> column.quoted() + "." + Column.quoted(part.name()))
                .toList());
        int index = draw.between(0, parts.size() - 1);
        Part part = parts.get(index);
        String name = definitions.newName();
        String path = old.get(index);
        String sql;
        int kind = draw.between(0, 3);
        if (kind == 0 && parts.size() > 1) {
            sql = "DROP COLUMN " + path;
            parts.remove(index);
            old.remove(index);
        } else if (kind == 1) {
            sql = "RENAME COLUMN " + path + " TO " + Column.quoted(name);
            parts.set(index, new Part(name, part.shape()));
        } else {
            Atom added = values.atom();
            sql = "ADD COLUMN %s.%s %s".formatted(column.quoted(), Column.quoted(name), added.sql());
            parts.add(new Part(name, added));
            old.add("NULL");
        }
        Column changed = column.withShape(new Struct(parts));
        String rebuilt = "IF(%s IS NULL, NULL, ROW(%s))".formatted(column.quoted(), String.join(", ", old));
        return altered(
                sql, replaced(table, column, changed.as(rebuilt)), table.withColumnChanged(column, each -> changed));
    }

    private static String replaced(TableModel table, Column column, String expression) {
        return table.columns().stream()
                .map(each -> each.equals(column) ? expression : each.quoted())
                .collect(Collectors.joining(", "));
    }

    private static Write altered(String change, String selected, TableModel after) {
        return new Write(
                "ALTER TABLE " + after.ref() + " " + change,
                "SELECT %s, CAST(NULL AS varchar) AS mark FROM %s".formatted(selected, after.ref()),
                after,
                Count.UNTOLD);
    }
}
