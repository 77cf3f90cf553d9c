package io.sluice.ingest;

import java.util.Optional;

/**
 * A row that cannot be read as it should.
 *
 * @param line the number of its first line in the file, from 1, in Parquet that of the row; empty if it is not known
 * @param column the column to blame; empty if the whole row has the wrong form
 * @param error what is wrong, with the value
 * @param raw the row as it stands in the file
 */
record RejectedRow(InputFile file, Optional<Long> line, Optional<String> column, String error, String raw) {
    /** The row as a line of a message. */
    String text() {
        return file.shown()
                + line.map(number -> (file.kind() == InputKind.PARQUET ? ", row " : ", line ") + number)
                        .orElse("")
                + column.map(name -> ", column " + name).orElse("")
                + ": "
                + error;
    }
}
