package io.sluice.compat.histories.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * One statement of a transaction. It looks for rows of one table, and what it does follows from what it saw alone: so a
 * writer and a model that see the same rows do the same.
 */
public sealed interface Step {
    /** The table in which it looks for rows. */
    String looksAt();

    /** The keys among which it looks; all rows that it may see have one of them. */
    KeyRange keys();

    /** Whether it looks for such a row. */
    default boolean sees(Row row) {
        return keys().contains(row.key());
    }

    /** The table that it changes, if it changes anything. */
    default String changes() {
        return looksAt();
    }

    /** What it does to the table that it changes, having seen these rows. */
    Effect effect(List<Row> seen, String stamp);

    /** Whether its transaction commits to the table that it changes. */
    default boolean writes(List<Row> seen) {
        return !effect(seen, "").isEmpty();
    }

    /** Keys among which there is none. */
    KeyRange NO_KEYS = new KeyRange(0, 0);

    /** Only reads. */
    record Look(String looksAt, KeyRange keys) implements Step {
        @Override
        public Effect effect(List<Row> seen, String stamp) {
            return Effect.NONE;
        }
    }

    /** Adds rows, blindly. */
    record Append(String looksAt, SortedMap<Long, Long> rows) implements Step {
        @Override
        public KeyRange keys() {
            return NO_KEYS;
        }

        @Override
        public Effect effect(List<Row> seen, String stamp) {
            return Effect.adding(Step.stamped(rows, stamp));
        }
    }

    /** Deletes rows whose value leaves the remainder when divided by three; all of the keys if it is negative. */
    record Delete(String looksAt, KeyRange keys, int remainder) implements Step {
        @Override
        public boolean sees(Row row) {
            return keys.contains(row.key()) && (remainder < 0 || Math.floorMod(row.value(), 3) == remainder);
        }

        @Override
        public Effect effect(List<Row> seen, String stamp) {
            return Effect.removing(seen);
        }
    }

    /** Updates: adds a number to each value. */
    record Increase(String looksAt, KeyRange keys, long by) implements Step {
        @Override
        public Effect effect(List<Row> seen, String stamp) {
            return new Effect(
                    seen,
                    seen.stream()
                            .map(row -> new Row(row.key(), row.value() + by, stamp))
                            .toList());
        }
    }

    /** Adds to the values of the keys that are there, and inserts the others. */
    record Merge(String looksAt, SortedMap<Long, Long> source) implements Step {
        @Override
        public KeyRange keys() {
            return new KeyRange(source.firstKey(), source.lastKey() + 1);
        }

        @Override
        public boolean sees(Row row) {
            return source.containsKey(row.key());
        }

        @Override
        public Effect effect(List<Row> seen, String stamp) {
            Set<Long> missing = new TreeSet<>(source.keySet());
            List<Row> added = new ArrayList<>();
            for (Row row : seen) {
                missing.remove(row.key());
                added.add(new Row(row.key(), row.value() + source.get(row.key()), stamp));
            }
            missing.forEach(key -> added.add(new Row(key, source.get(key), stamp)));
            return new Effect(seen, added);
        }
    }

    /** Inserts the sum of the values of some rows, of this or another table. */
    record Total(String looksAt, KeyRange keys, String changes, long key) implements Step {
        @Override
        public Effect effect(List<Row> seen, String stamp) {
            return Effect.adding(
                    List.of(new Row(key, seen.stream().mapToLong(Row::value).sum(), stamp)));
        }
    }

    /** Moves the rows that it says to have seen to another file. Which these are is the writer's choice. */
    record Compact(String looksAt) implements Step {
        @Override
        public KeyRange keys() {
            return NO_KEYS;
        }

        @Override
        public Effect effect(List<Row> seen, String stamp) {
            return Effect.NONE;
        }

        @Override
        public boolean writes(List<Row> seen) {
            return !seen.isEmpty();
        }
    }

    /** Adds a column. */
    record Widen(String looksAt, String column) implements Step {
        @Override
        public KeyRange keys() {
            return NO_KEYS;
        }

        @Override
        public Effect effect(List<Row> seen, String stamp) {
            return Effect.NONE;
        }

        @Override
        public boolean writes(List<Row> seen) {
            return true;
        }
    }

    private static List<Row> stamped(Map<Long, Long> rows, String stamp) {
        return rows.entrySet().stream()
                .map(row -> new Row(row.getKey(), row.getValue(), stamp))
                .toList();
    }
}
