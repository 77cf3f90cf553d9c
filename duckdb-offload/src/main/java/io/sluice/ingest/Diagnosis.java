package io.sluice.ingest;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.error.SluiceException;
import io.sluice.ingest.InputGroup.BadRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the rows that made a load fail, after it has failed; a load that succeeds pays nothing for it. The engine reads
 * each file once more and tells the numbers of the bad records; the lines are then taken from the file itself.
 */
final class Diagnosis {
    /** The engine's table of records that do not have the right form. */
    static final String REJECTS = "sluice_rejects";

    /** A file with more bad rows than this is not bad in some rows: it is something else. */
    private static final int MAX_REJECTS_PER_FILE = 1_000_000;

    private final DuckDbSession session;
    private final LoadPlan plan;

    Diagnosis(DuckDbSession session, LoadPlan plan) {
        this.session = session;
        this.plan = plan;
    }

    /** A bad value; the record's place counts the records of the right form, from 1. */
    private record BadValue(long place, int column, Optional<String> value) {}

    /** A record of the wrong form; its number counts all records of the file, header and empty ones included. */
    private record BadForm(long number, String error) {}

    /** The first bad rows of all files, by file and line. */
    List<RejectedRow> first(int limit) {
        List<RejectedRow> rows = new ArrayList<>();
        for (InputGroup group : plan.groups()) {
            for (InputFile file : group.files()) {
                if (rows.size() < limit) {
                    List<RejectedRow> some = rejects(group, file, limit);
                    rows.addAll(some.subList(0, Math.min(some.size(), limit - rows.size())));
                }
            }
        }
        return rows;
    }

    /** All bad rows of a file, by line, at most {@code limit} of each kind. */
    List<RejectedRow> rejects(InputGroup group, InputFile file, int limit) {
        session.execute("SET preserve_insertion_order=true");
        try {
            dropRejects();
            List<BadValue> values = badValues(group, file, limit);
            return group instanceof CsvGroup csv
                    ? withLines(csv, file, values, badForms(limit))
                    : values.stream()
                            .map(value -> rejected(file, Optional.of(value.place()), value, ""))
                            .toList();
        } finally {
            session.execute("SET preserve_insertion_order=false");
        }
    }

    /** All bad rows of a file. */
    List<RejectedRow> rejects(InputGroup group, InputFile file) {
        List<RejectedRow> rows = rejects(group, file, MAX_REJECTS_PER_FILE + 1);
        if (rows.size() > MAX_REJECTS_PER_FILE) {
            throw SluiceException.user("%s has more than %d bad rows, the first is: %s"
                    .formatted(file.shown(), MAX_REJECTS_PER_FILE, rows.get(0).text()));
        }
        return rows;
    }

    private void dropRejects() {
        session.execute("DROP TABLE IF EXISTS %1$s; DROP TABLE IF EXISTS %1$s_scans".formatted(REJECTS));
    }

    private List<BadValue> badValues(InputGroup group, InputFile file, int limit) {
        StringBuilder columns = new StringBuilder("CASE");
        StringBuilder values = new StringBuilder("CASE");
        List<TargetColumn> targets = plan.schema().columns();
        for (int i = 0; i < targets.size(); i++) {
            Optional<String> good = plan.good(group, i);
            if (good.isPresent()) {
                String bad = " WHEN NOT coalesce(" + good.get() + ", false) THEN ";
                int position = SchemaPlan.sourcePosition(group, targets.get(i)).orElseThrow();
                columns.append(bad).append(i);
                values.append(bad).append("CAST(c").append(position).append(" AS VARCHAR)");
            }
        }
        // No hash is null, but DuckDB has to read every column to know it; what it does not read it does not check.
        String never = " WHEN hash(%s) IS NULL THEN ".formatted(group.allColumns());
        String column = columns + never + "-1 END";
        String value = values + never + "'' END";
        String rows = plan.values(group, List.of(file), BadRecords.KEEP);
        String sql = ("SELECT place, %s AS bad, %s FROM (SELECT row_number() OVER () AS place, * FROM %s)"
                        + " WHERE bad IS NOT NULL LIMIT %d")
                .formatted(column, value, rows, limit);
        return session.query(sql, row -> new BadValue(row.number(1), (int) row.number(2), row.optionalText(3)));
    }

    private List<BadForm> badForms(int limit) {
        String sql = "SELECT line, error_type, error_message, column_name FROM %s ORDER BY line LIMIT %d"
                .formatted(REJECTS, limit);
        return session.query(sql, row -> new BadForm(row.number(1), formError(row.text(2), row.text(3))));
    }

    private static String formError(String type, String message) {
        return switch (type) {
            case "MISSING COLUMNS", "TOO MANY COLUMNS" ->
                message.replaceFirst(
                        "Expected Number of Columns: (\\d+) Found: (\\d+)", "$2 values where the header has $1");
            case "UNQUOTED VALUE" -> "a quote is not closed, or is followed by something else than a delimiter";
            case "INVALID ENCODING" ->
                "is not in the expected encoding: say --encoding latin-1 or utf-16 if it is that";
            default -> message.lines().findFirst().orElse(type);
        };
    }

    private List<RejectedRow> withLines(CsvGroup group, InputFile file, List<BadValue> values, List<BadForm> forms) {
        if (values.isEmpty() && forms.isEmpty()) {
            return List.of();
        }
        TreeMap<Long, BadForm> formByNumber = new TreeMap<>();
        forms.forEach(form -> formByNumber.putIfAbsent(form.number(), form));
        TreeMap<Long, BadValue> valueByPlace = new TreeMap<>();
        values.forEach(value -> valueByPlace.putIfAbsent(value.place(), value));
        List<RejectedRow> rows = new ArrayList<>();
        try (CsvRecords records = CsvRecords.open(file, group.dialect())) {
            walk(records, group, file, formByNumber, valueByPlace, rows);
        } catch (IOException | UncheckedIOException failure) {
            throw CsvInspection.unreadable(file, failure);
        }
        rows.sort(Comparator.comparing(row -> row.line().orElse(Long.MAX_VALUE)));
        return rows;
    }

    private void walk(
            CsvRecords records,
            CsvGroup group,
            InputFile file,
            Map<Long, BadForm> forms,
            Map<Long, BadValue> values,
            List<RejectedRow> rows) {
        CsvDialect dialect = group.dialect();
        long header = (long) dialect.skipLines() + (dialect.header() ? 1 : 0);
        long number = 0;
        long place = 0;
        while (!forms.isEmpty() || !values.isEmpty()) {
            Optional<CsvRecords.Piece> piece = records.next();
            if (piece.isEmpty()) {
                break;
            }
            number++;
            String raw = piece.get().raw();
            Optional<Long> line = Optional.of(piece.get().line());
            BadForm form = forms.remove(number);
            boolean counts = number > header && form == null && !isSkipped(raw, group);
            place += counts ? 1 : 0;
            BadValue value = counts ? values.remove(place) : null;
            if (form != null) {
                rows.add(new RejectedRow(file, line, Optional.empty(), form.error(), raw));
            } else if (value != null) {
                rows.add(rejected(file, line, value, raw));
            }
        }
        forms.values()
                .forEach(form -> rows.add(new RejectedRow(file, Optional.empty(), Optional.empty(), form.error(), "")));
        values.values().forEach(value -> rows.add(rejected(file, Optional.empty(), value, "")));
    }

    private static boolean isSkipped(String raw, CsvGroup group) {
        String comment = group.dialect().comment();
        boolean blank = raw.isEmpty() && group.columns().size() > 1;
        return blank || (!comment.isEmpty() && raw.startsWith(comment));
    }

    private RejectedRow rejected(InputFile file, Optional<Long> line, BadValue bad, String raw) {
        TargetColumn column = plan.schema().columns().get(bad.column());
        String error = bad.value()
                .map(value -> "'%s' is not a %s"
                        .formatted(value, column.field().type().text()))
                .orElse("is empty, and must not be null");
        // A line that does not hold the value is the wrong line: better none than a wrong one.
        boolean there = raw.isEmpty()
                || raw.contains(
                        bad.value().orElse("").lines().findFirst().orElse("").replace("\"", "\"\""));
        return new RejectedRow(
                file, there ? line : Optional.empty(), Optional.of(column.name()), error, there ? raw : "");
    }
}
