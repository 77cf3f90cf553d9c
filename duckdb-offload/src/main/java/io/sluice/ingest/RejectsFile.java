package io.sluice.ingest;

import io.sluice.error.SluiceException;
import io.sluice.table.TableName;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;

/** Rejected rows as a CSV file of their own: {@code file,line,column,error,row}. */
final class RejectsFile {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private RejectsFile() {}

    /** Where rejects of a table go unless the user says so. */
    static Path place(String warehouse, TableName table, Instant now) {
        String id = UUID.randomUUID().toString().substring(0, 8);
        return Path.of(warehouse, "_rejects", table.toString(), TIME.format(now) + "-" + id + ".csv");
    }

    /** Writes a new file; a user error if there is one of that name. */
    static void write(Path path, List<RejectedRow> rows) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            try (BufferedWriter writer = Files.newBufferedWriter(path, StandardOpenOption.CREATE_NEW)) {
                writer.write("file,line,column,error,row\n");
                for (RejectedRow row : rows) {
                    writer.write(line(row));
                }
            }
        } catch (FileAlreadyExistsException taken) {
            throw SluiceException.user(
                    "the file %s for rejected rows is there already: nothing was committed; name another file"
                            .formatted(path),
                    taken);
        } catch (IOException failure) {
            throw SluiceException.external(
                    "rejected rows could not be written to %s: nothing was committed (%s)".formatted(path, failure),
                    failure);
        }
    }

    private static String line(RejectedRow row) {
        return String.join(
                        ",",
                        quoted(row.file().path().toString()),
                        row.line().map(String::valueOf).orElse(""),
                        quoted(row.column().orElse("")),
                        quoted(row.error()),
                        quoted(row.raw()))
                + "\n";
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "" : '"' + text.replace("\"", "\"\"") + '"';
    }

    static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException left) {
            // It says what was rejected by an attempt that did not commit; nothing refers to it.
        }
    }
}
