package io.sluice.cli;

import io.sluice.catalog.CatalogTable;
import io.sluice.lake.Lake;
import io.sluice.scan.Snapshot;
import io.sluice.table.TableMetadata;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Tells what a table is. */
@Command(name = "describe", description = "Tells what a table is: version, columns, partitions, properties, sizes.")
final class DescribeCommand implements Callable<Integer> {
    @ParentCommand
    private Sluice sluice;

    @Mixin
    private ChosenTable chosen;

    @Override
    public Integer call() {
        CatalogTable table;
        Snapshot snapshot;
        try (Lake lake = sluice.openExisting()) {
            table = chosen.table(lake).table();
            snapshot = chosen.snapshot(lake);
        }
        Console console = sluice.console();
        Map<String, Object> machine = machine(table, snapshot);
        console.result(machine, () -> print(machine, snapshot.metadata(), console));
        return ExitCode.DONE.number();
    }

    private static Map<String, Object> machine(CatalogTable table, Snapshot snapshot) {
        TableMetadata metadata = snapshot.metadata();
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("table", table.name().toString());
        machine.put("format", table.format());
        machine.put("location", table.location());
        machine.put("id", table.id().toString());
        machine.put("version", snapshot.version().number());
        machine.put("committed", snapshot.committedAt().toString());
        machine.put("files", snapshot.fileCount());
        machine.put("bytes", snapshot.sizeBytes());
        machine.put("comment", metadata.comment());
        machine.put("partitionedBy", metadata.partitionColumns());
        machine.put("properties", metadata.properties());
        machine.put("columns", Columns.machine(metadata));
        return machine;
    }

    private static void print(Map<String, Object> machine, TableMetadata metadata, Console console) {
        PrintStream out = console.out();
        String[] shown = {"table", "version", "committed", "format", "location", "files", "bytes"};
        for (String key : shown) {
            out.printf("%-15s %s%n", key, machine.get(key));
        }
        metadata.comment().ifPresent(comment -> out.printf("%-15s %s%n", "comment", comment));
        out.printf("%-15s %s%n", "partitioned by", String.join(", ", metadata.partitionColumns()));
        metadata.properties().forEach((key, value) -> out.printf("%-15s %s = %s%n", "property", key, value));
        out.println();
        Columns.print(metadata, console.terminal());
    }
}
