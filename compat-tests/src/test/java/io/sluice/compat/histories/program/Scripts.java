package io.sluice.compat.histories.program;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.histories.model.KeyRange;
import io.sluice.compat.histories.model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Invents transactions. The same random numbers give the same ones. */
public enum Scripts {
    /** Everything that can be done to rows, files and columns. */
    MIXED {
        @Override
        List<Step> steps(RandomGenerator random, List<String> tables, String id) {
            int statements = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 1;
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < statements; i++) {
                steps.add(rowStep(random, pick(random, tables), pick(random, tables)));
            }
            return random.nextInt(8) == 0 ? List.of(upkeep(random, pick(random, tables), id)) : steps;
        }
    },
    /** Money goes from an account of one table to an account of another; the sum stays. */
    BANK {
        @Override
        List<Step> steps(RandomGenerator random, List<String> tables, String id) {
            int kind = random.nextInt(10);
            if (kind == 0) {
                return List.of(upkeep(random, pick(random, tables), id));
            }
            if (kind <= 3) {
                return tables.stream()
                        .<Step>map(table -> new Step.Look(table, KeyRange.ALL))
                        .toList();
            }
            long amount = 1L + random.nextInt(20);
            return List.of(
                    new Step.Increase(pick(random, tables), account(random), -amount),
                    new Step.Increase(pick(random, tables), account(random), amount));
        }
    };

    /** Accounts have the keys from 0. */
    public static final int ACCOUNTS = 10;

    private static final int KEYS = 24;

    abstract List<Step> steps(RandomGenerator random, List<String> tables, String id);

    static IsolationLevel level(RandomGenerator random) {
        return random.nextBoolean() ? IsolationLevel.SERIALIZABLE : IsolationLevel.WRITE_SERIALIZABLE;
    }

    private static KeyRange account(RandomGenerator random) {
        long account = random.nextInt(ACCOUNTS);
        return new KeyRange(account, account + 1);
    }

    private static String pick(RandomGenerator random, List<String> tables) {
        return tables.get(random.nextInt(tables.size()));
    }

    private static Step rowStep(RandomGenerator random, String table, String other) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> new Step.Append(table, rows(random));
            case 3, 4 -> new Step.Increase(table, keys(random, 4), 1L + random.nextInt(9));
            case 5, 6 -> new Step.Delete(table, keys(random, 5), random.nextInt(4) - 1);
            case 7, 8 -> new Step.Merge(table, rows(random));
            case 9, 10 -> new Step.Total(table, keys(random, 6), other, random.nextInt(KEYS));
            default -> new Step.Look(table, random.nextBoolean() ? KeyRange.ALL : keys(random, 6));
        };
    }

    private static Step upkeep(RandomGenerator random, String table, String id) {
        return random.nextInt(6) == 0 ? new Step.Widen(table, "c_" + id.replace('-', '_')) : new Step.Compact(table);
    }

    private static KeyRange keys(RandomGenerator random, int most) {
        long from = random.nextInt(KEYS);
        return new KeyRange(from, from + 1L + random.nextInt(most));
    }

    private static SortedMap<Long, Long> rows(RandomGenerator random) {
        SortedMap<Long, Long> rows = new TreeMap<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            rows.put((long) random.nextInt(KEYS), (long) random.nextInt(100));
        }
        return rows;
    }
}
