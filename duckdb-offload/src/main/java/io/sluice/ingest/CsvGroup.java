package io.sluice.ingest;

import io.sluice.duckdb.Conversion;
import io.sluice.duckdb.SqlText;
import io.sluice.duckdb.TextConversion;
import io.sluice.duckdb.TextFormats;
import io.sluice.table.DataType;
import java.util.List;
import java.util.StringJoiner;

/** CSV files of one form with the same header. Everything is read as text and converted by our own rules. */
record CsvGroup(CsvDialect dialect, TextFormats formats, List<SourceColumn> columns, List<InputFile> files)
        implements InputGroup {
    CsvGroup {
        columns = List.copyOf(columns);
        files = List.copyOf(files);
    }

    @Override
    public boolean statesTypes() {
        return false;
    }

    /**
     * DuckDB 2.0 and 1.5 lose the rest of a file whose last quote stays open, without an error, if a scan has more than
     * two files for each thread.
     */
    @Override
    public int filesPerScan(int threads) {
        return 2 * threads;
    }

    @Override
    public String scan(List<InputFile> some, BadRecords badRecords) {
        StringJoiner names = new StringJoiner(", ", "{", "}");
        for (int i = 0; i < columns.size(); i++) {
            names.add("'c" + i + "': 'VARCHAR'");
        }
        String rejects = switch (badRecords) {
            case FAIL -> "";
            case SKIP -> ", ignore_errors=true";
            case KEEP ->
                ", store_rejects=true, rejects_table='%s', rejects_scan='%s_scans'"
                        .formatted(Diagnosis.REJECTS, Diagnosis.REJECTS);
        };
        return "read_csv(%s, %s, columns=%s%s)"
                .formatted(
                        SqlText.literals(some.stream()
                                .map(file -> file.path().toString())
                                .toList()),
                        dialect.readerOptions(),
                        names,
                        rejects);
    }

    @Override
    public Conversion conversion(int column, String value, DataType type, Origin origin) {
        return new TextConversion(formats, "c" + column, value).to(type, origin.spelling());
    }

    @Override
    public String number(int column) {
        return new TextConversion(formats, "c" + column, "").number();
    }
}
