package io.sluice.sql;

import io.sluice.commit.IsolationLevel;
import io.sluice.sql.SqlStatement.Option;
import io.sluice.sql.SqlStatement.Query;
import io.sluice.sql.TransactionStatement.Access;
import io.sluice.sql.TransactionStatement.Begin;
import io.sluice.sql.TransactionStatement.Commit;
import io.sluice.sql.TransactionStatement.Rollback;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells which kind of statement it is, and reads the short ones. */
final class StatementParser {
    private static final Set<String> AFTER_WITH = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");

    private StatementParser() {}

    /** @param tokens at least one */
    static SqlStatement parse(String script, List<Token> tokens) {
        Cursor cursor = new Cursor(script, tokens);
        if (tokens.size() > 1 && cursor.isNext("EXPLAIN")) {
            return explain(script, tokens);
        }
        Optional<WriteStatement> write = write(cursor, with(cursor));
        if (write.isPresent()) {
            return write.get();
        }
        cursor.back(0);
        Optional<TableStatement> table = TableStatementParser.parse(cursor);
        return table.isPresent() ? table.get() : session(cursor);
    }

    /** Plans of queries are the engine's business. */
    private static SqlStatement explain(String script, List<Token> tokens) {
        Cursor whole = new Cursor(script, tokens);
        boolean runs = tokens.get(1).isWord("ANALYZE");
        List<Token> rest = tokens.subList(runs ? 2 : 1, tokens.size());
        Optional<WriteStatement> write = Optional.empty();
        if (!rest.isEmpty()) {
            Cursor cursor = new Cursor(script, rest);
            write = write(cursor, with(cursor));
        }
        if (write.isEmpty()) {
            return new Query(whole.statement());
        }
        if (runs || write.get() instanceof WriteStatement.Truncate) {
            throw whole.unsupported(
                    runs
                            ? "EXPLAIN ANALYZE would have to run the statement: EXPLAIN shows the plan of what it reads"
                            : "there is nothing to explain: TRUNCATE reads nothing");
        }
        return new SqlStatement.Explanation(whole.statement(), write.get());
    }

    private static Optional<WriteStatement> write(Cursor cursor, Optional<Span> with) {
        if (cursor.accept("INSERT")) {
            return Optional.of(InsertParser.parse(cursor, with));
        }
        if (cursor.accept("UPDATE")) {
            return Optional.of(RowChangeParser.update(cursor, with));
        }
        if (cursor.accept("DELETE")) {
            return Optional.of(RowChangeParser.delete(cursor, with));
        }
        if (cursor.accept("MERGE")) {
            return Optional.of(MergeParser.parse(cursor, with));
        }
        return with.isEmpty() && cursor.accept("TRUNCATE")
                ? Optional.of(RowChangeParser.truncate(cursor))
                : Optional.empty();
    }

    /** The {@code WITH ...} before a statement that changes rows; before a query it is part of the query. */
    private static Optional<Span> with(Cursor cursor) {
        if (!cursor.accept("WITH")) {
            return Optional.empty();
        }
        cursor.accept("RECURSIVE");
        do {
            if (!isCommonTable(cursor)) {
                return Optional.empty();
            }
        } while (cursor.acceptSymbol(","));
        return cursor.isNextOneOf(AFTER_WITH) ? Optional.of(cursor.spanFrom(0)) : Optional.empty();
    }

    /** {@code name (columns) AS MATERIALIZED (query)}; what looks otherwise is left to the engine. */
    private static boolean isCommonTable(Cursor cursor) {
        if (!cursor.isNextName()) {
            return false;
        }
        cursor.name("a name");
        if (cursor.isNextSymbol("(")) {
            cursor.columns();
        }
        if (cursor.accept("USING", "KEY")) {
            cursor.columns();
        }
        if (!cursor.accept("AS")) {
            return false;
        }
        cursor.accept("NOT");
        cursor.accept("MATERIALIZED");
        if (!cursor.isNextSymbol("(")) {
            return false;
        }
        cursor.parenthesized("a query");
        return true;
    }

    private static SqlStatement session(Cursor cursor) {
        Span statement = cursor.statement();
        if (cursor.accept("BEGIN") || cursor.accept("START", "TRANSACTION")) {
            return begin(cursor);
        }
        if (cursor.accept("COMMIT") || cursor.accept("END")) {
            endOfTransaction(cursor);
            return new Commit(statement);
        }
        if (cursor.accept("ROLLBACK") || cursor.accept("ABORT")) {
            endOfTransaction(cursor);
            return new Rollback(statement);
        }
        if (cursor.isNext("SET") && isOurs(cursor)) {
            return option(cursor);
        }
        return new Query(statement);
    }

    private static void endOfTransaction(Cursor cursor) {
        if (!cursor.accept("TRANSACTION")) {
            cursor.accept("WORK");
        }
        cursor.expectEnd();
    }

    private static Begin begin(Cursor cursor) {
        if (!cursor.accept("TRANSACTION")) {
            cursor.accept("WORK");
        }
        Optional<IsolationLevel> level = Optional.empty();
        Access access = Access.READ_WRITE;
        while (!cursor.atEnd()) {
            if (cursor.accept("ISOLATION", "LEVEL")) {
                level = Optional.of(isolationLevel(cursor));
            } else if (cursor.accept("READ", "ONLY")) {
                access = Access.READ_ONLY;
            } else if (!cursor.accept("READ", "WRITE") && !cursor.acceptSymbol(",")) {
                throw cursor.unexpected("ISOLATION LEVEL, READ ONLY or READ WRITE");
            }
        }
        return new Begin(cursor.statement(), level, access);
    }

    private static IsolationLevel isolationLevel(Cursor cursor) {
        if (cursor.accept("SERIALIZABLE")) {
            return IsolationLevel.SERIALIZABLE;
        }
        if (cursor.accept("WRITE", "SERIALIZABLE") || cursor.accept("WRITESERIALIZABLE")) {
            return IsolationLevel.WRITE_SERIALIZABLE;
        }
        throw cursor.unexpected("SERIALIZABLE or WRITE SERIALIZABLE, the two levels there are");
    }

    private static boolean isOurs(Cursor cursor) {
        int mark = cursor.mark();
        cursor.expect("SET");
        boolean ours = cursor.accept("SLUICE") && cursor.isNextSymbol(".");
        cursor.back(mark);
        return ours;
    }

    private static Option option(Cursor cursor) {
        cursor.expect("SET", "SLUICE");
        cursor.expectSymbol(".");
        String name = cursor.name("the name of an option").toLowerCase(Locale.ROOT);
        if (!cursor.accept("TO")) {
            cursor.expectSymbol("=");
        }
        Span value = cursor.rest("a value");
        boolean quoted = value.text().startsWith("'") && value.text().length() > 1;
        return new Option(cursor.statement(), name, quoted ? Literals.text(value.text()) : value.text());
    }
}
