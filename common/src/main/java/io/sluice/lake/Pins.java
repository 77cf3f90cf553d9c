package io.sluice.lake;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.table.StableMap;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The versions of tables that somebody has read, by table name. They can leave the process as text and come back when
 * the result is written: what happened to those tables meanwhile is then checked.
 */
public record Pins(Map<TableName, Pin> tables) {
    public static final Pins NONE = new Pins(Map.of());

    public Pins {
        tables = StableMap.copyOf(new TreeMap<>(tables));
    }

    /**
     * One table's version.
     *
     * @param table the table's identity, so that a namesake that was created later is not taken for it; empty if nobody
     *     has said it
     */
    public record Pin(TableVersion version, Optional<TableId> table) {
        public Pin {
            requireNonNull(version, "version");
            requireNonNull(table, "table");
        }

        /** {@code 12@6f1c…}, or {@code 12}. */
        public String text() {
            return table.map(id -> version + "@" + id).orElseGet(version::toString);
        }

        /** Reads what {@link #text} says; a user error if it is something else. */
        public static Pin parse(String text) {
            String[] parts = text.strip().split("@", -1);
            try {
                TableVersion version = new TableVersion(Long.parseLong(parts[0]));
                return switch (parts.length) {
                    case 1 -> new Pin(version, Optional.empty());
                    case 2 -> new Pin(version, Optional.of(TableId.parse(parts[1])));
                    default -> throw new IllegalArgumentException(text);
                };
            } catch (IllegalArgumentException malformed) {
                throw SluiceException.user(
                        "'%s' is not a pinned version: write a version number, for example 12, or what was handed out"
                                .formatted(text),
                        malformed);
            }
        }
    }

    /** The pins as texts by table name, for JSON and the like. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        tables.forEach((name, pin) -> texts.put(name.toString(), pin.text()));
        return texts;
    }

    /** Reads what {@link #texts} says; a user error if it is something else. */
    public static Pins parse(Map<String, String> texts) {
        Map<TableName, Pin> tables = new TreeMap<>();
        texts.forEach((name, pin) -> tables.put(TableName.parse(name), Pin.parse(pin)));
        return new Pins(tables);
    }
}
