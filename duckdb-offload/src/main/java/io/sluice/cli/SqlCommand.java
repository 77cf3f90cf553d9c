package io.sluice.cli;

import io.sluice.commit.IsolationLevel;
import io.sluice.duckdb.Cancellation;
import io.sluice.error.SluiceException;
import io.sluice.lake.Lake;
import io.sluice.lake.Pins;
import io.sluice.session.LakeSource;
import io.sluice.session.Reruns;
import io.sluice.session.SessionSettings;
import io.sluice.session.SqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Queries and changes tables. */
@Command(
        name = "sql",
        sortOptions = false,
        description = {
            "Runs SQL over the tables of the lake, and over files. Without statements it is a session on stdin.",
            "A table is NS.TABLE, or TABLE in the namespace 'default'; AT (VERSION => 3) or"
                    + " AT (TIMESTAMP => '2026-01-31 12:00') after it asks for an earlier state."
        },
        footer = {
            "",
            "Examples:",
            "  sluice sql 'SELECT shop, sum(amount) FROM sales.orders GROUP BY shop'",
            "  sluice sql \"DELETE FROM sales.orders WHERE day < '2026-01-01'\"",
            "  sluice sql -o csv 'FROM sales.orders AT (VERSION => 3)' > orders.csv",
            "  sluice sql -f report.sql -o parquet --output report.parquet"
        })
final class SqlCommand implements Callable<Integer> {
    private static final String STDIN = "-";

    @ParentCommand
    private Sluice sluice;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "SQL",
            description = "Statements; '-' reads them from stdin, and runs each when its ';' has come.")
    private List<String> statements = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Reads the statements from a file; '-' is stdin.")
    private String file;

    @Option(
            names = {"-o", "--format"},
            paramLabel = "FORMAT",
            description = "table, csv, json or parquet. Default: as the output file is called, else table.")
    private ResultFormat format;

    @Option(names = "--output", paramLabel = "FILE", description = "Writes the result to a file instead of stdout.")
    private Path output;

    @Option(
            names = "--isolation",
            paramLabel = "LEVEL",
            description = "write-serializable or serializable: what transactions are promised that ask for nothing."
                    + " Default: write-serializable; with --pins serializable.")
    private String isolation;

    @Option(
            names = "--pin",
            paramLabel = "FILE",
            description = "Writes the versions of the tables that were read to a JSON file; '-' is stdout.")
    private String pin;

    @Option(
            names = "--pins",
            paramLabel = "FILE",
            description = "Reads tables at the versions that --pin has written, and commits only if nothing that was"
                    + " read there has changed since.")
    private Path pins;

    @Mixin
    private ResourceArguments resources;

    @Override
    public Integer call() throws IOException {
        Optional<String> script = script();
        Console console = sluice.console();
        ResultFormat chosen = chosenFormat(console);
        if (chosen == ResultFormat.PARQUET
                && output == null
                && console.terminal().outColumns().isPresent()) {
            throw new ParameterException(spec.commandLine(), "Parquet is not for terminals: add --output FILE");
        }
        ResultOutput results = new ResultOutput(console, Optional.ofNullable(output), chosen);
        Cancellation cancellation = new Cancellation();
        try (LazyLake lake = new LazyLake();
                SqlSession session = new SqlSession(lake, settings(), resources.settings(), cancellation)) {
            SessionInput input = new SessionInput(session, results, sluice.failures(), console);
            ExitCode code = sluice.interrupt().guard(cancellation::cancel, () -> run(input, script));
            if (pin != null) {
                PinFile.write(pin, session.pins(), console.terminal());
            }
            return code.number();
        }
    }

    private ExitCode run(SessionInput input, Optional<String> script) {
        if (script.isPresent()) {
            return input.script(script.get());
        }
        boolean session = file == null && statements.isEmpty();
        return session ? input.session() : input.streamedScript();
    }

    private SessionSettings settings() {
        Pins given = pins == null ? Pins.NONE : PinFile.read(pins);
        return new SessionSettings(Optional.ofNullable(isolation).map(this::level), given, Reruns.DEFAULT);
    }

    private IsolationLevel level(String name) {
        return switch (name) {
            case "serializable" -> IsolationLevel.SERIALIZABLE;
            case "write-serializable" -> IsolationLevel.WRITE_SERIALIZABLE;
            default ->
                throw new ParameterException(
                        spec.commandLine(),
                        "'%s' is not an isolation level: write serializable or write-serializable".formatted(name));
        };
    }

    private ResultFormat chosenFormat(Console console) {
        if (format != null) {
            return format;
        }
        if (output != null) {
            return ResultFormat.ofFile(output);
        }
        return console.json() ? ResultFormat.JSON : ResultFormat.TABLE;
    }

    /** The statements; empty if they come from stdin. */
    private Optional<String> script() {
        if (file != null && !statements.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "give either statements or --file, not both");
        }
        if (file != null) {
            return file.equals(STDIN) ? Optional.empty() : Optional.of(read(Path.of(file)));
        }
        boolean stdin = statements.isEmpty() || statements.equals(List.of(STDIN));
        return stdin ? Optional.empty() : Optional.of(String.join(";\n", statements));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw SluiceException.user("the file %s cannot be read as UTF-8 text: %s".formatted(file, e), e);
        }
    }

    /** The lake, opened when a statement first needs it; one that is not there has no tables. */
    private final class LazyLake implements LakeSource, AutoCloseable {
        private Optional<Lake> lake = Optional.empty();

        @Override
        public Optional<Lake> existing() {
            if (lake.isEmpty()) {
                lake = sluice.openIfThere();
            }
            return lake;
        }

        @Override
        public Lake made() {
            if (lake.isEmpty()) {
                lake = Optional.of(sluice.open());
            }
            return lake.get();
        }

        @Override
        public void close() {
            lake.ifPresent(Lake::close);
        }
    }
}
