package io.sluice.cli;

import io.sluice.duckdb.RowSink;
import io.sluice.error.SluiceException;
import io.sluice.query.LakeSql;
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

/** Where the rows of a query go: stdout, or a file that appears when it is complete. */
final class ResultOutput {
    private final Terminal terminal;
    private final Optional<Path> file;

    private ResultOutput(Terminal terminal, Optional<Path> file) {
        this.terminal = terminal;
        this.file = file;
    }

    static ResultOutput to(Terminal terminal, Optional<Path> file) {
        return new ResultOutput(terminal, file);
    }

    void write(LakeSql sql, String script, ResultFormat format) {
        if (file.isEmpty() && format != ResultFormat.PARQUET) {
            sql.run(script, sink(terminal, format));
            return;
        }
        try {
            Path unfinished = unfinished();
            try {
                if (format == ResultFormat.PARQUET) {
                    sql.writeParquet(script, unfinished);
                } else {
                    writeText(sql, script, format, unfinished);
                }
                finish(unfinished);
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

    private static RowSink sink(Terminal terminal, ResultFormat format) {
        return switch (format) {
            case TABLE -> new TableRows(terminal);
            case CSV -> new CsvRows(terminal.out());
            case JSON -> new JsonRows(terminal.out());
            case PARQUET -> throw new IllegalArgumentException("Parquet is written by the engine");
        };
    }

    private void writeText(LakeSql sql, String script, ResultFormat format, Path target) throws IOException {
        try (PrintStream out = new PrintStream(
                new BufferedOutputStream(Files.newOutputStream(target), 1 << 16), false, StandardCharsets.UTF_8)) {
            Terminal redirected =
                    new Terminal(terminal.in(), out, terminal.err(), OptionalInt.empty(), terminal.errColumns());
            sql.run(script, sink(redirected, format));
            if (out.checkError()) {
                throw new IOException("the device may be full");
            }
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
        if (file.isPresent()) {
            Files.move(complete, file.get(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.copy(complete, terminal.out());
        }
    }
}
