package io.sluice.cli;

import io.sluice.format.HistoryEntry;
import io.sluice.lake.Lake;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the commits of a table. */
@Command(name = "history", description = "Lists the commits of a table, newest first.")
final class HistoryCommand implements Callable<Integer> {
    @ParentCommand
    private Sluice sluice;

    @Mixin
    private ChosenTable chosen;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many commits. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Override
    public Integer call() {
        List<HistoryEntry> entries;
        try (Lake lake = sluice.openExisting()) {
            entries = chosen.table(lake).history(limit);
        }
        Console console = sluice.console();
        console.result(
                Map.of("history", entries.stream().map(HistoryCommand::machine).toList()), () -> {
                    TextTable text = TextTable.to(
                            console.terminal(),
                            "version",
                            "committed",
                            "operation",
                            "engine",
                            "files",
                            "rows",
                            "bytes");
                    entries.forEach(entry -> text.row(human(entry)));
                    text.end("commit", "commits");
                });
        return ExitCode.DONE.number();
    }

    private static List<Object> human(HistoryEntry entry) {
        Map<String, String> metrics = entry.operation().metrics();
        List<Object> line = new ArrayList<>();
        line.add(entry.version().number());
        line.add(entry.committedAt().toString());
        line.add(entry.operation().name());
        line.add(entry.operation().engine());
        line.add(metrics.getOrDefault("numFiles", ""));
        line.add(metrics.getOrDefault("numOutputRows", ""));
        line.add(metrics.getOrDefault("numOutputBytes", ""));
        return line;
    }

    private static Map<String, Object> machine(HistoryEntry entry) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("version", entry.version().number());
        line.put("committed", entry.committedAt().toString());
        line.put("operation", entry.operation().name());
        line.put("engine", entry.operation().engine());
        line.put("parameters", entry.operation().parameters());
        line.put("metrics", entry.operation().metrics());
        return line;
    }
}
