package io.sluice.trino.programs;

import io.sluice.random.Draw;
import io.sluice.trino.programs.Expressions.Place;
import io.sluice.trino.programs.Expressions.Scope;
import io.sluice.trino.programs.Step.Changes;
import io.sluice.trino.programs.Step.Order;
import io.sluice.trino.programs.Step.Question;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Queries whose rows are the same for every right reader. */
final class Questions {
    private final Draw draw;
    private final World world;
    private final Expressions expressions;

    Questions(Draw draw, World world, Expressions expressions) {
        this.draw = draw;
        this.world = world;
        this.expressions = expressions;
    }

    Step next() {
        return draw.percent(75) ? now() : earlier(world.anyTable(draw));
    }

    /** About tables as they are. */
    Question now() {
        TableModel table = world.anyTable(draw);
        return switch (draw.between(0, 9)) {
            case 0, 1, 2 -> filter(table);
            case 3, 4, 5 -> aggregate(table);
            case 6 -> limited(table);
            case 7 -> largest(table);
            default -> join(table);
        };
    }

    private static Question any(String sql) {
        return new Question(sql, Order.ANY);
    }

    private Question filter(TableModel table) {
        Scope scope = new Scope("t.", table.columns());
        List<Place> places = scope.places();
        boolean wholes = draw.percent(50) || places.isEmpty();
        String selected = wholes
                ? draw.some(table.columns()).stream().map(scope::name).collect(Collectors.joining(", "))
                : draw.some(places).stream().map(Place::path).collect(Collectors.joining(", "));
        return any("SELECT %s%s FROM %s AS t WHERE %s"
                .formatted(
                        !wholes && draw.percent(20) ? "DISTINCT " : "",
                        selected,
                        table.ref(),
                        expressions.condition(scope)));
    }

    /** At times what the log can answer. */
    private Question aggregate(TableModel table) {
        Scope scope = new Scope("", table.columns());
        List<Place> places = scope.places();
        List<String> measures = new ArrayList<>(List.of("count(*)"));
        if (!places.isEmpty()) {
            Place place = draw.of(places);
            measures.add(draw.of("min(%s)", "max(%s)", "count(%s)").formatted(place.path()));
            if (draw.percent(30)) {
                measures.add(draw.of("count(DISTINCT %s)", "max(%s)")
                        .formatted(draw.of(places).path()));
            }
        }
        boolean groups = !table.partitionColumns().isEmpty() && draw.percent(60);
        String by = groups ? TableModel.names(draw.some(table.partition())) : "";
        if (!groups && !places.isEmpty() && draw.percent(20)) {
            by = draw.of(places).path();
            groups = true;
        }
        String where = "";
        if (draw.percent(50)) {
            where = " WHERE "
                    + (table.partitionColumns().isEmpty() || draw.percent(40)
                            ? expressions.condition(scope)
                            : expressions.decidable(table.partition()));
        }
        return any("SELECT %s%s FROM %s%s%s"
                .formatted(
                        String.join(", ", measures),
                        groups ? ", " + by : "",
                        table.ref(),
                        where,
                        groups ? " GROUP BY " + by : ""));
    }

    private Question limited(TableModel table) {
        String where = "";
        if (draw.percent(50)) {
            where = " WHERE "
                    + (table.partitionColumns().isEmpty() || draw.percent(40)
                            ? expressions.condition(new Scope("", table.columns()))
                            : expressions.decidable(table.partition()));
        }
        return any("SELECT count(*) FROM (SELECT * FROM %s%s LIMIT %d)"
                .formatted(table.ref(), where, draw.of(0, 1, 3, 6, 40)));
    }

    /** Rows that are equal in what decides are not told apart. */
    private Question largest(TableModel table) {
        Scope scope = new Scope("", table.columns());
        List<Place> places = scope.places();
        if (places.isEmpty()) {
            return limited(table);
        }
        Set<String> by = new LinkedHashSet<>();
        by.add(draw.of(places).path());
        by.add(draw.of(places).path());
        String order = by.stream()
                .map(path -> path + draw.of("", " DESC", " NULLS FIRST", " DESC NULLS LAST"))
                .collect(Collectors.joining(", "));
        String where = draw.percent(40) ? " WHERE " + expressions.simple(scope) : "";
        return new Question(
                "SELECT %s FROM %s%s ORDER BY %s%s LIMIT %d"
                        .formatted(
                                String.join(", ", by),
                                table.ref(),
                                where,
                                order,
                                draw.percent(15) ? " OFFSET 1" : "",
                                draw.between(1, 5)),
                Order.GIVEN);
    }

    private Question join(TableModel table) {
        TableModel other = world.anyTable(draw);
        Scope left = new Scope("l.", table.columns());
        Scope right = new Scope("r.", other.columns());
        List<Column> keys = table.keys().stream()
                .filter(column -> !right.ofShape(column.shape()).isEmpty())
                .toList();
        if (keys.isEmpty()) {
            return filter(table);
        }
        Column key = draw.of(keys);
        String mine = left.name(key);
        String theirs = right.name(draw.of(right.ofShape(key.shape())));
        String where = draw.percent(60) ? " WHERE " + expressions.simple(right) : "";
        String selected = left.name(draw.of(table.columns()));
        if (draw.percent(30)) {
            return any("SELECT %s FROM %s AS l WHERE %s %sIN (SELECT %s FROM %s AS r%s)"
                    .formatted(selected, table.ref(), mine, draw.of("", "", "NOT "), theirs, other.ref(), where));
        }
        return any("SELECT %s, count(*), count(%s) FROM %s AS l %s %s AS r ON %s = %s%s GROUP BY %s"
                .formatted(
                        mine,
                        theirs,
                        table.ref(),
                        draw.of("JOIN", "JOIN", "JOIN", "LEFT JOIN", "FULL JOIN"),
                        other.ref(),
                        mine,
                        theirs,
                        where,
                        mine));
    }

    /** A state that is over, or what led from one to the other. */
    Step earlier(TableModel table) {
        List<SavedState> states = world.states(table.name());
        SavedState to = draw.of(states);
        List<SavedState> before = states.stream()
                .filter(state -> state.version() < to.version() && isUnaltered(table, state, to))
                .toList();
        if (!before.isEmpty() && draw.percent(60)) {
            return changes(table, draw.of(before), to);
        }
        Scope scope = new Scope("t.", to.model().columns());
        String where = draw.percent(50) ? "" : " WHERE " + expressions.simple(scope);
        String selected = to.model().columns().stream().map(scope::name).collect(Collectors.joining(", "));
        return any("SELECT %s FROM %s AS t%s".formatted(selected, to.ref(), where));
    }

    static Changes changes(TableModel table, SavedState from, SavedState to) {
        String sql = ("SELECT %s, _change_type, _commit_version FROM TABLE(system.table_changes('default', '@%s@', %d))"
                        + " WHERE _commit_version <= %d")
                .formatted(TableModel.names(table.columns()), table.name(), from.version(), to.version());
        return new Changes(sql, table, from, to);
    }

    /** Changes are told with the columns that the table has now. */
    private boolean isUnaltered(TableModel now, SavedState from, SavedState to) {
        return world.states(now.name()).stream()
                .filter(state -> state.version() >= from.version() && state.version() <= to.version())
                .allMatch(state -> state.model().equals(now));
    }
}
