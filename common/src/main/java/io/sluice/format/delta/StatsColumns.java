package io.sluice.format.delta;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
        for (String name : names(properties)) {
            named.add(name.toLowerCase(Locale.ROOT));
        }
        String count = properties.get(COUNT);
        int wanted = count == null ? DEFAULT_COUNT : Integer.parseInt(count);
        left = wanted < 0 ? Integer.MAX_VALUE : wanted;
    }

    /** The properties of a table one of whose columns gets another name. */
    static Map<String, String> renamed(Map<String, String> properties, String column, String newName) {
        return withNames(
                properties,
                names(properties).stream()
                        .map(name -> isPartOf(name, column) ? newName + name.substring(column.length()) : name)
                        .toList());
    }

    /** The properties of a table that loses a column. */
    static Map<String, String> dropped(Map<String, String> properties, String column) {
        return withNames(
                properties,
                names(properties).stream()
                        .filter(name -> !isPartOf(name, column))
                        .toList());
    }

    private static boolean isPartOf(String path, String column) {
        return path.equalsIgnoreCase(column) || path.regionMatches(true, 0, column + ".", 0, column.length() + 1);
    }

    private static Map<String, String> withNames(Map<String, String> properties, List<String> names) {
        if (!properties.containsKey(NAMED) || names.equals(names(properties))) {
            return properties;
        }
        Map<String, String> changed = new LinkedHashMap<>(properties);
        if (names.isEmpty()) {
            changed.remove(NAMED);
        } else {
            changed.put(NAMED, names.stream().map(StatsColumns::quoted).collect(Collectors.joining(",")));
        }
        return changed;
    }

    private static String quoted(String name) {
        return name.matches("[\\w.]+") ? name : "`" + name.replace("`", "``") + "`";
    }

    /** Names with commas between them; between backticks, commas and doubled backticks belong to the name. */
    private static List<String> names(Map<String, String> properties) {
        String list = properties.get(NAMED);
        List<String> names = new ArrayList<>();
        if (list == null) {
            return names;
        }
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
                names.add(name.toString().trim());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        names.add(name.toString().trim());
        return names;
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
