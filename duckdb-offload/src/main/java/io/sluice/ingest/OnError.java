package io.sluice.ingest;

/** What happens if some rows cannot be read as they should. */
public enum OnError {
    /** Nothing is committed; the error names the first bad rows. */
    FAIL,
    /** Good rows are committed, bad ones are written to a file of rejects. */
    REJECT
}
