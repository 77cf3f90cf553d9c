package io.sluice.commit;

import io.sluice.error.SluiceException;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import java.util.Arrays;
import java.util.List;

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
        return TableProperties.of(table).isolation().map(IsolationLevel::parse).orElse(WRITE_SERIALIZABLE);
    }

    /** The level of that name in any case; a user error if there is none. */
    public static IsolationLevel parse(String text) {
        List<IsolationLevel> levels = Arrays.stream(values())
                .filter(level -> level.text.equalsIgnoreCase(text))
                .toList();
        if (levels.isEmpty()) {
            throw SluiceException.user("'%s' is no isolation level: there are %s and %s"
                    .formatted(text, WRITE_SERIALIZABLE.text, SERIALIZABLE.text));
        }
        return levels.get(0);
    }
}
