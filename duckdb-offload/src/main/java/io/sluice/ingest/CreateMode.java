package io.sluice.ingest;

/** What happens if the target table is not there. */
public enum CreateMode {
    CREATE_IF_MISSING,
    /** A missing table is a user error. */
    NO_CREATE
}
