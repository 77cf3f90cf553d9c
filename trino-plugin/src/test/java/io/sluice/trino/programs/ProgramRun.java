package io.sluice.trino.programs;

import io.sluice.trino.programs.Sides.Failure;
import io.sluice.trino.programs.Sides.Outcome;
import io.sluice.trino.programs.Step.Changes;
import io.sluice.trino.programs.Step.Count;
import io.sluice.trino.programs.Step.Effect;
import io.sluice.trino.programs.Step.Order;
import io.sluice.trino.programs.Step.Question;
import io.sluice.trino.programs.Step.Turn;
import io.sluice.trino.programs.Step.Write;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One program on both sides, step by step. Any difference ends it, with everything that is needed to see it again. */
final class ProgramRun {
    /** A table, or a version of it, in the statements of programs. */
    private static final Pattern REFERENCE = Pattern.compile("@(\\w+)(?::(\\d+))?@");

    /**
     * Said of a transaction that has rewritten files of a table with a change feed, and added others without telling.
     */
    private static final String UNTOLD = "change feed could not tell what a commit of these statements changes";

    private final long seed;
    private final Sides sides;
    private final World world = new World();
    private final Programs programs;
    private final List<String> log = new ArrayList<>();
    private final Map<String, SavedState> before = new LinkedHashMap<>();
    private int copies;

    ProgramRun(long seed, Sides sides) {
        this.seed = seed;
        this.sides = sides;
        this.programs = new Programs(new SplittableRandom(seed), world, List.of("p" + seed + "_a", "p" + seed + "_b"));
    }

    void run() {
        try {
            for (int left = programs.length(); left > 0; left--) {
                step(programs.next());
            }
            if (world.inTransaction()) {
                step(Turn.COMMIT);
            }
            for (TableModel table : world.tables()) {
                requireRows(world.now(table.name()));
                lastChanges(table);
            }
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    "seed %d:%n%s%n%s"
                            .formatted(seed, log.stream().collect(Collectors.joining(";\n", "", ";")), failure),
                    failure);
        } finally {
            if (world.inTransaction()) {
                sides.rollback();
            }
        }
    }

    private void step(Step step) {
        log.add(ofLake(step.sql()));
        switch (step) {
            case Write write -> write(write);
            case Question question -> compare(question);
            case Changes changes -> compare(changes);
            case Turn turn -> turn(turn);
        }
    }

    private static String ofLake(String sql) {
        return REFERENCE
                .matcher(sql)
                .replaceAll(found -> found.group(2) == null
                        ? found.group(1)
                        : "%s FOR VERSION AS OF %s".formatted(found.group(1), found.group(2)));
    }

    private String inMemory(String sql) {
        return REFERENCE
                .matcher(sql)
                .replaceAll(found -> "memory.default."
                        + (found.group(2) == null
                                ? world.now(found.group(1)).copy()
                                : world.states(found.group(1)).stream()
                                        .filter(state -> state.version() == Long.parseLong(found.group(2)))
                                        .findFirst()
                                        .orElseThrow()
                                        .copy()));
    }

    private void turn(Turn turn) {
        if (turn == Turn.BEGIN) {
            sides.begin();
            world.begin();
            before.clear();
            world.tables().forEach(table -> before.put(table.name(), world.now(table.name())));
            return;
        }
        world.end();
        if (turn == Turn.COMMIT) {
            sides.commit();
        } else {
            sides.rollback();
        }
        for (TableModel table : world.tables()) {
            SavedState old = before.get(table.name());
            SavedState now = world.now(table.name());
            if (turn == Turn.ROLLBACK) {
                world.put(old);
            } else {
                long version = sides.version(table.name());
                world.save(now.at(version).without(now.equals(old) ? now.effect() : Optional.empty()));
            }
            requireRows(world.now(table.name()));
        }
    }

    private void write(Write write) {
        TableModel table = write.after();
        String copy = "%s_%d".formatted(table.name(), ++copies);
        Outcome made = sides.inMemory("CREATE TABLE memory.default.%s AS %s".formatted(copy, inMemory(write.rows())));
        Outcome done = sides.onLake(ofLake(write.sql()));
        if (world.inTransaction() && done instanceof Failure failure && failure.says(UNTOLD)) {
            refused(table, failure.code(), done);
        } else if (made instanceof Failure failure) {
            refused(table, failure.code(), done);
        } else if (done instanceof Failure) {
            Optional<String> forbidden = forbidden(
                    write,
                    Sides.rows(sides.inMemory("SELECT * FROM memory.default." + copy))
                            .getMaterializedRows());
            refused(table, forbidden.orElse("success"), done);
        } else {
            written(write, copy, Sides.rows(done));
        }
    }

    /** Both sides are read by one query, which is quicker than two. */
    private void written(Write write, String copy, MaterializedResult done) {
        TableModel table = write.after();
        String names = TableModel.names(table.columns());
        List<MaterializedRow> both = Sides.rows(
                        sides.onLake("SELECT %s, mark FROM memory.default.%s UNION ALL SELECT %s, 'lake' FROM %s"
                                .formatted(names, copy, names, table.name())))
                .getMaterializedRows();
        Map<Boolean, List<MaterializedRow>> parts = both.stream()
                .collect(Collectors.partitioningBy(row -> "lake".equals(row.getField(row.getFieldCount() - 1))));
        List<MaterializedRow> wanted = parts.get(false);
        Optional<SavedState> old = Optional.ofNullable(world.now(table.name()));
        Effect effect = effect(old, wanted);
        if (write.count() == Count.TOLD) {
            long count = done.getUpdateCount().orElse(-1);
            require(count == effect.all(), "count of rows", effect, count);
        }
        long version = world.inTransaction() ? old.map(SavedState::version).orElse(0L) : sides.version(table.name());
        List<String> rows = Rows.texts(wanted, table).sorted().toList();
        List<String> found = Rows.texts(parts.get(true), table).sorted().toList();
        require(found.equals(rows), "rows of " + table.name(), rows, found);
        require(forbidden(write, wanted).isEmpty(), "outcome", forbidden(write, wanted), "success");
        SavedState state = new SavedState(version, table, copy, rows, told(old, write, effect, version));
        if (world.inTransaction()) {
            world.put(state);
        } else {
            world.save(state);
        }
    }

    /** A statement that fails leaves nothing, and a transaction ends with it. */
    private void refused(TableModel table, String code, Outcome done) {
        String result = done instanceof Failure failure ? failure.code() : "success";
        String why = done instanceof Failure failure ? failure.cause().toString() : "";
        require(result.equals(code), "outcome", code, result + " " + why);
        log.set(log.size() - 1, "/* fails: %s */ %s".formatted(code, log.get(log.size() - 1)));
        if (world.inTransaction()) {
            step(Turn.ROLLBACK);
        } else if (world.has(table.name())) {
            requireRows(world.now(table.name()));
        }
    }

    /** What the version tells as changes, if that is only what the statement did to rows. */
    private static Optional<Effect> told(Optional<SavedState> old, Write write, Effect effect, long version) {
        if (old.isEmpty()
                || !old.get().model().equals(write.after())
                || write.sql().startsWith("CREATE")) {
            return Optional.empty();
        }
        return old.get().version() == version ? old.get().effect() : Optional.of(effect);
    }

    /** The error for rows that the table cannot have; Trino has one of its own for updates. */
    private static Optional<String> forbidden(Write write, List<MaterializedRow> rows) {
        TableModel table = write.after();
        for (int i = 0; i < table.columns().size(); i++) {
            int index = i;
            Column column = table.columns().get(i);
            Set<Object> values = new HashSet<>();
            rows.forEach(row -> values.add(row.getField(index)));
            if (column.required() && values.contains(null)) {
                return Optional.of(write.sql().startsWith("UPDATE") ? "INVALID_ARGUMENTS" : "CONSTRAINT_VIOLATION");
            } else if (table.partitionedBy(column) && values.contains("")) {
                return Optional.of("GENERIC_USER_ERROR");
            }
        }
        return Optional.empty();
    }

    private static Effect effect(Optional<SavedState> old, List<MaterializedRow> now) {
        Map<Object, Long> marks = new HashMap<>();
        now.forEach(row -> marks.merge(String.valueOf(row.getField(row.getFieldCount() - 1)), 1L, Long::sum));
        long inserted = marks.getOrDefault("i", 0L);
        long was = old.map(state -> state.rows().size()).orElse(0);
        return new Effect(inserted, marks.getOrDefault("u", 0L), was - (now.size() - inserted));
    }

    private static void require(boolean holds, String what, Object expected, Object found) {
        if (!holds) {
            throw new AssertionError("%s%nexpected %s%ngot      %s".formatted(what, expected, found));
        }
    }

    private void requireRows(SavedState state) {
        TableModel table = state.model();
        MaterializedResult found = Sides.rows(sides.onLake("SELECT * FROM " + table.name()));
        String types = found.getTypes().stream().map(Object::toString).collect(Collectors.joining(", "));
        String shapes =
                table.columns().stream().map(column -> column.shape().sql()).collect(Collectors.joining(", "));
        require(types.equals(shapes), "columns of " + table.name(), shapes, types);
        List<String> texts =
                Rows.texts(found.getMaterializedRows(), table).sorted().toList();
        require(texts.equals(state.rows()), "rows of " + table.name(), state.rows(), texts);
    }

    private void compare(Question question) {
        Function<MaterializedResult, List<String>> texts = result -> {
            var rows = Rows.texts(result);
            return (question.order() == Order.ANY ? rows.sorted() : rows).toList();
        };
        List<String> expected = texts.apply(Sides.rows(sides.inMemory(inMemory(question.sql()))));
        List<String> found = texts.apply(Sides.rows(sides.onLake(ofLake(question.sql()))));
        require(found.equals(expected), "answer", expected, found);
    }

    /** What the last statement about the table did, if that is known. */
    private void lastChanges(TableModel table) {
        List<SavedState> states = world.states(table.name());
        if (states.size() > 1) {
            SavedState to = states.get(states.size() - 1);
            SavedState from = states.get(states.size() - 2);
            if (to.model().equals(from.model()) && to.version() > from.version()) {
                step(Questions.changes(table, from, to));
            }
        }
    }

    /** The rows before, without those taken away, and with those added, are the rows after; of each version, too. */
    private void compare(Changes changes) {
        int width = changes.table().columns().size();
        MaterializedResult found = Sides.rows(sides.onLake(ofLake(changes.sql())));
        List<String> rows =
                Rows.texts(found.getMaterializedRows(), changes.table()).toList();
        List<SavedState> states = world.states(changes.table().name()).stream()
                .filter(state -> state.version() >= changes.from().version()
                        && state.version() <= changes.to().version())
                .toList();
        for (int i = 1; i < states.size(); i++) {
            SavedState from = states.get(i - 1);
            SavedState to = states.get(i);
            Map<String, Long> count = counted(from.rows());
            Map<String, Long> kinds = new TreeMap<>();
            for (int row = 0; row < rows.size(); row++) {
                List<Object> fields = found.getMaterializedRows().get(row).getFields();
                long version = (Long) fields.get(width + 1);
                if (version > from.version() && version <= to.version()) {
                    String kind = (String) fields.get(width);
                    kinds.merge(kind, 1L, Long::sum);
                    count.merge(rows.get(row), weight(kind), Long::sum);
                }
            }
            count.values().removeIf(times -> times == 0);
            String step = "changes from version %d to %d, %s".formatted(from.version(), to.version(), found);
            require(count.equals(counted(to.rows())), step, counted(to.rows()), count);
            if (to.effect().isPresent() && to.model().tellsChanges()) {
                require(
                        kinds.equals(kinds(to.effect().get())),
                        step,
                        kinds(to.effect().get()),
                        kinds);
            }
        }
    }

    private static Map<String, Long> counted(List<String> rows) {
        return rows.stream().collect(Collectors.groupingBy(row -> row, HashMap::new, Collectors.counting()));
    }

    private static Map<String, Long> kinds(Effect effect) {
        Map<String, Long> kinds = new TreeMap<>(Map.of(
                "insert", effect.inserted(),
                "update_preimage", effect.updated(),
                "update_postimage", effect.updated(),
                "delete", effect.deleted()));
        kinds.values().removeIf(times -> times == 0);
        return kinds;
    }

    private static long weight(String kind) {
        return switch (kind) {
            case "insert", "update_postimage" -> 1;
            case "delete", "update_preimage" -> -1;
            default -> throw new AssertionError("an unknown kind of change: " + kind);
        };
    }
}
