package io.sluice.ingest;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The records of a CSV file with their line numbers and their raw text: what the engine does not tell. It cuts a file
 * as the engine does: a quote counts at the beginning of a field only, a line that is empty is a record too.
 */
final class CsvRecords implements Closeable {
    /** Headers that are longer than this are not headers. */
    private static final int MAX_RECORD_CHARACTERS = 4_000_000;

    private final BufferedReader reader;
    private final CsvDialect dialect;
    private long nextLine = 1;

    /**
     * One record.
     *
     * @param line the number of its first line in the file, from 1
     * @param raw its text, without the final line break
     */
    record Piece(long line, String raw) {}

    private CsvRecords(BufferedReader reader, CsvDialect dialect) {
        this.reader = reader;
        this.dialect = dialect;
    }

    static CsvRecords open(InputFile file, CsvDialect dialect) throws IOException {
        InputStream bytes = decompressed(file);
        BufferedReader reader = new BufferedReader(new InputStreamReader(bytes, dialect.charset()));
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
        return new CsvRecords(reader, dialect);
    }

    private static InputStream decompressed(InputFile file) throws IOException {
        InputStream stored = Files.newInputStream(file.path());
        if (file.hasEnding(".gz")) {
            return new GZIPInputStream(stored, 1 << 16);
        }
        return file.hasEnding(".zst") ? new ZstdInputStream(stored) : stored;
    }

    /** The next record, empty lines and lines before the header included; empty at the end. */
    Optional<Piece> next() {
        try {
            return read();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Optional<Piece> read() throws IOException {
        String line = reader.readLine();
        if (line == null) {
            return Optional.empty();
        }
        long start = nextLine++;
        if (!opensQuote(line, false)) {
            return Optional.of(new Piece(start, line));
        }
        StringBuilder raw = new StringBuilder(line);
        for (boolean open = true; open && raw.length() < MAX_RECORD_CHARACTERS; ) {
            line = reader.readLine();
            if (line == null) {
                break;
            }
            nextLine++;
            raw.append('\n').append(line);
            open = opensQuote(line, true);
        }
        return Optional.of(new Piece(start, raw.toString()));
    }

    /** Whether a quote is open at the end of a line. */
    private boolean opensQuote(String line, boolean openBefore) {
        if (dialect.quote().isEmpty()
                || (!openBefore && line.indexOf(dialect.quote().charAt(0)) < 0)) {
            return openBefore;
        }
        return split(line, openBefore, new ArrayList<>());
    }

    /** The values of a record, unquoted. */
    List<String> fields(Piece piece) {
        List<String> fields = new ArrayList<>();
        split(piece.raw(), false, fields);
        return fields;
    }

    private boolean split(String text, boolean openBefore, List<String> fields) {
        char quote = dialect.quote().isEmpty() ? '\0' : dialect.quote().charAt(0);
        char escape = dialect.escape().isEmpty() ? quote : dialect.escape().charAt(0);
        boolean open = openBefore;
        boolean fresh = true;
        StringBuilder field = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (open && c == escape && i + 1 < text.length() && text.charAt(i + 1) == quote) {
                field.append(quote);
                i++;
            } else if (open && c == quote) {
                open = false;
            } else if (!open && c == quote && quote != '\0' && fresh) {
                open = true;
                fresh = false;
            } else if (!open && text.startsWith(dialect.delimiter(), i)) {
                fields.add(field.toString());
                field.setLength(0);
                i += dialect.delimiter().length() - 1;
                fresh = true;
            } else {
                field.append(c);
                fresh = fresh && c == ' ';
            }
        }
        fields.add(field.toString());
        return open;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
