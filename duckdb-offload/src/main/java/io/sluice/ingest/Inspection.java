package io.sluice.ingest;

import io.sluice.duckdb.DuckDbSession;
import java.util.List;

/** Looks at source files, each kind in its way. */
final class Inspection {
    private Inspection() {}

    /** Groups the files, which are of one kind. */
    static List<InputGroup> inspect(DuckDbSession session, IngestRequest request, List<InputFile> files) {
        return switch (files.get(0).kind()) {
            case CSV -> new CsvInspection(session, request.csv(), request.columns()).inspect(files);
            case JSON_LINES -> new JsonInspection(session).inspect(files);
            case PARQUET -> new ParquetInspection(session).inspect(files);
        };
    }
}
