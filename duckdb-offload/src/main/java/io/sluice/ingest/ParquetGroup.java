package io.sluice.ingest;

import io.sluice.duckdb.Conversion;
import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.TypeWidening;
import java.util.ArrayList;
import java.util.List;

/**
 * Parquet files with the same columns.
 *
 * @param stored the types in the files, in DuckDB's words
 */
record ParquetGroup(List<SourceColumn> columns, List<String> stored, List<InputFile> files) implements InputGroup {
    private static final int FILES_PER_SCAN = 10_000;

    ParquetGroup {
        columns = List.copyOf(columns);
        stored = List.copyOf(stored);
        files = List.copyOf(files);
    }

    @Override
    public boolean statesTypes() {
        return true;
    }

    @Override
    public int filesPerScan(int threads) {
        return FILES_PER_SCAN;
    }

    @Override
    public String scan(List<InputFile> some, BadRecords badRecords) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            named.add(SqlText.identifier(columns.get(i).name()) + " AS c" + i);
        }
        return "(SELECT %s FROM read_parquet(%s, hive_partitioning=false))"
                .formatted(
                        String.join(", ", named),
                        SqlText.literals(some.stream()
                                .map(file -> file.path().toString())
                                .toList()));
    }

    @Override
    public Conversion conversion(int column, String value, DataType type, Origin origin) {
        String from = stored.get(column);
        String to = DuckDbTypes.sql(type);
        String content = "c" + column;
        if (from.equals(to)) {
            return Conversion.always(content);
        }
        DataType own = columns.get(column).type();
        if (own.equals(type) && !from.equals("TIMESTAMP_NS")) {
            return Conversion.checked("TRY_CAST(" + content + " AS " + to + ")", value + " IS NOT NULL");
        }
        if (TypeWidening.isAllowed(own, type) || (isExact(own) && isExact(type)) || own.equals(type)) {
            String cast = "TRY_CAST(" + content + " AS " + to + ")";
            return Conversion.checked(cast, "TRY_CAST(%s AS %s) = %s".formatted(value, from, content));
        }
        throw SluiceException.user("%s: the column '%s' is %s, and %s in the table: make them the same"
                .formatted(files.get(0).shown(), columns.get(column).name(), own.text(), type.text()));
    }

    private static boolean isExact(DataType type) {
        return type == Primitive.BYTE
                || type == Primitive.SHORT
                || type == Primitive.INTEGER
                || type == Primitive.LONG
                || type instanceof Decimal;
    }

    @Override
    public String number(int column) {
        return "CAST(c" + column + " AS VARCHAR)";
    }
}
