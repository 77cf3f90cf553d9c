package io.sluice.ingest;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.Row;
import io.sluice.duckdb.SqlText;
import io.sluice.duckdb.TextFormats;
import io.sluice.error.SluiceException;
import io.sluice.ingest.CsvOptions.Header;
import io.sluice.ingest.InputGroup.BadRecords;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Asks DuckDB's sniffer, and does not believe everything: what it leaves out silently (lines at the top, comments),
 * what it calls DOUBLE, and files that it takes for a single column are looked at again.
 */
final class CsvSniffer {
    private static final int SAMPLE_ROWS = 4_096;
    /** Of a group, that many files are looked at for types. */
    private static final int SAMPLE_FILES = 8;

    private static final Set<String> WIDE_NUMBERS = Set.of("BIGNUM", "HUGEINT", "UHUGEINT", "UBIGINT");
    private static final List<String> DELIMITERS = List.of(",", ";", "\t", "|");
    private static final Pattern VALUE = Pattern.compile("[+-]?[0-9][0-9.,:/ TZ+-]*");

    private final DuckDbSession session;
    private final CsvOptions options;
    private final Map<String, Optional<Sniffed>> known = new HashMap<>();

    CsvSniffer(DuckDbSession session, CsvOptions options) {
        this.session = session;
        this.options = options;
    }

    /** What the sniffer says of a file. */
    private record Sniffed(String delimiter, boolean header, List<String> types, Optional<String> dateFormat) {}

    /**
     * The form of a file.
     *
     * @param firstRecord reads the first record in a form
     */
    CsvDialect dialect(InputFile file, Function<CsvDialect, List<String>> firstRecord) {
        CsvDialect assumed = new CsvDialect(
                options.delimiter().orElse(","),
                options.quote().orElse("\""),
                options.escape().orElse(options.quote().orElse("\"")),
                options.comment().orElse(""),
                options.header() != Header.ABSENT,
                options.skipLines(),
                options.encoding().orElse("utf-8"),
                options.formats().nullText().orElse(""));
        List<String> plain = firstRecord.apply(assumed);
        Optional<Sniffed> sniffed = sniff(file, assumed);
        if (options.delimiter().isEmpty()) {
            String sniffedDelimiter = sniffed.map(Sniffed::delimiter).orElse(",");
            assumed = assumed.withDelimiter(delimiter(sniffedDelimiter, assumed, firstRecord));
        }
        if (options.header() != Header.AUTO) {
            return assumed;
        }
        // A file of texts only looks the same with and without a header.
        boolean named = sniffed.map(Sniffed::header).orElse(true) || looksLikeNames(plain);
        return assumed.withHeader(named && !looksLikeRow(firstRecord.apply(assumed)));
    }

    /** The sniffer's delimiter, unless it makes one column of a first line that another delimiter cuts into several. */
    private static String delimiter(
            String sniffed, CsvDialect assumed, Function<CsvDialect, List<String>> firstRecord) {
        String best = sniffed;
        int most = firstRecord.apply(assumed.withDelimiter(sniffed)).size();
        if (most > 1) {
            return sniffed;
        }
        for (String candidate : DELIMITERS) {
            int fields = firstRecord.apply(assumed.withDelimiter(candidate)).size();
            if (fields > most) {
                best = candidate;
                most = fields;
            }
        }
        return best;
    }

    private static boolean looksLikeNames(List<String> first) {
        return first.stream()
                .noneMatch(
                        value -> value.isBlank() || VALUE.matcher(value.strip()).matches());
    }

    private static boolean looksLikeRow(List<String> first) {
        return first.stream().allMatch(value -> VALUE.matcher(value.strip()).matches());
    }

    private Optional<Sniffed> sniff(InputFile file, CsvDialect assumed) {
        String key = file.path().toString();
        if (!known.containsKey(key)) {
            known.put(key, ask(file, assumed));
        }
        return known.get(key);
    }

    /** Empty if the sniffer cannot make sense of the file: reading it tells better what is wrong. */
    private Optional<Sniffed> ask(InputFile file, CsvDialect assumed) {
        String delimiter = options.delimiter()
                .map(text -> ", delim=" + SqlText.literal(text))
                .orElse("");
        String header = options.header() == Header.AUTO ? "" : ", header=" + (options.header() == Header.PRESENT);
        String sql = ("SELECT Delimiter, HasHeader, list_transform(Columns, lambda c: c.type), DateFormat"
                        + " FROM sniff_csv(%s, quote=%s, escape=%s, comment=%s, skip=%d, encoding=%s, nullstr=%s%s%s)")
                .formatted(
                        SqlText.literal(file.path().toString()),
                        SqlText.literal(assumed.quote()),
                        SqlText.literal(assumed.escape()),
                        SqlText.literal(assumed.comment()),
                        assumed.skipLines(),
                        SqlText.literal(assumed.encoding()),
                        SqlText.literal(assumed.nullText()),
                        delimiter,
                        header);
        try {
            return session.query(sql, CsvSniffer::sniffed).stream().findFirst();
        } catch (SluiceException failure) {
            if (failure.kind() != SluiceException.Kind.USER) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    private static Sniffed sniffed(Row row) throws SQLException {
        List<String> types = row.list(3).stream().map(String::valueOf).toList();
        return new Sniffed(row.text(1), row.flag(2), types, row.optionalText(4));
    }

    /** The columns of a group, with the types that its first values show. */
    List<SourceColumn> columns(List<String> names, CsvDialect dialect, List<InputFile> files) {
        List<InputFile> sample = sample(files);
        List<List<DataType>> types = new ArrayList<>();
        names.forEach(name -> types.add(new ArrayList<>()));
        for (InputFile file : sample) {
            List<DataType> ofFile = types(names.size(), dialect, file);
            for (int i = 0; i < names.size(); i++) {
                types.get(i).add(ofFile.get(i));
            }
        }
        List<SourceColumn> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(new SourceColumn(
                    names.get(i),
                    types.get(i).stream().reduce(InferredTypes::common).orElse(Primitive.STRING)));
        }
        return columns;
    }

    private static List<InputFile> sample(List<InputFile> files) {
        int step = Math.max(1, files.size() / SAMPLE_FILES);
        List<InputFile> sample = new ArrayList<>();
        for (int i = 0; i < files.size() && sample.size() < SAMPLE_FILES; i += step) {
            sample.add(files.get(i));
        }
        return sample;
    }

    private List<DataType> types(int width, CsvDialect dialect, InputFile file) {
        Optional<Sniffed> sniffed =
                sniff(file, dialect).filter(found -> found.types().size() == width);
        List<DataType> types = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            int column = i;
            types.add(sniffed.map(found -> type(found, column)).orElse(Primitive.STRING));
        }
        return withExactNumbers(types, dialect, file);
    }

    private DataType type(Sniffed sniffed, int column) {
        String name = sniffed.types().get(column);
        // Whole numbers of more than 64 bits are measured like those with a fraction.
        DataType type = WIDE_NUMBERS.contains(name) ? Primitive.DOUBLE : DuckDbTypes.parse(name);
        TextFormats formats = options.formats();
        boolean days = type == Primitive.DATE || type == Primitive.TIMESTAMP_NTZ;
        // 01/02/2026 has two readings: what is not ISO stays text unless the user tells the format.
        boolean iso =
                sniffed.dateFormat().isEmpty() || sniffed.dateFormat().get().startsWith("%Y-%m-%d");
        boolean told = type == Primitive.DATE
                ? formats.date().isPresent()
                : formats.timestamp().isPresent();
        return days && !iso && !told ? Primitive.STRING : type;
    }

    /** Replaces DOUBLE by what holds the written digits exactly, as far as a sample shows. */
    private List<DataType> withExactNumbers(List<DataType> types, CsvDialect dialect, InputFile file) {
        List<Integer> doubles = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            boolean comma = options.formats().decimalSeparator() == ',' && types.get(i) == Primitive.STRING;
            if (types.get(i) == Primitive.DOUBLE || comma) {
                doubles.add(i);
            }
        }
        if (doubles.isEmpty()) {
            return types;
        }
        List<SourceColumn> texts =
                types.stream().map(type -> new SourceColumn("", type)).toList();
        CsvGroup group = new CsvGroup(dialect, options.formats(), texts, List.of(file));
        String from = "(SELECT * FROM %s LIMIT %d)".formatted(group.scan(List.of(file), BadRecords.SKIP), SAMPLE_ROWS);
        Map<Integer, NumberProfile> profiles = InferredTypes.profiles(session, group, doubles, from);
        List<DataType> exact = new ArrayList<>(types);
        profiles.forEach((column, profile) -> exact.set(column, profile.type().orElse(types.get(column))));
        return exact;
    }
}
