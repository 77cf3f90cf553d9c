package io.sluice.compat.differential;

import static java.util.stream.Collectors.joining;

import io.sluice.compat.differential.Step.Changes;
import io.sluice.compat.differential.Step.Question;
import io.sluice.compat.differential.Step.Turn;
import io.sluice.compat.differential.Step.Write;
import io.sluice.compat.differential.World.SavedState;
import io.sluice.error.SluiceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** One program on both sides, step by step. Any difference ends it, with everything that is needed to see it again. */
final class ProgramRun {
    private static final String UNTOLD = "change feed could not tell what a commit of these statements changes";

    private final long seed;
    private final TestedSession tested;
    private final PlainTables plain;
    private final World world = new World();
    private final Programs programs;
    private final List<String> log = new ArrayList<>();

    /** @param namespace where the tables are */
    ProgramRun(long seed, String namespace, TestedSession tested, PlainTables plain) {
        this.seed = seed;
        this.tested = tested;
        this.plain = plain;
        this.programs = new Programs(
                new SplittableRandom(seed),
                world,
                List.of("%s.p%d_a".formatted(namespace, seed), "%s.p%d_b".formatted(namespace, seed)));
    }

    /** Runs the whole program; the names of the tables that are there at the end, with their rows on the plain side. */
    Map<String, List<List<Object>>> run() {
        try {
            for (int left = programs.length(); left > 0; left--) {
                step(programs.next());
            }
            if (world.inTransaction()) {
                step(Turn.COMMIT);
            }
            Map<String, List<List<Object>>> end = new HashMap<>();
            for (TableModel table : world.tables()) {
                end.put(table.name(), plain.collected("FROM " + table.name()).values());
            }
            return end;
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    "seed %d:%n%s%n%s".formatted(seed, log.stream().collect(joining(";\n", "", ";")), failure),
                    failure);
        } finally {
            cleanUp();
        }
    }

    private void step(Step step) {
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
        for (TableModel table : world.tables()) {
            if (!(step instanceof Write write) || write.table().equals(table.name())) {
                compare(new Question("SELECT * FROM " + table.name(), "SELECT * FROM " + table.name()));
            }
        }
        if (!world.isEmpty()) {
            compare(programs.question());
        }
    }

    private void write(Write write) {
        Optional<String> broken = plain.run(write);
        Optional<SluiceException> refusal = attempt(write.sql());
        if (broken.isEmpty() && refusal.filter(this::isKnownLimit).isPresent()) {
            abandon(write);
            return;
        }
        if (broken.isPresent() != refusal.isPresent()) {
            throw new AssertionError(broken.map(rule -> "accepted what breaks a rule: " + rule)
                    .orElseGet(() -> "refused: " + refusal.orElseThrow().getMessage()));
        }
        if (broken.isPresent()) {
            log.set(log.size() - 1, write.sql() + " -- fails");
            abandon(write);
        } else {
            write.after().ifPresentOrElse(world::put, () -> forget(write.table()));
            if (!world.inTransaction()) {
                saveStates();
            }
        }
    }

    /**
     * Some statements cannot share a transaction on a table with a change feed: Sluice says so before it changes any.
     */
    private boolean isKnownLimit(SluiceException refusal) {
        return world.inTransaction() && refusal.getMessage().contains(UNTOLD);
    }

    private Optional<SluiceException> attempt(String sql) {
        try {
            tested.run(sql, new Rows.Collector());
            return Optional.empty();
        } catch (SluiceException refusal) {
            if (refusal.kind() != SluiceException.Kind.USER) {
                throw refusal;
            }
            return Optional.of(refusal);
        }
    }

    /** A statement that fails has changed nothing; in a transaction the user gives up. */
    private void abandon(Write failed) {
        if (world.inTransaction()) {
            turn(Turn.ROLLBACK);
        } else if (world.states(failed.table()).isEmpty()) {
            plain.drop(failed.table());
        } else {
            plain.restore(world.lastState(failed.table()));
        }
    }

    private void forget(String table) {
        world.states(table).forEach(plain::dropCopy);
        world.remove(table);
    }

    private void turn(Turn turn) {
        tested.run(turn.sql(), new Rows.Collector());
        if (turn == Turn.BEGIN) {
            world.begin();
            return;
        }
        world.end();
        if (turn == Turn.COMMIT) {
            saveStates();
        } else {
            world.forgetUncommitted();
            world.tables().forEach(table -> plain.restore(world.lastState(table.name())));
        }
    }

    private void saveStates() {
        for (TableModel table : world.tables()) {
            long version = tested.version(table.name());
            List<SavedState> states = world.states(table.name());
            if (states.isEmpty() || world.lastState(table.name()).version() != version) {
                world.save(plain.save(table, version));
            }
        }
    }

    private void compare(Question question) {
        Rows.Collector found = new Rows.Collector();
        tested.run(question.sql(), found);
        Rows expected = plain.rows(question.plain());
        if (!found.sorted().equals(expected)) {
            throw new AssertionError(
                    "%s%nexpected %s%ngot      %s".formatted(question.sql(), expected, found.sorted()));
        }
    }

    /** The rows before, without those taken away, and with those added, are the rows after. */
    private void compare(Changes changes) {
        Rows.Collector found = new Rows.Collector();
        tested.run(changes.sql(), found);
        Map<String, Integer> count = new HashMap<>();
        plain.rows("FROM " + changes.from().copy()).rows().forEach(row -> count.merge(row, 1, Integer::sum));
        for (List<Object> change : found.values()) {
            String row = change.subList(0, change.size() - 1).toString();
            count.merge(row, weight((String) change.get(change.size() - 1)), Integer::sum);
        }
        Map<String, Integer> expected = new HashMap<>();
        plain.rows("FROM " + changes.to().copy()).rows().forEach(row -> expected.merge(row, 1, Integer::sum));
        count.values().removeIf(times -> times == 0);
        if (!count.equals(expected)) {
            throw new AssertionError("%s%nfrom     %s%nexpected %s%nchanges  %s"
                    .formatted(
                            changes.sql(),
                            plain.rows("FROM " + changes.from().copy()).rows(),
                            expected,
                            found.values()));
        }
    }

    private static int weight(String kind) {
        return switch (kind) {
            case "insert", "update_postimage" -> 1;
            case "delete", "update_preimage" -> -1;
            default -> throw new AssertionError("an unknown kind of change: " + kind);
        };
    }

    private void cleanUp() {
        for (TableModel table : world.tables()) {
            plain.drop(table.name());
            world.states(table.name()).forEach(plain::dropCopy);
        }
    }
}
