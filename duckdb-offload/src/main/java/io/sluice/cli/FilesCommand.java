package io.sluice.cli;

import io.sluice.lake.Lake;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanPlan;
import io.sluice.scan.ScanTask;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Lists the data files of a table. */
@Command(name = "files", description = "Lists the data files of a table.")
final class FilesCommand implements Callable<Integer> {
    @ParentCommand
    private Sluice sluice;

    @Mixin
    private ChosenTable chosen;

    @Override
    public Integer call() {
        ScanPlan plan;
        try (Lake lake = sluice.openExisting()) {
            plan = chosen.snapshot(lake).plan(Predicate.ALL);
        }
        Console console = sluice.console();
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("version", plan.version().number());
        machine.put("files", plan.tasks().stream().map(FilesCommand::machine).toList());
        console.result(machine, () -> {
            TextTable text = TextTable.to(console.terminal(), "rows", "bytes", "partition", "path");
            plan.tasks().forEach(task -> text.row(human(task)));
            text.end("file", "files");
        });
        return ExitCode.DONE.number();
    }

    private static List<Object> human(ScanTask task) {
        String partition = task.file().partitionValues().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().orElse("NULL"))
                .collect(Collectors.joining(", "));
        return List.of(
                task.file().statistics().rowCount(),
                task.file().sizeBytes(),
                partition,
                task.file().path());
    }

    private static Map<String, Object> machine(ScanTask task) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("location", task.location());
        line.put("rows", task.file().statistics().rowCount());
        line.put("bytes", task.file().sizeBytes());
        line.put("modified", Instant.ofEpochMilli(task.file().modifiedMillis()).toString());
        Map<String, Optional<String>> partition = task.file().partitionValues();
        line.put("partition", partition);
        return line;
    }
}
