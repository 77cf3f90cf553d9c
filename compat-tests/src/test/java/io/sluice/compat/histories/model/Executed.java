package io.sluice.compat.histories.model;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.IsolationLevel;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A transaction as its writer logged it.
 *
 * @param id unique, without blanks
 * @param pins the version of each table that it touched
 */
public record Executed(String id, IsolationLevel level, Map<String, Long> pins, List<Done> steps, Ending ending) {
    public Executed {
        requireNonNull(id, "id");
        requireNonNull(level, "level");
        requireNonNull(ending, "ending");
        pins = Collections.unmodifiableMap(new TreeMap<>(pins));
        steps = List.copyOf(steps);
    }

    /** The mark that a step leaves on the rows that it writes. */
    public static String stamp(String id, int step) {
        return id + "/" + step;
    }

    /** The tables that it commits to, if it commits. */
    public Set<String> writes() {
        Set<String> tables = new TreeSet<>();
        steps.stream()
                .filter(Done::writes)
                .forEach(done -> tables.add(done.step().changes()));
        return tables;
    }

    /** What it does to the rows of a table, all in all. */
    public Effect effect(String table) {
        Effect effect = Effect.NONE;
        for (int i = 0; i < steps.size(); i++) {
            Done done = steps.get(i);
            if (done.step().changes().equals(table)) {
                effect = effect.then(done.step().effect(done.seen(), stamp(id, i)));
            }
        }
        return effect;
    }

    /** Whether it only adds rows to a table, and looks for none there. */
    public boolean isPlainInsert(String table) {
        return steps.stream()
                .filter(done -> done.step().looksAt().equals(table))
                .allMatch(done -> done.step() instanceof Step.Append);
    }

    /** Whether it has looked at a table. */
    public boolean looksAt(String table) {
        return steps.stream().anyMatch(done -> done.step().looksAt().equals(table));
    }

    /** Whether it gives a table another column. */
    public boolean widens(String table) {
        return steps.stream()
                .anyMatch(done -> done.step() instanceof Step.Widen
                        && done.step().changes().equals(table));
    }

    /** Whether it has looked for such a row. */
    public boolean looksFor(String table, Row row) {
        return steps.stream()
                .anyMatch(done ->
                        done.step().looksAt().equals(table) && done.step().sees(row));
    }
}
