package io.sluice.table;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A named part of a schema.
 *
 * @param metadata what the format keeps beside a field, as JSON-like values ({@code String}, {@code Long},
 *     {@code Boolean}, {@code List}, {@code Map}), in stable order; {@code comment} holds the user's comment
 */
public record Field(String name, DataType type, boolean nullable, Map<String, Object> metadata) {
    private static final String COMMENT = "comment";
    private static final String PHYSICAL_NAME = "delta.columnMapping.physicalName";
    private static final String COLUMN_ID = "delta.columnMapping.id";
    private static final String DEFAULT = "CURRENT_DEFAULT";
    private static final String GENERATION = "delta.generationExpression";

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

    /**
     * The name that the field has in the table's files: that of the schema, unless the table maps columns. Source:
     * Delta protocol, "Column Mapping".
     */
    public String physicalName() {
        return metadata.get(PHYSICAL_NAME) instanceof String physical ? physical : name;
    }

    /** The field's id in Parquet schemas ({@code field_id}), if the table maps columns. */
    public OptionalInt columnId() {
        return metadata.get(COLUMN_ID) instanceof Number id ? OptionalInt.of(id.intValue()) : OptionalInt.empty();
    }

    public Field withName(String newName) {
        return new Field(newName, type, nullable, metadata);
    }

    /** The field, which may be null. */
    public Field relaxed() {
        return new Field(name, type, true, metadata);
    }

    /** The field, which is never null. */
    public Field required() {
        return new Field(name, type, false, metadata);
    }

    public Field withType(DataType newType) {
        return new Field(name, newType, nullable, metadata);
    }

    public Field withMetadata(String key, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(metadata);
        changed.put(key, value);
        return new Field(name, type, nullable, changed);
    }

    public Field withoutMetadata(String key) {
        Map<String, Object> changed = new LinkedHashMap<>(metadata);
        changed.remove(key);
        return new Field(name, type, nullable, changed);
    }

    public Field withComment(String comment) {
        return withMetadata(COMMENT, comment);
    }

    public Field withComment(Optional<String> comment) {
        return comment.map(this::withComment).orElseGet(() -> withoutMetadata(COMMENT));
    }

    public Optional<String> comment() {
        return Optional.ofNullable((String) metadata.get(COMMENT));
    }

    /**
     * The SQL expression, as Spark understands it, whose value a new row has where its writer says none. Rows that were
     * there before the column have null. Source: Delta protocol, "Default Columns".
     */
    public Optional<String> defaultExpression() {
        return text(DEFAULT);
    }

    /** The field with another default; empty removes it. */
    public Field withDefault(Optional<String> expression) {
        return expression.map(text -> withMetadata(DEFAULT, text)).orElseGet(() -> withoutMetadata(DEFAULT));
    }

    /**
     * The SQL expression over other columns, as Spark understands it, whose value every row has. Source: Delta
     * protocol, "Generated Columns".
     */
    public Optional<String> generationExpression() {
        return text(GENERATION);
    }

    /** Whether the column's name stands in the generation expression, outside of texts. */
    public boolean mayBeGeneratedFrom(String column) {
        return generationExpression()
                .map(text -> SqlNames.in(text).stream().anyMatch(column::equalsIgnoreCase))
                .orElse(false);
    }

    /** The field, whose value every row has by the expression. */
    public Field withGenerationExpression(String expression) {
        return withMetadata(GENERATION, expression);
    }

    /** How the column numbers new rows, if it does. */
    public Optional<IdentityColumn> identity() {
        return IdentityColumn.of(metadata);
    }

    public Field withIdentity(IdentityColumn identity) {
        Map<String, Object> changed = new LinkedHashMap<>(metadata);
        changed.putAll(identity.metadata());
        return new Field(name, type, nullable, changed);
    }

    /** Whether writers make the values of the column, and do not only take them. */
    public boolean isMade() {
        return generationExpression().isPresent() || identity().isPresent();
    }

    private Optional<String> text(String key) {
        return metadata.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
