package io.sluice.compat.kill.program;

import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.compat.process.OpenLake;
import io.sluice.duckdb.Cancellation;
import io.sluice.ingest.Ingest;
import io.sluice.ingest.IngestReport;
import io.sluice.ingest.IngestRequest;
import io.sluice.ingest.ProgressListener;
import io.sluice.lake.Lake;
import io.sluice.table.TableName;
import java.util.List;

/**
 * Ingests files, one after the other, and says in a line what it does next: {@code READ file}, the phases of
 * {@link TracedCatalog}, then {@code IN file} once it has been told that the file's rows are in, by this call or
 * earlier. Arguments: lake, table, files.
 */
public final class Feeder {
    private Feeder() {}

    public static void main(String[] arguments) {
        TableName table = TableName.parse(arguments[1]);
        try (Lake lake = OpenLake.at(arguments[0], catalog -> new TracedCatalog(catalog, Feeder::say))) {
            for (int i = 2; i < arguments.length; i++) {
                String file = arguments[i];
                say("READ " + file);
                IngestReport report = Ingest.run(
                        lake, IngestRequest.of(List.of(file), table), ProgressListener.SILENT, new Cancellation());
                boolean in = report.outcome()
                        .map(outcome -> outcome instanceof Committed)
                        .orElse(true);
                if (!in) {
                    throw new IllegalStateException(file + " did not land: " + report);
                }
                say("IN " + file);
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
