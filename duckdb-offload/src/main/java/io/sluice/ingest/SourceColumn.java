package io.sluice.ingest;

import static java.util.Objects.requireNonNull;

import io.sluice.table.DataType;

/**
 * A column of source files.
 *
 * @param type the type that its values show, or that the file states
 */
record SourceColumn(String name, DataType type) {
    SourceColumn {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
    }
}
