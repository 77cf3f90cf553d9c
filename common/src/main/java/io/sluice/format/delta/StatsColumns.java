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
            addNames(list);
        }
        String count = properties.get(COUNT);
        int wanted = count == null ? DEFAULT_COUNT : Integer.parseInt(count);
        left = wanted < 0 ? Integer.MAX_VALUE : wanted;
    }

    /** Names with commas between them; between backticks, commas and doubled backticks belong to the name. */
    private void addNames(String list) {
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            boolean doubled = quoted && c == '`' && list.startsWith("``", i);
            if (doubled) {
                name.append(c);
                i++;
            } else if (c == '`') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                add(name.toString());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        add(name.toString());
    }

    private void add(String name) {
        named.add(name.trim().toLowerCase(Locale.ROOT));
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
