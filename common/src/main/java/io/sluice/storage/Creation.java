package io.sluice.storage;

/** What became of an exclusive creation. */
public enum Creation {
    CREATED,
    /** A file of that name was there and is untouched; it too has reached the device. */
    EXISTS
}
