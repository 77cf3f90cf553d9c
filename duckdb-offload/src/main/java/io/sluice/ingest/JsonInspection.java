package io.sluice.ingest;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import io.sluice.ingest.InputGroup.BadRecords;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at files of JSON objects before they are read: all of each file, because any object may have a new key. */
final class JsonInspection {
    private static final Set<String> NUMBERS = Set.of("DOUBLE", "HUGEINT", "UHUGEINT", "UBIGINT", "BIGNUM");

    private final DuckDbSession session;

    JsonInspection(DuckDbSession session) {
        this.session = session;
    }

    /** Files with the same keys and types make a group. */
    List<InputGroup> inspect(List<InputFile> files) {
        Map<List<SourceColumn>, List<InputFile>> groups = new LinkedHashMap<>();
        for (InputFile file : files) {
            if (file.hasEnding(".zst")) {
                ZstdFrames.requireComplete(file);
            }
            groups.computeIfAbsent(columns(file), columns -> new ArrayList<>()).add(file);
        }
        List<InputGroup> result = new ArrayList<>();
        groups.forEach((columns, ofGroup) -> result.add(new JsonGroup(columns, ofGroup)));
        return result;
    }

    private record Described(String name, String type) {}

    private List<SourceColumn> columns(InputFile file) {
        List<Described> described;
        try {
            described = session.query(
                    "DESCRIBE SELECT * FROM read_json(%s, sample_size=-1, maximum_depth=-1)"
                            .formatted(SqlText.literal(file.path().toString())),
                    row -> new Described(row.text(1), row.text(2)));
        } catch (SluiceException failure) {
            throw failure.kind() == SluiceException.Kind.USER ? malformed(file, failure) : failure;
        }
        requireUnique(described, file);
        List<SourceColumn> columns = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (Described column : described) {
            if (NUMBERS.contains(column.type())) {
                numbers.add(columns.size());
            }
            DataType type = NUMBERS.contains(column.type()) ? Primitive.DOUBLE : DuckDbTypes.parse(column.type());
            columns.add(new SourceColumn(column.name(), type));
        }
        return numbers.isEmpty() ? columns : withExactNumbers(columns, numbers, file);
    }

    /** DuckDB gives a key that differs from another by case only a number: {@code ID_1} beside {@code id}. */
    private static void requireUnique(List<Described> columns, InputFile file) {
        for (Described column : columns) {
            String plain = column.name().replaceFirst("_[0-9]+$", "");
            for (Described other : columns) {
                boolean clash = !plain.equals(column.name())
                        && !other.name().equals(plain)
                        && other.name().equalsIgnoreCase(plain);
                if (clash) {
                    throw SluiceException.user(
                            "%s: the keys '%s' and '%s' have the same name (case does not count): rename one of them"
                                    .formatted(file.shown(), other.name(), plain));
                }
            }
        }
    }

    private List<SourceColumn> withExactNumbers(List<SourceColumn> columns, List<Integer> numbers, InputFile file) {
        JsonGroup group = new JsonGroup(columns, List.of(file));
        Map<Integer, NumberProfile> profiles =
                InferredTypes.profiles(session, group, numbers, group.scan(List.of(file), BadRecords.FAIL));
        List<SourceColumn> exact = new ArrayList<>(columns);
        profiles.forEach((i, profile) -> exact.set(
                i, new SourceColumn(columns.get(i).name(), profile.type().orElse(Primitive.DOUBLE))));
        return exact;
    }

    /** Names the lines that hold no JSON, which DuckDB counts in its own way. */
    private SluiceException malformed(InputFile file, SluiceException failure) {
        String lines =
                ("SELECT place FROM (SELECT row_number() OVER () AS place, line FROM read_csv(%s, auto_detect=false,"
                                + " header=false, delim=chr(1), quote='', escape='', columns={'line': 'VARCHAR'}))"
                                + " WHERE NOT json_valid(line) LIMIT 1")
                        .formatted(SqlText.literal(file.path().toString()));
        session.execute("SET preserve_insertion_order=true");
        try {
            List<Long> bad = session.query(lines, row -> row.number(1));
            return bad.isEmpty()
                    ? failure
                    : SluiceException.user(
                            "nothing was committed: %s, line %d holds no JSON object: mend the file"
                                    .formatted(file.shown(), bad.get(0)),
                            failure);
        } catch (SluiceException unreadable) {
            failure.addSuppressed(unreadable);
            return failure;
        } finally {
            session.execute("SET preserve_insertion_order=false");
        }
    }
}
