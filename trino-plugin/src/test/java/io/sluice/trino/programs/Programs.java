package io.sluice.trino.programs;

import io.sluice.random.Draw;
import io.sluice.trino.programs.Step.Turn;
import java.util.List;
import java.util.random.RandomGenerator;

/** Decides, from a seed, what a program does next. */
final class Programs {
    private final Draw draw;
    private final World world;
    private final List<String> names;
    private final Definitions definitions;
    private final Alterations alterations;
    private final RowChanges rows;
    private final Merges merges;
    private final Questions questions;

    /** @param names of the tables that the program may create */
    Programs(RandomGenerator random, World world, List<String> names) {
        this.draw = new Draw(random);
        this.world = world;
        this.names = draw.percent(50) ? names : names.subList(0, 1);
        Expressions expressions = new Expressions(draw, world);
        this.definitions = new Definitions(draw, random, world, expressions);
        this.alterations = new Alterations(draw, definitions);
        this.rows = new RowChanges(draw, random, expressions);
        this.merges = new Merges(draw, expressions);
        this.questions = new Questions(draw, world, expressions);
    }

    /** How many steps a program has. */
    int length() {
        return draw.between(3, 5);
    }

    Step next() {
        List<String> missing = names.stream().filter(name -> !world.has(name)).toList();
        if (!missing.isEmpty()) {
            return definitions.create(missing.get(0));
        }
        TableModel table = world.anyTable(draw);
        if (world.states(table.name()).size() == 1 && draw.percent(85)) {
            return rows.fill(table);
        }
        if (world.inTransaction()) {
            return inTransaction(table);
        }
        int kind = draw.between(0, 99);
        if (kind < 40) {
            return questions.next();
        } else if (kind < 48) {
            return Turn.BEGIN;
        }
        return kind < 85 ? rowChange(table) : definition(table);
    }

    private Step inTransaction(TableModel table) {
        int kind = draw.between(0, 19);
        if (kind < 5) {
            return draw.of(Turn.COMMIT, Turn.COMMIT, Turn.ROLLBACK);
        } else if (kind == 5) {
            return draw.percent(70) ? alterations.extend(table) : definitions.replace(table);
        }
        return kind < 9 ? questions.now() : rowChange(table);
    }

    private Step rowChange(TableModel table) {
        int kind = draw.between(0, 9);
        if (kind < 2) {
            return rows.insert(table);
        } else if (kind < 5) {
            return rows.update(table);
        }
        return kind < 7 || table.keys().isEmpty() ? rows.delete(table) : merges.merge(table, draw.of(table.keys()));
    }

    private Step definition(TableModel table) {
        return draw.percent(80) ? alterations.alter(table) : definitions.replace(table);
    }
}
