package io.sluice.commit;

import io.sluice.error.SluiceException;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import java.util.Arrays;
import java.util.Optional;

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

    /** The level that a table asks for by its properties, {@link #WRITE_SERIALIZABLE} if it asks for none. */
    public static IsolationLevel of(TableMetadata table) {
        return TableProperties.of(table)
                .isolation()
                .map(text -> named(text).orElseThrow(() -> unknown(text)))
                .orElse(WRITE_SERIALIZABLE);
    }

    /**
     * The level that a user asks for: its name in any case, also with hyphens or underscores as in
     * {@code write-serializable}. A user error if there is none.
     */
    public static IsolationLevel parse(String text) {
        return asked(text).orElseThrow(() -> unknown(text));
    }

    /**
     * The same, as a setting says it.
     *
     * @param setting names it in the error
     */
    public static IsolationLevel parse(String text, String setting) {
        return asked(text).orElseThrow(() -> SluiceException.user(setting + ": " + problem(text)));
    }

    private static Optional<IsolationLevel> asked(String text) {
        return named(text.strip().replaceAll("[-_ ]", ""));
    }

    private static Optional<IsolationLevel> named(String name) {
        return Arrays.stream(values())
                .filter(level -> level.text.equalsIgnoreCase(name))
                .findFirst();
    }

    private static SluiceException unknown(String text) {
        return SluiceException.user(problem(text));
    }

    private static String problem(String text) {
        return "'%s' is no isolation level: there are %s and %s"
                .formatted(text, WRITE_SERIALIZABLE.text, SERIALIZABLE.text);
    }
}
