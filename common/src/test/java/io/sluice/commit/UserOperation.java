package io.sluice.commit;

import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.Redefine;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.commit.TableChange.ReplaceFiles;
import io.sluice.commit.TableChange.Restore;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.scan.FileChanges;
import io.sluice.scan.FileChanges.RowsDeleted;
import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.Operator;
import io.sluice.scan.ScanTask;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What people do to a table, at one place of it: as a transaction of mine, and as a winner. The table has ten rows in
 * each file, with ids that no other file has, and is partitioned by day.
 */
enum UserOperation {
    INSERT("insert"),
    INSERT_FROM_ITSELF("insert from the table itself"),
    OVERWRITE("overwrite"),
    DELETE("delete"),
    UPDATE("update"),
    MERGE("merge"),
    COMPACTION("compaction"),
    ALTER("schema change"),
    PROPERTIES("property change"),
    CONSTRAINT("new constraint"),
    REPLACE_TABLE("create or replace"),
    RESTORE("restore"),
    QUERY("read for another table");

    /** Where an operation is at work: one row of one file. */
    record Place(String file, int day, long firstId, long row) {
        static final Place HERE = new Place("a", 1, 0, 1);
        static final Place OTHER_ROW = new Place("a", 1, 0, 2);
        static final Place OTHER_FILE = new Place("b", 1, 10, 1);
        static final Place OTHER_DAY = new Place("c", 2, 0, 1);

        long id() {
            return firstId + row;
        }

        Predicate thatDay() {
            return new Comparison("day", Operator.EQUAL, (long) day);
        }

        Predicate oneRow() {
            return Predicate.and(List.of(thatDay(), new Comparison("id", Operator.EQUAL, id())));
        }

        /** What an overwrite of the file's range reads. */
        Predicate wholeFile() {
            return Predicate.and(List.of(
                    thatDay(),
                    new Comparison("id", Operator.GREATER_OR_EQUAL, firstId),
                    new Comparison("id", Operator.LESS, firstId + ROWS_PER_FILE)));
        }

        DataFile present() {
            return dataFile(file, firstId, firstId + ROWS_PER_FILE - 1);
        }

        /** A file that has the one row. */
        DataFile written() {
            return dataFile(file + row + "-new", id(), id());
        }

        private DataFile dataFile(String path, long from, long to) {
            ColumnStatistics ids = new ColumnStatistics(Optional.of(from), Optional.of(to), Optional.of(0L));
            return new DataFile(
                    path,
                    1,
                    1,
                    Map.of("day", Optional.of(Integer.toString(day))),
                    new FileStatistics(to - from + 1, Map.of("id", ids)));
        }
    }

    static final long ROWS_PER_FILE = 10;
    static final TableMetadata TABLE = new TableMetadata(
            TableId.random(),
            TableSchema.of(Field.optional("id", Primitive.LONG), Field.optional("day", Primitive.INTEGER)),
            List.of("day"),
            Map.of(),
            Optional.empty());

    private static final TableVersion READ = new TableVersion(3);

    private final String text;

    UserOperation(String text) {
        this.text = text;
    }

    /** The operation as documentation names it. */
    String text() {
        return text;
    }

    /** Operations that change nothing cannot win. */
    static Stream<UserOperation> winners() {
        return Stream.of(values()).filter(operation -> operation != QUERY);
    }

    Transaction mine(Place place, IsolationLevel level) {
        return new Transaction(reads(place), changes(place), level, operation());
    }

    /** The operation as it looks to those that come after it. */
    Winner winner(Place place) {
        Transaction landed = mine(place, IsolationLevel.WRITE_SERIALIZABLE);
        return new Winner(READ.next(), new CommitSummary(Instant.EPOCH, "test/1", name(), landed.kinds(), Map.of()));
    }

    /** What the winner did to files. */
    FileConflicts files(Place place) {
        ScanTask written = ScanTask.whole("/" + place.written().path(), place.written());
        List<ScanTask> present = List.of(ScanTask.whole("/" + place.file(), place.present()));
        List<RowsDeleted> deleted = List.of(new RowsDeleted(present.get(0), RowPositions.of(place.row())));
        List<ScanTask> none = List.of();
        FileChanges changes = switch (this) {
            case INSERT, INSERT_FROM_ITSELF -> new FileChanges(List.of(written), none, List.of(), none, none, none);
            case OVERWRITE, REPLACE_TABLE, RESTORE ->
                new FileChanges(List.of(written), present, List.of(), none, none, none);
            case DELETE -> new FileChanges(none, none, deleted, none, none, none);
            case UPDATE, MERGE -> new FileChanges(List.of(written), none, deleted, none, none, none);
            case COMPACTION -> new FileChanges(none, none, List.of(), present, List.of(written), none);
            case ALTER, PROPERTIES, CONSTRAINT, QUERY -> FileChanges.NONE;
        };
        return new FileConflicts(changes, TABLE);
    }

    private Reads reads(Place place) {
        return switch (this) {
            case INSERT, COMPACTION, ALTER, PROPERTIES, CONSTRAINT, REPLACE_TABLE, RESTORE -> Reads.schemaOf(READ);
            case INSERT_FROM_ITSELF, QUERY -> Reads.rowsOf(READ, place.oneRow());
            case OVERWRITE -> Reads.rowsOf(READ, place.wholeFile());
            case DELETE, UPDATE, MERGE -> Reads.targetsOf(READ, place.oneRow());
        };
    }

    private List<TableChange> changes(Place place) {
        AppendFiles append = new AppendFiles(List.of(place.written()));
        DeleteRows deletion = new DeleteRows(Map.of(place.file(), RowPositions.of(place.row())));
        return switch (this) {
            case INSERT, INSERT_FROM_ITSELF -> List.of(append);
            case OVERWRITE -> List.of(new RemoveFiles(List.of(place.file())), append);
            case DELETE -> List.of(deletion);
            case UPDATE, MERGE -> List.of(deletion, append);
            case COMPACTION -> List.of(new ReplaceFiles(List.of(place.file()), List.of(place.written())));
            case ALTER -> List.of(new AlterSchema(List.of(new AddColumn(Field.optional("note", Primitive.STRING)))));
            case PROPERTIES -> List.of(new SetProperties(Map.of("owner", "me"), Set.of()));
            case CONSTRAINT -> List.of(new SetProperties(Map.of("delta.constraints.positive", "id > 0"), Set.of()));
            case REPLACE_TABLE -> List.of(new Redefine(TABLE), append);
            case RESTORE -> List.of(new Restore(TableVersion.FIRST));
            case QUERY -> List.of();
        };
    }

    private Operation operation() {
        return new Operation("test/1", name(), Map.of(), Map.of());
    }

    /** What the rules say of my operation after the winner's. */
    static Optional<RejectionReason> conflict(
            UserOperation mine, Place at, UserOperation winner, Place winnersAt, IsolationLevel level) {
        return ConflictRules.conflict(mine.mine(at, level), winner.winner(winnersAt), () -> winner.files(winnersAt));
    }
}
