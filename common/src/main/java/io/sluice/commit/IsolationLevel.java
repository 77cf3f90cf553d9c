package io.sluice.commit;

/** What a transaction is promised about commits that land between its reads and its own commit. */
public enum IsolationLevel {
    /** Blind appends always land; a change that read its target is rejected if what it read was removed or changed. */
    WRITE_SERIALIZABLE("WriteSerializable"),
    /** Also rejected if rows that its reads would have matched were added. */
    SERIALIZABLE("Serializable");

    private final String text;

    IsolationLevel(String text) {
        this.text = text;
    }

    /** The name that the Delta protocol's {@code commitInfo} uses. */
    public String text() {
        return text;
    }
}
