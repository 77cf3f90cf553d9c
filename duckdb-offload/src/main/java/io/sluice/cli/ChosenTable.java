package io.sluice.cli;

import io.sluice.error.SluiceException;
import io.sluice.format.FormatTable;
import io.sluice.lake.Lake;
import io.sluice.scan.Snapshot;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import io.sluice.table.Values;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The table that a command is about, in the state that it is about. */
final class ChosenTable {
    @Parameters(paramLabel = "NS.TABLE", description = "The table; without a namespace it is in 'default'.")
    private String name;

    @Option(
            names = "--at",
            paramLabel = "VERSION|TIMESTAMP",
            description = "An earlier state: a version number, or a time such as '2026-01-31 12:00' (UTC).")
    private String at;

    FormatTable table(Lake lake) {
        return lake.table(TableName.parse(name));
    }

    Snapshot snapshot(Lake lake) {
        FormatTable table = table(lake);
        if (at == null) {
            return table.snapshot();
        }
        return at.matches("\\d{1,18}")
                ? table.snapshotAt(new TableVersion(Long.parseLong(at)))
                : table.snapshotAsOf(instant());
    }

    private Instant instant() {
        try {
            return Instant.EPOCH.plus(Values.micros(at), ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw SluiceException.user(
                    "'%s' is neither a version number nor a time: write --at 3 or --at '2026-01-31 12:00'"
                            .formatted(at),
                    e);
        }
    }
}
