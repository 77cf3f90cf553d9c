package io.sluice.sql;

import io.sluice.sql.TableStatement.AlterTable;
import io.sluice.sql.TableStatement.Alteration;
import io.sluice.sql.TableStatement.DescribeHistory;
import io.sluice.sql.TableStatement.DropTable;
import io.sluice.sql.TableStatement.IfMissing;
import io.sluice.sql.TableStatement.Moment;
import io.sluice.sql.TableStatement.Restore;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads statements about tables as a whole. */
final class TableStatementParser {
    private TableStatementParser() {}

    /** Empty if the statement is of another kind. */
    static Optional<TableStatement> parse(Cursor cursor) {
        if (cursor.accept("CREATE")) {
            return Optional.of(new CreateParser(cursor).create());
        }
        if (cursor.accept("DROP")) {
            return Optional.of(drop(cursor));
        }
        if (cursor.accept("ALTER")) {
            requireTable(cursor, "ALTER");
            return Optional.of(new AlterParser(cursor).alter());
        }
        if (cursor.accept("COMMENT", "ON")) {
            return Optional.of(comment(cursor));
        }
        if (cursor.accept("RESTORE")) {
            return Optional.of(restore(cursor));
        }
        return history(cursor);
    }

    /** Takes TABLE; of everything else the user learns that there is no such thing. */
    static void requireTable(Cursor cursor, String verb) {
        if (cursor.isNextOneOf(Set.of("SCHEMA", "DATABASE", "NAMESPACE"))) {
            String word = cursor.here().text().toUpperCase(Locale.ROOT);
            if (verb.equals("ALTER")) {
                throw cursor.unsupported(
                        "ALTER %s is not there: rename its tables, ALTER TABLE OLD.TABLE RENAME TO NEW.TABLE, or the namespace with all of them in Trino"
                                .formatted(word));
            }
            throw cursor.unsupported(
                    "%s %s is not needed: a namespace is there when it has a table, and gone with the last one"
                            .formatted(verb, word));
        }
        if (!cursor.accept("TABLE")) {
            throw cursor.unexpected("TABLE: a lake has nothing else to %s".formatted(verb.toLowerCase(Locale.ROOT)));
        }
    }

    private static DropTable drop(Cursor cursor) {
        requireTable(cursor, "DROP");
        IfMissing ifMissing = cursor.accept("IF", "EXISTS") ? IfMissing.IGNORE : IfMissing.FAIL;
        TargetTable target = cursor.target();
        cursor.expectEnd();
        return new DropTable(cursor.statement(), target, ifMissing);
    }

    private static AlterTable comment(Cursor cursor) {
        if (cursor.accept("COLUMN")) {
            ColumnPath path = cursor.path("TABLE.COLUMN");
            int last = path.names().size() - 1;
            if (last < 1 || last > 2) {
                throw path.error("'%s' is not a column: write TABLE.COLUMN or NAMESPACE.TABLE.COLUMN"
                        .formatted(path.span().text()));
            }
            String table = path.names().get(last - 1);
            TableName name = last == 1
                    ? new TableName(NamespaceName.DEFAULT, table)
                    : TableName.of(path.names().get(0), table);
            ColumnPath column = new ColumnPath(path.span(), path.names().subList(last, last + 1));
            return new AlterTable(
                    cursor.statement(),
                    new TargetTable(name, path.span(), Optional.empty()),
                    new Alteration.CommentColumn(column, commentText(cursor)));
        }
        cursor.expect("TABLE");
        TargetTable target = cursor.target();
        return new AlterTable(cursor.statement(), target, new Alteration.CommentTable(commentText(cursor)));
    }

    private static Optional<String> commentText(Cursor cursor) {
        cursor.expect("IS");
        Optional<String> text =
                cursor.accept("NULL") ? Optional.empty() : Optional.of(cursor.string("a text in quotes, or NULL"));
        cursor.expectEnd();
        return text;
    }

    private static Restore restore(Cursor cursor) {
        cursor.accept("TABLE");
        TargetTable target = withoutMoment(cursor);
        cursor.expect("TO");
        boolean version = cursor.accept("VERSION");
        if (!version && !cursor.accept("TIMESTAMP")) {
            throw cursor.unexpected("VERSION AS OF or TIMESTAMP AS OF");
        }
        cursor.accept("AS", "OF");
        Span expression = cursor.rest(version ? "a version" : "a time");
        Moment moment = version ? new Moment.Version(expression) : new Moment.Timestamp(expression);
        return new Restore(cursor.statement(), target, moment);
    }

    private static TargetTable withoutMoment(Cursor cursor) {
        int mark = cursor.mark();
        TableName name = cursor.tableName();
        return new TargetTable(name, cursor.spanFrom(mark), Optional.empty());
    }

    private static Optional<TableStatement> history(Cursor cursor) {
        boolean history = cursor.accept("DESCRIBE", "HISTORY") || cursor.accept("DESC", "HISTORY");
        if (!history || !cursor.isNextName()) {
            // HISTORY may be the name of a table.
            cursor.back(0);
            return Optional.empty();
        }
        TargetTable target = withoutMoment(cursor);
        Optional<Span> limit = cursor.accept("LIMIT") ? Optional.of(cursor.rest("a number")) : Optional.empty();
        cursor.expectEnd();
        return Optional.of(new DescribeHistory(cursor.statement(), target, limit));
    }

    /** {@code (a, b)} or {@code a, b}. */
    static List<ColumnPath> columnList(Cursor cursor) {
        return cursor.isNextSymbol("(") ? cursor.columns() : List.of(cursor.path("the name of a column"));
    }
}
