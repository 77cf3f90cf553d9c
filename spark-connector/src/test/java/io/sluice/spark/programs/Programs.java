package io.sluice.spark.programs;

import io.sluice.random.Draw;
import io.sluice.spark.programs.Step.Turn;
import java.util.List;
import java.util.Optional;
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
        this.names = draw.percent(40) ? names : names.subList(0, 1);
        Expressions expressions = new Expressions(draw, world);
        this.definitions = new Definitions(draw, random, world, expressions);
        this.alterations = new Alterations(draw, definitions);
        this.rows = new RowChanges(draw, random, expressions);
        this.merges = new Merges(draw, expressions);
        this.questions = new Questions(draw, world, expressions);
    }

    /** How many steps a program has. */
    int length() {
        return draw.between(6, 12);
    }

    Step next() {
        List<String> missing = names.stream()
                .filter(name ->
                        world.tables().stream().noneMatch(table -> table.name().equals(name)))
                .toList();
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
        } else if (kind < 45) {
            return Turn.BEGIN;
        }
        return kind < 80 ? rowChange(table) : definition(table);
    }

    /** Tables are not made or altered in a transaction. */
    private Step inTransaction(TableModel table) {
        int kind = draw.between(0, 9);
        if (kind < 3) {
            return draw.of(Turn.COMMIT, Turn.COMMIT, Turn.ROLLBACK);
        }
        return kind < 5 ? questions.now() : rowChange(table);
    }

    private Step rowChange(TableModel table) {
        int kind = draw.between(0, 9);
        if (kind < 2) {
            return rows.insert(table);
        } else if (kind < 4) {
            return rows.update(table);
        } else if (kind < 7) {
            return rows.delete(table);
        }
        Optional<Column> key = Merges.key(table);
        return kind < 9 && key.isPresent() ? merges.merge(table, key.get()) : rows.overwrite(table);
    }

    private Step definition(TableModel table) {
        int kind = draw.between(0, 9);
        if (kind < 7) {
            return alterations.alter(table);
        } else if (kind == 7) {
            return definitions.restore(table);
        }
        return kind == 8 ? definitions.replace(table) : definitions.drop(table);
    }
}
