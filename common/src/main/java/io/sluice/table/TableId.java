package io.sluice.table;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** The identity of a table: survives renames, and differs between a dropped table and its namesake. */
public record TableId(UUID value) {
    public TableId {
        requireNonNull(value, "value");
    }

    public static TableId random() {
        return new TableId(UUID.randomUUID());
    }

    public static TableId parse(String text) {
        return new TableId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
