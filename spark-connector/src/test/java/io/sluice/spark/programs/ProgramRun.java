package io.sluice.spark.programs;

import static java.util.stream.Collectors.joining;

import io.sluice.random.Draw;
import io.sluice.spark.SharedSpark;
import io.sluice.spark.programs.Rows.Zeros;
import io.sluice.spark.programs.Step.Changes;
import io.sluice.spark.programs.Step.Question;
import io.sluice.spark.programs.Step.Turn;
import io.sluice.spark.programs.Step.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One program on both sides, step by step. Any difference ends it, with everything that is needed to see it again. */
final class ProgramRun {
    private final long seed;
    private final SparkSession lake;
    private final PlainTables plain;
    private final World world = new World();
    private final Programs programs;
    private final ReaderModes modes;
    private final UnaryOperator<String> spelling;
    private final List<String> log = new ArrayList<>();

    /**
     * @param lake a session in whose current catalog and namespace the tables are made
     * @param model a session for views
     * @param spelling what the lake is given instead of a statement; the identity except for tests of the comparison
     */
    ProgramRun(long seed, SparkSession lake, SparkSession model, UnaryOperator<String> spelling) {
        this.seed = seed;
        this.lake = lake;
        this.spelling = spelling;
        this.plain = new PlainTables(model);
        SplittableRandom random = new SplittableRandom(seed);
        this.modes = new ReaderModes(new Draw(random.split()), List.of(lake, model));
        this.programs = new Programs(random, world, List.of("p" + seed + "_a", "p" + seed + "_b"));
    }

    void run() {
        modes.begin();
        try {
            for (int left = programs.length(); left > 0; left--) {
                step(programs.next());
            }
            if (world.inTransaction()) {
                step(Turn.COMMIT);
            }
            for (TableModel table : world.tables()) {
                modes.forEach(mode -> {
                    log.add("-- " + mode);
                    requireRows(table);
                });
            }
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    "seed %d, %s:%n%s%n%s"
                            .formatted(seed, modes, log.stream().collect(joining(";\n", "", ";")), failure),
                    failure);
        } finally {
            if (world.inTransaction()) {
                lake.sql(Turn.ROLLBACK.sql());
            }
            world.tables().forEach(table -> plain.drop(table.name()));
        }
    }

    private void step(Step step) {
        modes.next();
        log.add(step.sql());
        if (step instanceof Write write) {
            write(write);
        } else if (step instanceof Question question) {
            compare(question);
        } else if (step instanceof Changes changes) {
            compare(changes);
        } else {
            turn((Turn) step);
        }
    }

    private void turn(Turn turn) {
        sql(turn);
        if (turn == Turn.BEGIN) {
            world.begin();
            return;
        }
        world.end();
        for (TableModel table : world.tables()) {
            if (turn == Turn.COMMIT) {
                save(table);
            } else {
                SavedState last = world.lastState(table.name());
                world.put(last.model(), last.rows());
                plain.put(table.name(), last.model(), last.rows());
            }
            requireRows(world.table(table.name()));
        }
    }

    private void save(TableModel table) {
        world.save(new SavedState(version(table.name()), table, world.rows(table.name())));
    }

    private void write(Write write) {
        if (write.after().isEmpty()) {
            sql(write);
            plain.drop(write.table());
            world.remove(write.table());
            return;
        }
        TableModel after = write.after().get();
        world.states(write.table()).forEach(state -> {
            if (write.rows().contains(state.copy())) {
                plain.put(state.copy(), state.model(), state.rows());
            }
        });
        Optional<List<Row>> rows = plain.rowsAfter(write.rows(), after);
        Optional<RuntimeException> refusal = attempt(write);
        if (rows.isPresent() && refusal.isPresent()) {
            throw new AssertionError("refused: " + refusal.get(), refusal.get());
        }
        if (rows.isEmpty() && refusal.isEmpty()) {
            throw new AssertionError("accepted what the table forbids");
        }
        if (rows.isEmpty()) {
            log.set(log.size() - 1, write.sql() + " -- fails");
            if (world.inTransaction()) {
                step(Turn.ROLLBACK);
            }
        } else {
            world.put(after, rows.get());
            plain.put(after.name(), after, rows.get());
            if (!world.inTransaction()) {
                save(after);
            }
        }
        world.tables().stream()
                .filter(table -> table.name().equals(write.table()))
                .forEach(this::requireRows);
    }

    private Optional<RuntimeException> attempt(Write write) {
        write.settings().forEach((name, value) -> lake.conf().set(name, value));
        try {
            sql(write);
            return Optional.empty();
        } catch (RuntimeException refusal) {
            return Optional.of(refusal);
        } catch (Exception refusal) {
            return Optional.of(new IllegalStateException(refusal));
        } finally {
            write.settings().keySet().forEach(name -> lake.conf().unset(name));
        }
    }

    private Dataset<Row> sql(Step step) {
        return lake.sql(spelling.apply(step.sql()));
    }

    private long version(String table) {
        return SharedSpark.table(lake, table).pinned().snapshot().version().number();
    }

    private void requireRows(TableModel table) {
        Dataset<Row> found = lake.table(table.name());
        String expected = table.schema().sql();
        String schema = found.schema().asNullable().sql();
        if (!schema.equals(expected)) {
            throw new AssertionError(
                    "columns of %s%nexpected %s%ngot      %s".formatted(table.name(), expected, schema));
        }
        List<String> rows = Rows.texts(world.rows(table.name()), Zeros.SIGNED);
        List<String> texts = Rows.texts(found.collectAsList(), Zeros.SIGNED);
        if (!texts.equals(rows)) {
            throw new AssertionError("rows of %s%nexpected %s%ngot      %s".formatted(table.name(), rows, texts));
        }
    }

    private void compare(Question question) {
        for (TableModel table : world.tables()) {
            for (SavedState state : world.states(table.name())) {
                if (question.plain().contains(state.copy())) {
                    plain.put(state.copy(), state.model(), state.rows());
                }
            }
        }
        Rows expected = plain.rows(question.plain());
        Rows found = Rows.of(sql(question), Zeros.PLAIN);
        if (!found.equals(expected)) {
            throw new AssertionError("%s%nexpected %s%ngot      %s".formatted(question.sql(), expected, found));
        }
    }

    /** The rows before, without those taken away, and with those added, are the rows after. */
    private void compare(Changes changes) {
        Map<String, Integer> count = new HashMap<>();
        Rows.texts(changes.from().rows(), Zeros.SIGNED).forEach(row -> count.merge(row, 1, Integer::sum));
        List<Row> found = sql(changes).collectAsList();
        for (Row change : found) {
            int width = change.size() - 1;
            Object[] values = new Object[width];
            for (int i = 0; i < width; i++) {
                values[i] = change.get(i);
            }
            String row = Rows.text(org.apache.spark.sql.RowFactory.create(values), Zeros.SIGNED);
            count.merge(row, weight(change.getString(width)), Integer::sum);
        }
        count.values().removeIf(times -> times == 0);
        Map<String, Integer> expected = new HashMap<>();
        Rows.texts(changes.to().rows(), Zeros.SIGNED).forEach(row -> expected.merge(row, 1, Integer::sum));
        if (!count.equals(expected)) {
            throw new AssertionError("%s%nfrom     %s%nexpected %s%nchanges  %s"
                    .formatted(changes.sql(), changes.from().rows(), expected, found));
        }
    }

    private static int weight(String kind) {
        return switch (kind) {
            case "insert", "update_postimage" -> 1;
            case "delete", "update_preimage" -> -1;
            default -> throw new AssertionError("an unknown kind of change: " + kind);
        };
    }
}
