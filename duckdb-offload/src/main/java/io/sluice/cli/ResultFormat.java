package io.sluice.cli;

import io.sluice.error.SluiceException;
import java.nio.file.Path;
import java.util.Locale;

/** The forms in which the rows of a query are written. */
enum ResultFormat {
    TABLE,
    CSV,
    JSON,
    PARQUET;

    /** The form that a file name asks for. */
    static ResultFormat ofFile(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "csv" -> CSV;
            case "json" -> JSON;
            case "parquet" -> PARQUET;
            case "txt" -> TABLE;
            default ->
                throw SluiceException.user(
                        "the name of %s does not say what to write: add -o csv, -o json or -o parquet".formatted(file));
        };
    }
}
