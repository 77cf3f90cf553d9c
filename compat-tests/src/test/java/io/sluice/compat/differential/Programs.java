package io.sluice.compat.differential;

import io.sluice.compat.differential.Expressions.Scope;
import io.sluice.compat.differential.Step.Changes;
import io.sluice.compat.differential.Step.Question;
import io.sluice.compat.differential.Step.Turn;
import io.sluice.compat.differential.World.SavedState;
import io.sluice.random.Draw;
import java.util.List;
import java.util.random.RandomGenerator;

/** Decides, from a seed, what a program does next. */
final class Programs {
    private final Draw draw;
    private final World world;
    private final List<String> names;
    private final Expressions expressions;
    private final Definitions definitions;
    private final RowChanges rows;
    private final Merges merges;

    /** @param names of the tables that the program may create */
    Programs(RandomGenerator random, World world, List<String> names) {
        this.draw = new Draw(random);
        this.world = world;
        this.names = draw.percent(50) ? names : names.subList(0, 1);
        this.expressions = new Expressions(draw, world);
        this.definitions = new Definitions(draw, world, expressions);
        this.rows = new RowChanges(draw, random, expressions);
        this.merges = new Merges(draw, expressions);
    }

    /** How many steps a program has beside those that create its tables. */
    int length() {
        return draw.between(3, 10);
    }

    Step next() {
        List<String> missing = names.stream()
                .filter(name ->
                        world.tables().stream().noneMatch(table -> table.name().equals(name)))
                .toList();
        if (!missing.isEmpty() && !world.inTransaction()) {
            return definitions.create(missing.get(0));
        }
        TableModel table = world.anyTable(draw);
        if (world.states(table.name()).size() == 1 && draw.percent(80)) {
            return rows.fill(table);
        }
        int kind = draw.between(0, 99);
        if (world.inTransaction()) {
            return kind < 25
                    ? draw.of(Turn.COMMIT, Turn.COMMIT, Turn.ROLLBACK)
                    : kind < 32 ? anotherState(table) : rowChange(table);
        }
        return kind < 8 ? Turn.BEGIN : kind < 72 ? rowChange(table) : kind < 86 ? definition(table) : look(table);
    }

    private Step rowChange(TableModel table) {
        int kind = draw.between(0, 9);
        if (kind < 3) {
            return rows.insert(table);
        } else if (kind < 5) {
            return draw.percent(70) ? rows.update(table) : rows.updateFrom(table);
        } else if (kind < 7) {
            return draw.percent(75) ? rows.delete(table) : rows.deleteUsing(table);
        }
        return kind < 9 ? merges.merge(table) : rows.overwrite(table);
    }

    /** Nothing of the rows before is left. */
    private Step anotherState(TableModel table) {
        return draw.percent(60) ? definitions.restore(table) : definitions.replace(table);
    }

    private Step definition(TableModel table) {
        int kind = draw.between(0, 9);
        if (kind < 5) {
            return definitions.alter(table);
        } else if (kind < 8) {
            return definitions.restore(table);
        }
        return kind == 8 ? definitions.replace(table) : definitions.drop(table);
    }

    /** Queries of states that are over, and of what led from one to the other. */
    private Step look(TableModel table) {
        List<SavedState> states = world.states(table.name());
        SavedState to = draw.of(states);
        List<SavedState> before = states.stream()
                .filter(state -> state.version() < to.version() && state.model().equals(to.model()))
                .toList();
        if (!before.isEmpty() && draw.percent(60)) {
            SavedState from = draw.of(before);
            String sql = Spelling.changes(to.model().columnNames(), table.name(), from.version() + 1, to.version());
            return new Changes(sql, from, to);
        }
        String where =
                " WHERE " + expressions.condition(new Scope("", to.model().columns()));
        return new Question(
                "SELECT * FROM " + Spelling.atVersion(table.name(), to.version()) + where,
                "SELECT * FROM " + to.copy() + where);
    }

    /** A query that both sides agree on at any time. */
    Question question() {
        TableModel table = world.anyTable(draw);
        Scope scope = new Scope("", table.columns());
        String sql = "SELECT * FROM " + table.name() + " WHERE " + expressions.condition(scope);
        return new Question(sql, sql);
    }
}
