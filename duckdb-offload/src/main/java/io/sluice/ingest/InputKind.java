package io.sluice.ingest;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a source file holds, told by its name. */
enum InputKind {
    CSV("CSV", ".csv", ".tsv", ".psv", ".txt"),
    JSON_LINES("JSON lines", ".json", ".jsonl", ".ndjson"),
    PARQUET("Parquet", ".parquet", ".pq");

    private static final List<String> COMPRESSIONS = List.of(".gz", ".zst");

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
    private final List<String> endings;

    InputKind(String text, String... endings) {
        this.text = text;
        this.endings = List.of(endings);
    }

    /** The kind as people call it. */
    String text() {
        return text;
    }

    /** The kind of a file of that name; empty if its name tells none. */
    static Optional<InputKind> of(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        for (String compression : COMPRESSIONS) {
            if (name.endsWith(compression)) {
                return of(name.substring(0, name.length() - compression.length()), true);
            }
        }
        return of(name, false);
    }

    private static Optional<InputKind> of(String name, boolean compressed) {
        for (InputKind kind : values()) {
            if (kind.endings.stream().anyMatch(name::endsWith)) {
                // Parquet is compressed inside; a compressed Parquet file cannot be read.
                return compressed && kind == PARQUET ? Optional.empty() : Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
