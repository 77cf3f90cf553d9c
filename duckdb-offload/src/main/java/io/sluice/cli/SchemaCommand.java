package io.sluice.cli;

import io.sluice.lake.Lake;
import io.sluice.table.TableMetadata;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Lists the columns of a table. */
@Command(name = "schema", description = "Lists the columns of a table.")
final class SchemaCommand implements Callable<Integer> {
    @ParentCommand
    private Sluice sluice;

    @Mixin
    private ChosenTable chosen;

    @Override
    public Integer call() {
        TableMetadata metadata;
        try (Lake lake = sluice.openExisting()) {
            metadata = chosen.snapshot(lake).metadata();
        }
        Console console = sluice.console();
        console.result(Map.of("columns", Columns.machine(metadata)), () -> Columns.print(metadata, console.terminal()));
        return ExitCode.DONE.number();
    }
}
