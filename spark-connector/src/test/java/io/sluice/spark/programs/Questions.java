package io.sluice.spark.programs;

import io.sluice.random.Draw;
import io.sluice.spark.programs.Expressions.Place;
import io.sluice.spark.programs.Expressions.Scope;
import io.sluice.spark.programs.Step.Changes;
import io.sluice.spark.programs.Step.Question;
import java.util.List;
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
        return draw.percent(80) ? now() : earlier(world.anyTable(draw));
    }

    /** About tables as they are. */
    Question now() {
        TableModel table = world.anyTable(draw);
        return switch (draw.between(0, 7)) {
            case 0, 1, 2 -> filter(table);
            case 3, 4 -> aggregate(table);
            case 5 -> largest(table);
            case 6 -> join(table);
            default -> places(table);
        };
    }

    private Question filter(TableModel table) {
        Scope scope = new Scope("", table.columns());
        List<Place> places = scope.places();
        String selected = draw.percent(50) || places.isEmpty()
                ? TableModel.names(draw.some(table.columns()))
                : draw.some(places).stream().map(Place::path).collect(Collectors.joining(", "));
        return Question.same(
                "SELECT %s FROM %s WHERE %s".formatted(selected, table.name(), expressions.condition(scope)));
    }

    private Question aggregate(TableModel table) {
        Scope scope = new Scope("", table.columns());
        List<Place> places = scope.places();
        String measures = "count(*)";
        if (!places.isEmpty()) {
            String place = draw.of(places).path();
            measures += ", " + draw.of("min(%s)", "max(%s)", "count(%s)").formatted(place);
            measures += draw.percent(40) ? ", count(DISTINCT %s)".formatted(place) : "";
        }
        boolean groups = !table.partitionColumns().isEmpty() && draw.percent(60);
        String by = groups ? TableModel.names(draw.some(table.partition())) : "";
        boolean filters = draw.percent(50);
        List<Column> named = groups && draw.percent(50) ? table.partition() : table.columns();
        return Question.same("SELECT %s%s FROM %s%s%s"
                .formatted(
                        measures,
                        groups ? ", " + by : "",
                        table.name(),
                        filters ? " WHERE " + expressions.condition(new Scope("", named)) : "",
                        groups ? " GROUP BY " + by : ""));
    }

    /** Rows that are equal in what decides are not told apart. */
    private Question largest(TableModel table) {
        Scope scope = new Scope("", table.columns());
        List<Place> places = scope.places();
        if (places.isEmpty() || draw.percent(20)) {
            return Question.same(
                    "SELECT count(*) FROM (SELECT * FROM %s LIMIT %d)".formatted(table.name(), draw.between(0, 6)));
        }
        Place first = draw.of(places);
        Place second = draw.of(places);
        String order = first.path()
                + draw.of("", " DESC", " NULLS LAST", " DESC NULLS FIRST")
                + (first.equals(second) ? "" : ", " + second.path() + draw.of("", " DESC"));
        String where = draw.percent(40) ? " WHERE " + expressions.simple(scope) : "";
        return Question.same("SELECT %s%s FROM %s%s ORDER BY %s LIMIT %d%s"
                .formatted(
                        first.path(),
                        first.equals(second) ? "" : ", " + second.path(),
                        table.name(),
                        where,
                        order,
                        draw.between(1, 5),
                        draw.percent(15) ? " OFFSET 1" : ""));
    }

    private Question join(TableModel table) {
        TableModel other = world.anyTable(draw);
        Scope left = new Scope("l.", table.columns());
        Scope right = new Scope("r.", other.columns());
        List<Column> keys = table.columns().stream()
                .filter(column -> Values.isKey(column.type())
                        && !right.ofType(column.type()).isEmpty())
                .toList();
        if (keys.isEmpty()) {
            return filter(table);
        }
        Column key = draw.of(keys);
        String kind = draw.of("JOIN", "LEFT JOIN", "LEFT SEMI JOIN", "LEFT ANTI JOIN", "FULL JOIN");
        String on = left.name(key) + draw.of(" = ", " = ", " <=> ") + right.name(draw.of(right.ofType(key.type())));
        String theirs =
                kind.contains("SEMI") || kind.contains("ANTI") ? "" : ", " + right.name(draw.of(other.columns()));
        return Question.same("SELECT %s%s FROM %s AS l %s %s AS r ON %s%s"
                .formatted(
                        left.name(draw.of(table.columns())),
                        theirs,
                        table.name(),
                        kind,
                        other.name(),
                        on,
                        draw.percent(50) ? " WHERE " + expressions.simple(left) : ""));
    }

    /** Every row is in one place, and has one id. */
    private Question places(TableModel table) {
        String id = table.features().hasRowIds() ? ", count(DISTINCT _row_id)" : ", count(*)";
        String where = " WHERE " + expressions.simple(new Scope("", table.columns()));
        return new Question(
                "SELECT count(*), count(DISTINCT _file, _pos)%s FROM %s%s".formatted(id, table.name(), where),
                "SELECT count(*), count(*), count(*) FROM %s%s".formatted(table.name(), where));
    }

    /** A state that is over, or what led from one to the other. */
    private Step earlier(TableModel table) {
        List<SavedState> states = world.states(table.name());
        SavedState to = draw.of(states);
        List<SavedState> before = states.stream()
                .filter(state -> state.version() < to.version() && isUnaltered(table, state, to))
                .toList();
        if (!before.isEmpty() && draw.percent(50)) {
            SavedState from = draw.of(before);
            String sql = "SELECT %s, _change_type FROM table_changes('%s', %d, %d)"
                    .formatted(TableModel.names(to.model().columns()), table.name(), from.version() + 1, to.version());
            return new Changes(sql, from, to);
        }
        String where = draw.percent(50)
                ? ""
                : " WHERE " + expressions.simple(new Scope("", to.model().columns()));
        return new Question(
                "SELECT * FROM %s VERSION AS OF %d%s".formatted(table.name(), to.version(), where),
                "SELECT * FROM %s%s".formatted(to.copy(), where));
    }

    /** Changes are told with the columns that the table has now. */
    private boolean isUnaltered(TableModel now, SavedState from, SavedState to) {
        return world.states(now.name()).stream()
                .filter(state -> state.version() >= from.version() && state.version() <= to.version())
                .allMatch(state -> state.model().equals(now));
    }
}
