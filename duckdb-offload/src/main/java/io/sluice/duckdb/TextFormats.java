package io.sluice.duckdb;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How values are written as text.
 *
 * @param nullText the text that means null; the empty text if not given
 * @param date a date format with {@code %Y %m %d}; ISO if not given
 * @param timestamp a timestamp format with {@code %Y %m %d %H %M %S}; ISO if not given
 * @param decimalSeparator a point or a comma
 */
public record TextFormats(
        Optional<String> nullText, Optional<String> date, Optional<String> timestamp, char decimalSeparator) {
    public static final TextFormats DEFAULT =
            new TextFormats(Optional.empty(), Optional.empty(), Optional.empty(), '.');

    public TextFormats {
        requireNonNull(nullText, "nullText");
        requireNonNull(date, "date");
        requireNonNull(timestamp, "timestamp");
    }
}
