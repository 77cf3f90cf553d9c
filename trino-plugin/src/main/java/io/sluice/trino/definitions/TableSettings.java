package io.sluice.trino.definitions;

import io.sluice.commit.IsolationLevel;
import io.sluice.error.SluiceException;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.VarcharType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What stands after WITH when a table is made, and what tables keep of it. Names are those of Trino's Delta connector.
 */
public final class TableSettings {
    static final String PARTITIONED_BY = "partitioned_by";
    static final String EXTRA = "extra_properties";
    private static final String MAPPING_MODE = "delta.columnMapping.mode";
    /** What writers keep up themselves, and what all tables of a lake have. */
    private static final Set<String> HIDDEN = Set.of(
            "delta.columnMapping.maxColumnId",
            "delta.enableInCommitTimestamps",
            TableProperties.ROW_ID_COLUMN,
            TableProperties.ROW_VERSION_COLUMN);

    /**
     * A setting with a name of its own.
     *
     * @param property under which tables keep it
     * @param stored its text there
     * @param shown its value, of the text
     */
    private record Setting(
            PropertyMetadata<?> declared,
            String property,
            Function<Object, String> stored,
            Function<String, Object> shown) {}

    private static final List<Setting> NAMED = List.of(
            toggle(
                    "deletion_vectors_enabled",
                    "Rows are deleted by vectors beside the files",
                    TableProperties.DELETION_VECTORS),
            toggle("change_data_feed_enabled", "Writers tell row by row what they change", TableProperties.CHANGE_FEED),
            toggle("append_only", "Rows are added, and neither changed nor removed", TableProperties.APPEND_ONLY),
            new Setting(
                    PropertyMetadata.stringProperty("column_mapping_mode", "Column mapping: NAME or NONE", null, false),
                    MAPPING_MODE,
                    value -> value.toString().toLowerCase(Locale.ROOT),
                    text -> text.toUpperCase(Locale.ROOT)),
            new Setting(
                    PropertyMetadata.longProperty(
                            "checkpoint_interval", "Commits between two checkpoints", null, false),
                    "delta.checkpointInterval",
                    Object::toString,
                    Long::valueOf),
            new Setting(
                    PropertyMetadata.stringProperty(
                            "isolation_level",
                            "The least isolation of who writes: Serializable or WriteSerializable",
                            null,
                            false),
                    TableProperties.ISOLATION,
                    value -> level(value.toString()),
                    text -> text));

    private TableSettings() {}

    private static Setting toggle(String name, String description, String property) {
        return new Setting(
                PropertyMetadata.booleanProperty(name, description, null, false),
                property,
                Object::toString,
                Boolean::valueOf);
    }

    private static String level(String text) {
        try {
            return IsolationLevel.parse(text).text();
        } catch (SluiceException unknown) {
            throw refused(unknown.getMessage());
        }
    }

    /** All of them, for Trino. */
    public static List<PropertyMetadata<?>> declared() {
        List<PropertyMetadata<?>> all = new ArrayList<>();
        all.add(new PropertyMetadata<>(
                PARTITIONED_BY,
                "Columns that the table is partitioned by",
                new ArrayType(VarcharType.VARCHAR),
                List.class,
                List.of(),
                false,
                value -> ((List<?>) value)
                        .stream()
                                .map(name -> name.toString().toLowerCase(Locale.ROOT))
                                .toList(),
                value -> value));
        NAMED.forEach(setting -> all.add(setting.declared()));
        all.add(texts(EXTRA, "Properties that have no name of their own in Trino"));
        return all;
    }

    /** A property that holds names and texts; as {@code SHOW CREATE} cannot show maps, in texts with '=' between. */
    static PropertyMetadata<?> texts(String name, String description) {
        return new PropertyMetadata<>(
                name,
                description + ": ARRAY['NAME=VALUE']",
                new ArrayType(VarcharType.VARCHAR),
                List.class,
                null,
                false,
                value -> (List<?>) value,
                value -> value);
    }

    static Map<String, String> texts(Object given) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Object entry : given == null ? List.of() : (List<?>) given) {
            String text = String.valueOf(entry);
            int end = text.indexOf('=');
            if (end < 1) {
                throw refused("extra_properties cannot have '%s': write 'NAME=VALUE'".formatted(text));
            }
            texts.put(text.substring(0, end), text.substring(end + 1));
        }
        return texts;
    }

    static List<String> shown(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    /** The columns that a table is to be partitioned by. */
    public static List<String> partitionColumns(Map<String, Object> given) {
        return given.get(PARTITIONED_BY) instanceof List<?> names
                ? names.stream().map(Object::toString).toList()
                : List.of();
    }

    /** What a table is given, by the names under which it keeps it. */
    static Map<String, String> stored(Map<String, Object> given) {
        Map<String, String> stored = new LinkedHashMap<>();
        for (Setting setting : NAMED) {
            Object value = given.get(setting.declared().getName());
            if (value != null) {
                stored.put(setting.property(), setting.stored().apply(value));
            }
        }
        stored.putAll(extra(given.get(EXTRA)));
        return stored;
    }

    private static Map<String, String> extra(Object given) {
        Map<String, String> others = texts(given);
        for (Setting setting : NAMED) {
            if (others.containsKey(setting.property())) {
                throw refused("'%s' cannot be one of the extra_properties: set %s instead"
                        .formatted(setting.property(), setting.declared().getName()));
            }
        }
        return others;
    }

    /** The properties that a setting stands for; a user error if it cannot be changed any more. */
    static Set<String> properties(String name) {
        return NAMED.stream()
                .filter(setting -> setting.declared().getName().equals(name))
                .findFirst()
                .map(setting -> Set.of(setting.property()))
                .orElseThrow(() -> new TrinoException(
                        StandardErrorCode.NOT_SUPPORTED,
                        "The following properties cannot be updated: %s".formatted(name)));
    }

    /** A table's settings, as they would be given to make it anew. */
    public static Map<String, Object> shown(TableMetadata table) {
        Map<String, Object> shown = new LinkedHashMap<>();
        if (!table.partitionColumns().isEmpty()) {
            shown.put(
                    PARTITIONED_BY,
                    table.partitionColumns().stream()
                            .map(name -> name.toLowerCase(Locale.ROOT))
                            .toList());
        }
        Map<String, String> others = new LinkedHashMap<>(table.properties());
        others.keySet().removeAll(HIDDEN);
        for (Setting setting : NAMED) {
            Optional.ofNullable(others.remove(setting.property()))
                    .ifPresent(text -> shown.put(
                            setting.declared().getName(), setting.shown().apply(text)));
        }
        if (!others.isEmpty()) {
            shown.put(EXTRA, shown(others));
        }
        return shown;
    }

    /** A column's default as Trino's SQL; no literal if only Spark knows its value, and inserts are refused then. */
    public static Optional<String> shownDefault(Field column) {
        return DefaultLiterals.shown(column);
    }

    static TrinoException refused(String message) {
        return new TrinoException(StandardErrorCode.INVALID_TABLE_PROPERTY, message);
    }
}
