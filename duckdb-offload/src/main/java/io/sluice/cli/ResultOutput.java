package io.sluice.cli;

import io.sluice.duckdb.RowSink;
import io.sluice.error.SluiceException;
import io.sluice.session.QueryResult;
import io.sluice.session.SessionOutput;
import io.sluice.session.StatementEnd;
import io.sluice.session.StatementReport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;

/** Where the results of statements go: stdout, or a file that appears when it is complete. */
final class ResultOutput {
    private final Console console;
    private final Terminal terminal;
    private final Optional<Path> file;
    private final ResultFormat format;

    ResultOutput(Console console, Optional<Path> file, ResultFormat format) {
        this.console = console;
        this.terminal = console.terminal();
        this.file = file;
        this.format = format;
    }

    /** Runs statements; a file appears only if they end well. */
    StatementEnd write(Function<SessionOutput, StatementEnd> statements) {
        if (file.isEmpty() && format != ResultFormat.PARQUET) {
            return statements.apply(new Rows(sink(terminal)));
        }
        try {
            Path unfinished = unfinished();
            try {
                StatementEnd end = format == ResultFormat.PARQUET
                        ? statements.apply(new ParquetFile(unfinished))
                        : writeText(statements, unfinished);
                if (end instanceof StatementEnd.Done) {
                    finish(unfinished);
                }
                return end;
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw SluiceException.user(
                    "the result cannot be written to %s: %s"
                            .formatted(file.map(Path::toString).orElse("stdout"), e),
                    e);
        }
    }

    private RowSink sink(Terminal target) {
        return switch (format) {
            case TABLE -> new TableRows(target);
            case CSV -> new CsvRows(target.out());
            case JSON -> new JsonRows(target.out());
            case PARQUET -> throw new IllegalArgumentException("Parquet is written by the engine");
        };
    }

    private StatementEnd writeText(Function<SessionOutput, StatementEnd> statements, Path target) throws IOException {
        try (PrintStream out = new PrintStream(
                new BufferedOutputStream(Files.newOutputStream(target), 1 << 16), false, StandardCharsets.UTF_8)) {
            Terminal redirected =
                    new Terminal(terminal.in(), out, terminal.err(), OptionalInt.empty(), terminal.errColumns());
            StatementEnd end = statements.apply(new Rows(sink(redirected)));
            if (out.checkError()) {
                throw new IOException("the device may be full");
            }
            return end;
        }
    }

    private Path unfinished() throws IOException {
        if (file.isEmpty()) {
            return Files.createTempFile("sluice-result-", ".parquet");
        }
        Path folder = file.get().toAbsolutePath().getParent();
        // Not a temporary file of Java's: those are readable by their owner only, and this one is a result soon.
        return Files.createFile(
                folder.resolve(".%s.%s.unfinished".formatted(file.get().getFileName(), UUID.randomUUID())));
    }

    private void finish(Path complete) throws IOException {
        if (format == ResultFormat.PARQUET && Files.size(complete) == 0) {
            console.say("note: no statement had rows, so no Parquet is written");
        } else if (file.isPresent()) {
            Files.move(complete, file.get(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.copy(complete, terminal.out());
        }
    }

    /** What was done, beside results: where these are no text for people or a document, it is a message. */
    private void report(StatementReport report) {
        boolean beside = file.isPresent() || format == ResultFormat.CSV || format == ResultFormat.PARQUET;
        if (beside) {
            console.say(report.text());
        } else if (format == ResultFormat.JSON) {
            Json.print(report.machine(), terminal.out());
        } else {
            terminal.out().println(report.text());
        }
        terminal.flush();
    }

    /** Results one after the other, as text. */
    private final class Rows implements SessionOutput {
        private final RowSink sink;

        Rows(RowSink sink) {
            this.sink = sink;
        }

        @Override
        public void query(QueryResult result) {
            result.stream(sink);
            terminal.flush();
        }

        @Override
        public void report(StatementReport report) {
            ResultOutput.this.report(report);
        }
    }

    /** The last result, as Parquet. */
    private final class ParquetFile implements SessionOutput {
        private final Path target;

        ParquetFile(Path target) {
            this.target = target;
        }

        @Override
        public void query(QueryResult result) {
            result.writeParquet(target);
        }

        @Override
        public void report(StatementReport report) {
            ResultOutput.this.report(report);
        }
    }
}
