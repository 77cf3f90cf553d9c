package io.sluice.cli;

import io.sluice.catalog.OpenMode;
import io.sluice.duckdb.Cancellation;
import io.sluice.error.SluiceException;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Shows what the program does, on a lake of its own. */
@Command(
        name = "demo",
        description = {
            "Shows what this is, in a folder of its own: makes a few hundred CSV files, ingests them with eight writers"
                    + " at once, delivers some again, queries, and shows the history.",
            "Run again, it starts over."
        })
final class DemoCommand implements Callable<Integer> {
    /** Marks a folder that may be emptied by the next run. */
    private static final String MARKER = ".made-by-sluice-demo";

    private static final String TABLE = "sales.orders";

    @ParentCommand
    private Sluice sluice;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            defaultValue = "sluice-demo",
            description = "Where everything goes. Default: ./${DEFAULT-VALUE}.")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        long begun = System.nanoTime();
        Path lake = folder.resolve("lake");
        startOver();
        List<List<Path>> days = new DemoOrders(folder.resolve("incoming")).write();
        Cancellation cancellation = new Cancellation();
        return sluice.interrupt().guard(cancellation::cancel, () -> {
            DemoWriters.Result ingested;
            DemoWriters.Result again;
            long files = days.stream().mapToLong(List::size).sum();
            say("%s of orders are in %s: eight shops, thirty days, %s."
                    .formatted(
                            Amounts.count(files, "CSV file"),
                            folder.resolve("incoming"),
                            Amounts.count(files * DemoOrders.ROWS_PER_FILE, "row")));
            try (Lake opened = Lake.open(new LakeUri.Folder(lake), OpenMode.CREATE_IF_MISSING)) {
                DemoWriters writers = new DemoWriters(opened, TABLE, cancellation);
                say("%nEight writers ingest them at the same time, each the files of one day in one commit ..."
                        .formatted());
                ingested = writers.ingest(days);
                say("%s, %s, %s. Nobody had to try again."
                        .formatted(
                                Amounts.count(ingested.commits(), "commit"),
                                Amounts.count(ingested.rows(), "row"),
                                Amounts.time(ingested.elapsed())));
                say("%nThe files of five days are delivered again ...".formatted());
                again = writers.ingest(days.subList(0, 5));
                say("%s, %s skipped: they are in already."
                        .formatted(
                                Amounts.count(again.commits(), "commit"), Amounts.count(again.filesSkipped(), "file")));
            }
            requireExact(files, ingested, again);
            show(lake);
            finish(lake, ingested, again, Duration.ofNanos(System.nanoTime() - begun));
            return ExitCode.DONE.number();
        });
    }

    private void say(String message) {
        Console console = sluice.console();
        if (!console.quiet() && !console.json()) {
            console.out().println(message);
            console.out().flush();
        }
    }

    /** Empties the folder if an earlier run has made it, and never otherwise. */
    private void startOver() throws IOException {
        if (Files.exists(folder.resolve(MARKER))) {
            say("Starting over in %s.".formatted(folder));
            Folders.delete(folder.resolve("lake"));
            Folders.delete(folder.resolve("incoming"));
        } else if (Files.exists(folder) && !isEmptyFolder()) {
            throw SluiceException.user(
                    "%s is there and is not from an earlier demo: name another place with --folder".formatted(folder));
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(MARKER), "'sluice demo' empties this folder when it runs again.\n");
    }

    private boolean isEmptyFolder() throws IOException {
        try (Stream<Path> content = Files.isDirectory(folder) ? Files.list(folder) : Stream.of(folder)) {
            return content.findAny().isEmpty();
        }
    }

    private static void requireExact(long files, DemoWriters.Result ingested, DemoWriters.Result again) {
        boolean exact = ingested.rows() == files * DemoOrders.ROWS_PER_FILE && again.commits() == 0;
        if (!exact) {
            throw SluiceException.bug("the demo ingested %s, and again %s".formatted(ingested, again));
        }
    }

    private void show(Path lake) {
        run(
                lake,
                "sql",
                "SELECT shop, count(*) AS orders, sum(amount) AS amount FROM %s GROUP BY shop ORDER BY shop"
                        .formatted(TABLE));
        run(lake, "sql", "SELECT count(*) AS orders_by_then FROM %s AT (VERSION => 9)".formatted(TABLE));
        run(lake, "history", TABLE, "--limit", "5");
    }

    /** Shows a command line and what it prints. */
    private void run(Path lake, String... command) {
        if (sluice.console().json() || sluice.console().quiet()) {
            return;
        }
        String line = String.join(
                " ",
                Stream.of(command)
                        .map(word -> word.matches("[\\w.-]+") ? word : "'" + word + "'")
                        .toList());
        say("%n$ sluice --lake %s %s".formatted(lake, line));
        List<String> arguments = new java.util.ArrayList<>(List.of("--lake", lake.toString()));
        arguments.addAll(List.of(command));
        int exitCode = Sluice.run(sluice.console().terminal(), sluice.interrupt(), arguments.toArray(String[]::new));
        if (exitCode != 0) {
            throw SluiceException.bug("'sluice %s' ended with %d".formatted(line, exitCode));
        }
    }

    private void finish(Path lake, DemoWriters.Result ingested, DemoWriters.Result again, Duration elapsed) {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("lake", lake.toString());
        machine.put("table", TABLE);
        machine.put("rows", ingested.rows());
        machine.put("commits", ingested.commits());
        machine.put("filesIngested", ingested.filesIngested());
        machine.put("filesSkippedWhenDeliveredAgain", again.filesSkipped());
        machine.put("elapsedMillis", elapsed.toMillis());
        sluice.console()
                .result(
                        machine,
                        () -> sluice.console()
                                .out()
                                .printf(
                                        "%nAll of this took %s. Try next:%n%n"
                                                + "  export SLUICE_LAKE=%s%n"
                                                + "  sluice sql \"SELECT * FROM sales.orders WHERE day = '2026-01-05' LIMIT 5\"%n"
                                                + "  sluice describe sales.orders%n"
                                                + "  sluice ingest %s --into sales.orders%n",
                                        Amounts.time(elapsed), lake, folder.resolve("incoming")));
    }
}
