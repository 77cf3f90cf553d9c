package io.sluice.commit;

/** Why a transaction was not committed. */
public enum RejectionReason {
    SCHEMA_CHANGED("the table's columns were changed"),
    PROPERTIES_CHANGED("the table's properties were changed"),
    ROWS_CHANGED("rows that this write has read were changed"),
    ROWS_ADDED("rows were added that this write should have read"),
    SOURCE_INGESTED("the source is in the table already"),
    WRITER_OVERTAKEN("the same application has already committed this or a later transaction id"),
    NAME_TAKEN("another table has taken the name"),
    TABLE_GONE("the table was dropped"),
    TOO_BUSY("other writers won every attempt; try again, or let fewer writers work at the same time");

    private final String text;

    RejectionReason(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
