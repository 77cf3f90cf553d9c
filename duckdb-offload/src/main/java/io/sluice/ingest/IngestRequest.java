package io.sluice.ingest;

import static java.util.Objects.requireNonNull;

import io.sluice.duckdb.DuckDbSettings;
import io.sluice.error.SluiceException;
import io.sluice.table.TableName;
import java.util.List;

/**
 * What is to be ingested, and how.
 *
 * @param sources files, folders and globs
 * @param into the target table
 */
public record IngestRequest(
        List<String> sources,
        TableName into,
        TableRules table,
        ColumnOverrides columns,
        CsvOptions csv,
        BadRows badRows,
        DuckDbSettings resources) {
    public IngestRequest {
        sources = List.copyOf(sources);
        requireNonNull(into, "into");
        requireNonNull(table, "table");
        requireNonNull(columns, "columns");
        requireNonNull(csv, "csv");
        requireNonNull(badRows, "badRows");
        requireNonNull(resources, "resources");
        if (sources.isEmpty()) {
            throw SluiceException.user("there is no source: name a file, a folder or a glob");
        }
    }

    /** A request with everything else by default. */
    public static IngestRequest of(List<String> sources, TableName into) {
        return new IngestRequest(
                sources,
                into,
                TableRules.DEFAULT,
                ColumnOverrides.NONE,
                CsvOptions.DEFAULT,
                BadRows.FAIL,
                DuckDbSettings.DEFAULT);
    }

    public IngestRequest withTable(TableRules rules) {
        return new IngestRequest(sources, into, rules, columns, csv, badRows, resources);
    }

    public IngestRequest withColumns(ColumnOverrides overrides) {
        return new IngestRequest(sources, into, table, overrides, csv, badRows, resources);
    }

    public IngestRequest withCsv(CsvOptions options) {
        return new IngestRequest(sources, into, table, columns, options, badRows, resources);
    }

    public IngestRequest withBadRows(BadRows handling) {
        return new IngestRequest(sources, into, table, columns, csv, handling, resources);
    }

    public IngestRequest withResources(DuckDbSettings settings) {
        return new IngestRequest(sources, into, table, columns, csv, badRows, settings);
    }
}
