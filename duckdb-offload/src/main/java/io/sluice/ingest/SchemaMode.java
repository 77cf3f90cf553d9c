package io.sluice.ingest;

/** What happens if a file's columns are not the table's. */
public enum SchemaMode {
    /** Every file has exactly the table's columns, in any order; anything else is a user error. */
    STRICT,
    /** Columns that the table lacks are added, those that a file lacks are null, and types are widened where needed. */
    MERGE
}
