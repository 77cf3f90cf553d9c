package io.sluice.ingest;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.error.SluiceException;
import io.sluice.ingest.CsvRecords.Piece;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * Looks at CSV files before they are read: their form, and for each file its header. Files with the same header make a
 * group; so a column is always known by its name.
 */
final class CsvInspection {
    private final CsvSniffer sniffer;
    private final CsvOptions options;
    private final ColumnOverrides overrides;
    private final Map<List<String>, Found> groups = new LinkedHashMap<>();

    CsvInspection(DuckDbSession session, CsvOptions options, ColumnOverrides overrides) {
        this.sniffer = new CsvSniffer(session, options);
        this.options = options;
        this.overrides = overrides;
    }

    /** The files of a header, and the form of the first of them. */
    private record Found(CsvDialect dialect, List<InputFile> files) {}

    /** Groups files; a user error names the file whose header cannot be used. */
    List<InputGroup> inspect(List<InputFile> files) {
        files.forEach(this::place);
        List<InputGroup> result = new ArrayList<>();
        groups.forEach((names, found) -> result.add(new CsvGroup(
                found.dialect(),
                options.formats(),
                sniffer.columns(names, found.dialect(), found.files()),
                found.files())));
        return result;
    }

    private void place(InputFile file) {
        if (file.hasEnding(".zst")) {
            ZstdFrames.requireComplete(file);
        }
        for (Found known : groups.values()) {
            List<String> names = names(file, known.dialect(), first(file, known.dialect()));
            if (groups.containsKey(names)) {
                groups.get(names).files().add(file);
                return;
            }
        }
        CsvDialect dialect = sniffer.dialect(file, candidate -> first(file, candidate));
        List<String> names = names(file, dialect, first(file, dialect));
        requireUsable(names, file);
        groups.computeIfAbsent(names, header -> new Found(dialect, new ArrayList<>()))
                .files()
                .add(file);
    }

    /** The values of the first record that is not skipped. */
    private static List<String> first(InputFile file, CsvDialect dialect) {
        try (CsvRecords records = CsvRecords.open(file, dialect)) {
            for (int skipped = 0; skipped < dialect.skipLines(); skipped++) {
                records.next();
            }
            for (Optional<Piece> piece = records.next(); piece.isPresent(); piece = records.next()) {
                String raw = piece.get().raw();
                boolean comment = !dialect.comment().isEmpty() && raw.startsWith(dialect.comment());
                if (!raw.isEmpty() && !comment) {
                    return records.fields(piece.get());
                }
            }
        } catch (IOException | UncheckedIOException failure) {
            throw unreadable(file, failure);
        }
        throw SluiceException.user("%s is empty: it has neither a header nor rows".formatted(file.shown()));
    }

    static SluiceException unreadable(InputFile file, Exception failure) {
        Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
        return cause instanceof java.io.EOFException || cause instanceof ZipException
                ? SluiceException.user(
                        "%s is damaged, the compressed content ends early or is no such content: have it delivered again"
                                .formatted(file.shown()),
                        failure)
                : SluiceException.user("%s cannot be read: %s".formatted(file.shown(), cause.getMessage()), failure);
    }

    private List<String> names(InputFile file, CsvDialect dialect, List<String> first) {
        List<String> given = overrides.names();
        if (!given.isEmpty()) {
            if (given.size() != first.size()) {
                throw SluiceException.user("%s has %d columns, and --columns names %d"
                        .formatted(file.shown(), first.size(), given.size()));
            }
            return given;
        }
        if (!dialect.header()) {
            throw SluiceException.user(
                    "%s has no header line: name its columns with --columns a,b,c, or say --header if its first line is one"
                            .formatted(file.shown()));
        }
        return first.stream().map(String::strip).toList();
    }

    private static void requireUsable(List<String> names, InputFile file) {
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.isEmpty()) {
                throw SluiceException.user("%s, line 1: column %d has no name: give names with --columns a,b,c"
                        .formatted(file.shown(), i + 1));
            }
            String earlier = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (earlier != null) {
                throw SluiceException.user(
                        ("%s, line 1: columns '%s' and '%s' have the same name (case does not count): rename one of them,"
                                        + " or give names with --columns a,b,c")
                                .formatted(file.shown(), earlier, name));
            }
        }
    }
}
