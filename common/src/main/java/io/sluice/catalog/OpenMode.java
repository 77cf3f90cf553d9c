package io.sluice.catalog;

/** What to do where there is no lake yet. */
public enum OpenMode {
    /** Refuse, with a user error: reading never makes a lake. */
    OPEN_EXISTING,
    /** Make an empty one. */
    CREATE_IF_MISSING
}
