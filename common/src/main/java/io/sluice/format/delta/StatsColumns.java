package io.sluice.format.delta;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which columns get statistics: those that {@code delta.dataSkippingStatsColumns} names, else the first
 * {@code delta.dataSkippingNumIndexedCols} ones, counted without structs. Counts as it is asked, so it serves one walk
 * over a schema.
 */
final class StatsColumns implements Predicate<String> {
    static final String NAMED = "delta.dataSkippingStatsColumns";
    static final String COUNT = "delta.dataSkippingNumIndexedCols";

    private static final int DEFAULT_COUNT = 32;

    private final List<String> named = new ArrayList<>();
    private int left;

    StatsColumns(Map<String, String> properties) {
        String list = properties.get(NAMED);
        if (list != null) {
            for (String name : list.split(",")) {
                named.add(name.trim().replace("`", "").toLowerCase(Locale.ROOT));
            }
        }
        String count = properties.get(COUNT);
        int wanted = count == null ? DEFAULT_COUNT : Integer.parseInt(count);
        left = wanted < 0 ? Integer.MAX_VALUE : wanted;
    }

    @Override
    public boolean test(String path) {
        if (named.isEmpty()) {
            return left-- > 0;
        }
        String lower = path.toLowerCase(Locale.ROOT);
        return named.stream().anyMatch(name -> lower.equals(name) || lower.startsWith(name + "."));
    }
}
