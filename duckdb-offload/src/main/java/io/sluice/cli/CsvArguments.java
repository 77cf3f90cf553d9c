package io.sluice.cli;

import io.sluice.duckdb.TextFormats;
import io.sluice.error.SluiceException;
import io.sluice.ingest.CsvOptions;
import io.sluice.ingest.CsvOptions.Header;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the user says about the form of CSV files. */
final class CsvArguments {
    @Option(names = "--delimiter", paramLabel = "CHAR", description = "CSV: between values. Default: found out.")
    private String delimiter;

    @Option(names = "--quote", paramLabel = "CHAR", description = "CSV: around values. Default: \".")
    private String quote;

    @Option(
            names = "--escape",
            paramLabel = "CHAR",
            description = "CSV: before a quote inside of quotes. Default: the quote.")
    private String escape;

    @Option(names = "--comment", paramLabel = "CHAR", description = "CSV: begins lines that are skipped.")
    private String comment;

    @Option(
            names = "--header",
            negatable = true,
            fallbackValue = "true",
            description = "CSV: files begin with column names, or do not. Default: found out.")
    private Boolean header;

    @Option(
            names = "--skip-lines",
            paramLabel = "N",
            defaultValue = "0",
            description = "CSV: lines before the header. Default: ${DEFAULT-VALUE}.")
    private int skipLines;

    @Option(names = "--encoding", paramLabel = "NAME", description = "CSV: utf-8, utf-16 or latin-1. Default: utf-8.")
    private String encoding;

    @Option(names = "--null", paramLabel = "TEXT", description = "CSV: what stands for null. Default: nothing.")
    private String nullText;

    @Option(names = "--date-format", paramLabel = "FORMAT", description = "CSV: such as %%d.%%m.%%Y. Default: ISO.")
    private String dateFormat;

    @Option(
            names = "--timestamp-format",
            paramLabel = "FORMAT",
            description = "CSV: such as %%d.%%m.%%Y %%H:%%M. Default: ISO.")
    private String timestampFormat;

    @Option(
            names = "--decimal-separator",
            paramLabel = "CHAR",
            defaultValue = ".",
            description = "CSV: a point or a comma. Default: a point.")
    private char decimalSeparator;

    CsvOptions options() {
        if (decimalSeparator != '.' && decimalSeparator != ',') {
            throw SluiceException.user(
                    "--decimal-separator '%s' is neither a point nor a comma".formatted(decimalSeparator));
        }
        return new CsvOptions(
                Optional.ofNullable(delimiter).map(CsvArguments::character),
                Optional.ofNullable(quote),
                Optional.ofNullable(escape),
                Optional.ofNullable(comment),
                header == null ? Header.AUTO : header ? Header.PRESENT : Header.ABSENT,
                skipLines,
                Optional.ofNullable(encoding),
                new TextFormats(
                        Optional.ofNullable(nullText),
                        Optional.ofNullable(dateFormat),
                        Optional.ofNullable(timestampFormat),
                        decimalSeparator));
    }

    /** A tab is hard to type. */
    private static String character(String text) {
        return text.equals("\\t") || text.equalsIgnoreCase("tab") ? "\t" : text;
    }
}
