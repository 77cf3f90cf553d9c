package io.sluice.ingest;

import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The form of a CSV file, decided.
 *
 * @param escape what makes a quote inside quotes literal, often the quote itself
 * @param comment begins lines to be skipped; empty if there are none
 * @param nullText the text that means null
 */
record CsvDialect(
        String delimiter,
        String quote,
        String escape,
        String comment,
        boolean header,
        int skipLines,
        String encoding,
        String nullText) {

    /** The options that make DuckDB read files of this form without looking at them itself. */
    String readerOptions() {
        return "auto_detect=false, header=%s, delim=%s, quote=%s, escape=%s, comment=%s, skip=%d, encoding=%s, nullstr=%s"
                .formatted(
                        header,
                        SqlText.literal(delimiter),
                        SqlText.literal(quote),
                        SqlText.literal(escape),
                        SqlText.literal(comment),
                        skipLines,
                        SqlText.literal(encoding),
                        SqlText.literal(nullText));
    }

    Charset charset() {
        return charset(encoding);
    }

    /** A user error for an encoding that the engine cannot read. */
    static Charset charset(String encoding) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "utf-8", "utf8" -> StandardCharsets.UTF_8;
            case "utf-16", "utf16" -> StandardCharsets.UTF_16;
            case "latin-1", "latin1", "iso-8859-1" -> StandardCharsets.ISO_8859_1;
            default ->
                throw SluiceException.user(
                        "the encoding '%s' is not known: use utf-8, utf-16 or latin-1".formatted(encoding));
        };
    }

    CsvDialect withHeader(boolean newHeader) {
        return new CsvDialect(delimiter, quote, escape, comment, newHeader, skipLines, encoding, nullText);
    }

    CsvDialect withDelimiter(String newDelimiter) {
        return new CsvDialect(newDelimiter, quote, escape, comment, header, skipLines, encoding, nullText);
    }
}
