package io.sluice.table;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A named part of a schema.
 *
 * @param metadata what the format keeps beside a field, as JSON-like values ({@code String}, {@code Long},
 *     {@code Boolean}, {@code List}, {@code Map}), in stable order; {@code comment} holds the user's comment
 */
public record Field(String name, DataType type, boolean nullable, Map<String, Object> metadata) {
    private static final String COMMENT = "comment";

    public Field {
        requireNonNull(type, "type");
        if (name == null || name.isEmpty()) {
            throw SluiceException.user("a column has no name: give every column a name");
        }
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** A field that may be null. */
    public static Field optional(String name, DataType type) {
        return new Field(name, type, true, Map.of());
    }

    /** A field that is never null. */
    public static Field required(String name, DataType type) {
        return new Field(name, type, false, Map.of());
    }

    public Field withType(DataType newType) {
        return new Field(name, newType, nullable, metadata);
    }

    public Field withMetadata(String key, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(metadata);
        changed.put(key, value);
        return new Field(name, type, nullable, changed);
    }

    public Field withComment(String comment) {
        return withMetadata(COMMENT, comment);
    }

    public Optional<String> comment() {
        return Optional.ofNullable((String) metadata.get(COMMENT));
    }
}
