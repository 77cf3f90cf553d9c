package io.sluice.ingest;

import static java.util.Objects.requireNonNull;

import io.sluice.duckdb.TextFormats;
import java.util.Optional;

/**
 * What the user says about the form of CSV files; what is empty is found out by looking at them.
 *
 * @param quote the quoting character; empty for {@code "}
 * @param escape what makes a quote inside quotes literal; empty for the quote itself
 * @param comment the character that begins lines to be skipped; empty if there are none
 * @param skipLines lines to skip before the header
 * @param encoding {@code utf-8}, {@code utf-16} or {@code latin-1}; empty for UTF-8
 */
public record CsvOptions(
        Optional<String> delimiter,
        Optional<String> quote,
        Optional<String> escape,
        Optional<String> comment,
        Header header,
        int skipLines,
        Optional<String> encoding,
        TextFormats formats) {
    public static final CsvOptions DEFAULT = new CsvOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Header.AUTO,
            0,
            Optional.empty(),
            TextFormats.DEFAULT);

    /** Whether files begin with a line of column names. */
    public enum Header {
        AUTO,
        PRESENT,
        ABSENT
    }

    public CsvOptions {
        requireNonNull(delimiter, "delimiter");
        requireNonNull(quote, "quote");
        requireNonNull(escape, "escape");
        requireNonNull(comment, "comment");
        requireNonNull(header, "header");
        requireNonNull(encoding, "encoding");
        requireNonNull(formats, "formats");
    }

    public CsvOptions withHeader(Header newHeader) {
        return new CsvOptions(delimiter, quote, escape, comment, newHeader, skipLines, encoding, formats);
    }

    public CsvOptions withDelimiter(String newDelimiter) {
        return new CsvOptions(Optional.of(newDelimiter), quote, escape, comment, header, skipLines, encoding, formats);
    }

    public CsvOptions withEncoding(String newEncoding) {
        return new CsvOptions(delimiter, quote, escape, comment, header, skipLines, Optional.of(newEncoding), formats);
    }

    public CsvOptions withFormats(TextFormats newFormats) {
        return new CsvOptions(delimiter, quote, escape, comment, header, skipLines, encoding, newFormats);
    }
}
