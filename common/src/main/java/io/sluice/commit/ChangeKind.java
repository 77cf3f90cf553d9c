package io.sluice.commit;

/** What a change does, as the conflict rules see it. */
public enum ChangeKind {
    /** Adds files; nothing that was there changes. */
    APPEND("append"),
    /** Takes rows away, replaces them by changed ones, or adds rows because of what the table held. */
    ROWS("row change"),
    /** Puts rows into other files without changing one. */
    REPLACEMENT("file replacement"),
    /** Changes columns or their types. */
    SCHEMA("schema change"),
    /** Changes table properties, the comment, or the features of the table's protocol. */
    PROPERTIES("property change"),
    /** Notes that a source file is in the table. */
    SOURCES("ingested sources"),
    /** Moves an application's transaction id forward. */
    WRITER_PROGRESS("writer progress");

    private final String text;

    ChangeKind(String text) {
        this.text = text;
    }

    /** The kind as people call it. */
    public String text() {
        return text;
    }
}
