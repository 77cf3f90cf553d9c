package io.sluice.write;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.WrittenFile;
import io.sluice.error.SluiceException;
import io.sluice.table.DataFile;
import io.sluice.table.TableMetadata;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes rows into new data files of a table. Every value becomes the column's exactly or not at all, and the rows meet
 * the table's rules; if one does not, nothing is left on disk. The files are durable, and no commit names them yet:
 * they are handed to a transaction, or removed by {@link #remove}.
 */
public final class RowWriter {
    /** Where files lie that tell changes row by row. Source: Delta protocol, section "Change Data Files". */
    private static final String CHANGES = "_change_data";

    private final DuckDbSession session;
    private final TableMetadata table;
    private final Path location;

    /**
     * A writer for one state of a table.
     *
     * @param table as the statement sees it, with the changes of its own transaction
     * @param location the table's folder, absolute
     */
    public RowWriter(DuckDbSession session, TableMetadata table, String location) {
        this.session = session;
        this.table = table;
        this.location = Path.of(location);
    }

    /** Data files of rows; none if there are no rows. A user error if a value or a row does not fit the table. */
    public List<DataFile> write(NewRows rows) {
        rows.requireValuesFor(table.schema().columns());
        return write(new RowSql(table, rows, RowRules.of(table)), location, "part-");
    }

    /** Data files of rows that the table had before, in other files. Rules are not checked again. */
    List<DataFile> writeMoved(NewRows rows) {
        return write(new RowSql(table, rows, RowRules.NONE), location, "part-");
    }

    /**
     * Files that tell changes: rows as they were or are, with the column {@code _change_type} as an extra one. Rules
     * are not checked.
     */
    public List<DataFile> writeChanges(NewRows rows) {
        return write(new RowSql(table, rows, RowRules.NONE), location.resolve(CHANGES), "cdc-");
    }

    /** Removes files that were written, of which no commit can know. */
    public void remove(List<DataFile> files) {
        StagedFiles.removePaths(
                files.stream().map(file -> location.resolve(file.path())).toList());
    }

    private List<DataFile> write(RowSql sql, Path folder, String prefix) {
        StagedFiles.prepare(folder);
        List<WrittenFile> files = copy(sql, folder, prefix);
        try {
            StagedFiles.sync(folder, files);
            long now = System.currentTimeMillis();
            return files.stream()
                    .map(file -> DataFiles.of(file, table, location, now))
                    .toList();
        } catch (RuntimeException | Error failure) {
            StagedFiles.remove(files);
            throw failure;
        }
    }

    private List<WrittenFile> copy(RowSql sql, Path folder, String prefix) {
        try {
            return new StoredRows(table, RowRules.NONE).copy(session, sql.stored(), folder, prefix);
        } catch (SluiceException failure) {
            session.requireNotCancelled();
            if (failure.kind() == SluiceException.Kind.USER) {
                if (StoredRows.isBadRow(failure)) {
                    sql.diagnose(session);
                } else {
                    RowRules.of(table).requireUnderstood(session, sql.logical());
                }
            }
            throw withoutPlace(failure);
        }
    }

    /** The engine shows a place in a statement that the user has not seen. */
    private static SluiceException withoutPlace(SluiceException failure) {
        int place = failure.getMessage().indexOf("\n\nLINE ");
        return place < 0 || failure.kind() != SluiceException.Kind.USER
                ? failure
                : SluiceException.user(failure.getMessage().substring(0, place), failure);
    }
}
