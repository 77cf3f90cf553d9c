package io.sluice.ingest;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at the footers of Parquet files. Files with the same columns make a group. */
final class ParquetInspection {
    private final DuckDbSession session;

    ParquetInspection(DuckDbSession session) {
        this.session = session;
    }

    private record Stored(String name, String type) {}

    List<InputGroup> inspect(List<InputFile> files) {
        Map<List<Stored>, List<InputFile>> groups = new LinkedHashMap<>();
        for (InputFile file : files) {
            groups.computeIfAbsent(stored(file), stored -> new ArrayList<>()).add(file);
        }
        List<InputGroup> result = new ArrayList<>();
        groups.forEach((stored, ofGroup) -> result.add(new ParquetGroup(
                stored.stream().map(column -> column(column, ofGroup.get(0))).toList(),
                stored.stream().map(Stored::type).toList(),
                ofGroup)));
        return result;
    }

    private List<Stored> stored(InputFile file) {
        try {
            return session.query(
                    "DESCRIBE SELECT * FROM read_parquet(%s, hive_partitioning=false)"
                            .formatted(SqlText.literal(file.path().toString())),
                    row -> new Stored(row.text(1), row.text(2)));
        } catch (SluiceException failure) {
            if (failure.kind() == SluiceException.Kind.BUG) {
                throw failure;
            }
            throw SluiceException.user(
                    "%s is not a Parquet file, or not a whole one: have it delivered again (%s)"
                            .formatted(
                                    file.shown(),
                                    failure.getMessage().lines().findFirst().orElse("")),
                    failure);
        }
    }

    private static SourceColumn column(Stored stored, InputFile file) {
        try {
            return new SourceColumn(stored.name(), DuckDbTypes.parse(stored.type()));
        } catch (SluiceException unsupported) {
            throw SluiceException.user(
                    "%s: the column '%s' cannot be ingested: %s"
                            .formatted(file.shown(), stored.name(), unsupported.getMessage()),
                    unsupported);
        }
    }
}
