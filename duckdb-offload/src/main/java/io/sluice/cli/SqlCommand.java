package io.sluice.cli;

import io.sluice.duckdb.Cancellation;
import io.sluice.error.SluiceException;
import io.sluice.format.FormatTable;
import io.sluice.lake.Lake;
import io.sluice.query.LakeSql;
import io.sluice.table.TableName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** Queries tables. */
@Command(
        name = "sql",
        sortOptions = false,
        description = {
            "Runs SQL over the tables of the lake, and over files.",
            "A table is NS.TABLE, or TABLE in the namespace 'default'; AT (VERSION => 3) or"
                    + " AT (TIMESTAMP => '2026-01-31 12:00') after it asks for an earlier state."
        },
        footer = {
            "",
            "Examples:",
            "  sluice sql 'SELECT shop, sum(amount) FROM sales.orders GROUP BY shop'",
            "  sluice sql -o csv 'FROM sales.orders AT (VERSION => 3)' > orders.csv",
            "  sluice sql -f report.sql -o parquet --output report.parquet"
        })
final class SqlCommand implements Callable<Integer> {
    private static final String STDIN = "-";

    @ParentCommand
    private Sluice sluice;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "SQL", description = "Statements; '-' reads them from stdin.")
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

    @Mixin
    private ResourceArguments resources;

    @Override
    public Integer call() throws IOException {
        String script = script();
        Console console = sluice.console();
        ResultFormat chosen = chosenFormat(console);
        if (chosen == ResultFormat.PARQUET
                && output == null
                && console.terminal().outColumns().isPresent()) {
            throw new ParameterException(spec.commandLine(), "Parquet is not for terminals: add --output FILE");
        }
        Cancellation cancellation = new Cancellation();
        try (LazyLake lake = new LazyLake();
                LakeSql sql = new LakeSql(lake::find, resources.settings(), cancellation)) {
            sluice.interrupt().guard(cancellation::cancel, () -> {
                ResultOutput.to(console.terminal(), Optional.ofNullable(output)).write(sql, script, chosen);
                return null;
            });
        }
        return ExitCode.DONE.number();
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

    private String script() throws IOException {
        if (file != null && !statements.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "give either statements or --file, not both");
        }
        if (file == null && statements.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "write a statement, for example 'SELECT 1', or --file FILE");
        }
        if (STDIN.equals(file) || statements.equals(List.of(STDIN))) {
            return new String(sluice.console().terminal().in().readAllBytes(), StandardCharsets.UTF_8);
        }
        return file == null ? String.join(";\n", statements) : read(Path.of(file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw SluiceException.user("the file %s cannot be read as UTF-8 text: %s".formatted(file, e), e);
        }
    }

    /** The lake, opened when a statement first names a table; one that is not there has no tables. */
    private final class LazyLake implements AutoCloseable {
        private Optional<Lake> lake = Optional.empty();
        private boolean asked;

        Optional<FormatTable> find(TableName name) {
            if (!asked) {
                lake = sluice.openIfThere();
                asked = true;
            }
            return lake.flatMap(opened -> opened.find(name));
        }

        @Override
        public void close() {
            lake.ifPresent(Lake::close);
        }
    }
}
