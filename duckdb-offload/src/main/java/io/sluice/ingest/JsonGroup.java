package io.sluice.ingest;

import io.sluice.duckdb.Conversion;
import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.SqlText;
import io.sluice.duckdb.TextConversion;
import io.sluice.duckdb.TextFormats;
import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of JSON objects with the same keys. Single values are read as text and converted by our own rules; nested ones
 * in the type that all values of the file show, because DuckDB would cut them to fit any other.
 */
record JsonGroup(List<SourceColumn> columns, List<InputFile> files) implements InputGroup {
    private static final int FILES_PER_SCAN = 10_000;

    JsonGroup {
        columns = List.copyOf(columns);
        files = List.copyOf(files);
    }

    @Override
    public boolean statesTypes() {
        return false;
    }

    @Override
    public int filesPerScan(int threads) {
        return FILES_PER_SCAN;
    }

    @Override
    public String scan(List<InputFile> some, BadRecords badRecords) {
        List<String> read = new ArrayList<>();
        List<String> named = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            SourceColumn column = columns.get(i);
            String type = isSingle(column.type()) ? "VARCHAR" : DuckDbTypes.sql(column.type());
            read.add(SqlText.literal(column.name()) + ": " + SqlText.literal(type));
            named.add(SqlText.identifier(column.name()) + " AS c" + i);
        }
        return "(SELECT %s FROM read_json(%s, columns={%s}))"
                .formatted(
                        String.join(", ", named),
                        SqlText.literals(some.stream()
                                .map(file -> file.path().toString())
                                .toList()),
                        String.join(", ", read));
    }

    private static boolean isSingle(DataType type) {
        return type instanceof Primitive || type instanceof Decimal;
    }

    @Override
    public Conversion conversion(int column, String value, DataType type, Origin origin) {
        DataType own = columns.get(column).type();
        if (isSingle(own) && isSingle(type)) {
            return new TextConversion(TextFormats.DEFAULT, "c" + column, value).to(type, origin.spelling());
        }
        if (own.equals(type)) {
            return Conversion.always("c" + column);
        }
        throw SluiceException.user("%s: the column '%s' is %s, and %s in the table: make them the same"
                .formatted(files.get(0).shown(), columns.get(column).name(), own.text(), type.text()));
    }

    @Override
    public String number(int column) {
        return "c" + column;
    }
}
