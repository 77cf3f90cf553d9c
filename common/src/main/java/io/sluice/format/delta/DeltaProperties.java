package io.sluice.format.delta;

import io.sluice.commit.IsolationLevel;
import io.sluice.error.SluiceException;
import io.sluice.table.ByteSize;
import io.sluice.table.TableProperties;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The table properties that Delta gives a meaning. Names that do not begin with {@code delta.} belong to the user; of
 * the others, those that Sluice does not implement are refused, because a property that is not heeded is a promise that
 * is not kept.
 */
final class DeltaProperties {
    static final String ENABLE_TYPE_WIDENING = "delta.enableTypeWidening";
    static final String ENABLE_IN_COMMIT_TIMESTAMPS = "delta.enableInCommitTimestamps";
    static final String ENABLE_DELETION_VECTORS = "delta.enableDeletionVectors";
    static final String APPEND_ONLY = "delta.appendOnly";
    static final String CHECKPOINT_INTERVAL = "delta.checkpointInterval";
    static final String LOG_RETENTION = "delta.logRetentionDuration";
    static final String COMPRESSION = TableProperties.COMPRESSION;

    private static final Set<String> KEPT =
            Set.of(ColumnMapping.MAX_ID, TableProperties.ROW_ID_COLUMN, TableProperties.ROW_VERSION_COLUMN);
    private static final int DEFAULT_CHECKPOINT_INTERVAL = 100;
    private static final String PREFIX = "delta.";
    private static final Set<String> CODECS = Set.of("uncompressed", "none", "snappy", "gzip", "zstd", "lz4_raw");
    private static final Set<String> UNITS =
            Set.of("microsecond", "millisecond", "second", "minute", "hour", "day", "week");

    /** What values a property takes. */
    private record Rule(String values, Predicate<String> allows) {}

    private static final Rule SWITCH =
            new Rule("true or false", value -> value.equals("true") || value.equals("false"));
    private static final Rule CONDITION = new Rule("an SQL condition", value -> !value.isBlank());
    private static final Rule DURATION =
            new Rule("an interval, for example 'interval 30 days'", DeltaProperties::isInterval);

    private static final Map<String, Rule> RULES = new TreeMap<>();

    static {
        List.of(
                        APPEND_ONLY,
                        ENABLE_TYPE_WIDENING,
                        ENABLE_DELETION_VECTORS,
                        TableProperties.CHANGE_FEED,
                        TableProperties.ROW_TRACKING)
                .forEach(name -> RULES.put(name, SWITCH));
        List.of(LOG_RETENTION, "delta.deletedFileRetentionDuration").forEach(name -> RULES.put(name, DURATION));
        RULES.put(CHECKPOINT_INTERVAL, new Rule("a whole number from 1", value -> isNumberFrom(1, value)));
        RULES.put(StatsColumns.COUNT, new Rule("a whole number from -1", value -> isNumberFrom(-1, value)));
        RULES.put(StatsColumns.NAMED, new Rule("names of columns with ',' between them", value -> !value.isBlank()));
        RULES.put(
                ENABLE_IN_COMMIT_TIMESTAMPS,
                new Rule("true, as the catalog orders commits by them", value -> value.equals("true")));
        RULES.put(ColumnMapping.MODE, oneOf(Set.of(ColumnMapping.OFF, ColumnMapping.BY_NAME)));
        RULES.put(COMPRESSION, oneOf(CODECS));
        RULES.put(
                TableProperties.TARGET_FILE_SIZE,
                new Rule(
                        "a size, for example 128mb or a number of bytes",
                        value -> ByteSize.parse(value).isPresent()));
        RULES.put(
                TableProperties.ISOLATION,
                new Rule("Serializable or WriteSerializable", value -> isIsolationLevel(value)));
    }

    private static Rule oneOf(Set<String> values) {
        return new Rule(
                "one of " + String.join(", ", values.stream().sorted().toList()),
                value -> values.contains(value.toLowerCase(Locale.ROOT)));
    }

    private DeltaProperties() {}

    /** The names that begin with {@code delta.} and can be set, in order. */
    static Set<String> settable() {
        return RULES.keySet();
    }

    /** Without what a table's writers keep up themselves. */
    static Map<String, String> withoutKept(Map<String, String> properties) {
        Map<String, String> others = new LinkedHashMap<>(properties);
        others.keySet().removeAll(KEPT);
        return others;
    }

    /** Refuses properties that cannot be set, and values that they cannot have. */
    static void requireSettable(Map<String, String> properties) {
        properties.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                Rule rule = name.startsWith(TableProperties.CONSTRAINT) ? CONDITION : RULES.get(name);
                if (rule == null) {
                    throw SluiceException.user(
                            "table property '%s' is not supported: of the names that begin with '%s' these are: %s"
                                    .formatted(name, PREFIX, String.join(", ", RULES.keySet())));
                }
                if (!rule.allows().test(value)) {
                    throw SluiceException.user(
                            "table property '%s' cannot be '%s': it takes %s".formatted(name, value, rule.values()));
                }
            }
        });
    }

    /** Refuses a second constraint of the same name. */
    static void requireDistinctConstraints(Map<String, String> properties) {
        Set<String> names = new HashSet<>();
        for (String name : new TableProperties(properties).constraints().keySet()) {
            if (name.isEmpty() || !names.add(name.toLowerCase(Locale.ROOT))) {
                throw SluiceException.user(
                        "there are two constraints '%s': names differ in more than case".formatted(name));
            }
        }
    }

    /** Refuses to remove properties that a table cannot be without. */
    static void requireRemovable(Set<String> names) {
        if (KEPT.stream().anyMatch(names::contains)) {
            throw SluiceException.user(
                    "table properties that writers keep up cannot be removed: " + String.join(", ", KEPT));
        }
        if (names.contains(ENABLE_IN_COMMIT_TIMESTAMPS)) {
            throw SluiceException.user("table property '%s' cannot be removed: the catalog orders commits by them"
                    .formatted(ENABLE_IN_COMMIT_TIMESTAMPS));
        }
    }

    /** Commits between two checkpoints at least. */
    static int checkpointInterval(Map<String, String> properties) {
        String interval = properties.get(CHECKPOINT_INTERVAL);
        return interval == null ? DEFAULT_CHECKPOINT_INTERVAL : Integer.parseInt(interval);
    }

    private static boolean isIsolationLevel(String value) {
        return Arrays.stream(IsolationLevel.values())
                .anyMatch(level -> level.text().equalsIgnoreCase(value));
    }

    private static boolean isNumberFrom(int least, String value) {
        try {
            return Integer.parseInt(value) >= least;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    /** {@code interval 30 days}, where the first word and the plural are optional. */
    private static boolean isInterval(String value) {
        List<String> words = List.of(value.trim().toLowerCase(Locale.ROOT).split("\\s+"));
        int first = words.get(0).equals("interval") ? 1 : 0;
        if (words.size() != first + 2) {
            return false;
        }
        String unit = words.get(first + 1);
        return isNumberFrom(0, words.get(first))
                && UNITS.contains(unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit);
    }
}
