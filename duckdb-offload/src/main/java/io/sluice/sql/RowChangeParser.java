package io.sluice.sql;

import io.sluice.sql.WriteStatement.Assignment;
import io.sluice.sql.WriteStatement.Delete;
import io.sluice.sql.WriteStatement.Truncate;
import io.sluice.sql.WriteStatement.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what stands after UPDATE, DELETE and TRUNCATE. */
final class RowChangeParser {
    private static final Set<String> AFTER_ROWS =
            Set.of("ORDER", "LIMIT", "OFFSET", "GROUP", "HAVING", "QUALIFY", "WINDOW", "UNION", "INTERSECT", "EXCEPT");
    private static final Set<String> AFTER_ASSIGNMENT = Set.of("FROM", "WHERE", "RETURNING", "ORDER", "LIMIT");

    private RowChangeParser() {}

    static Update update(Cursor cursor, Optional<Span> with) {
        TargetTable target = cursor.targetWithAlias(Set.of("SET"));
        cursor.expect("SET");
        List<Assignment> assignments = assignments(cursor, target, AFTER_ASSIGNMENT);
        Optional<Span> from = cursor.accept("FROM") ? Optional.of(tables(cursor)) : Optional.empty();
        Optional<Span> where = where(cursor);
        return new Update(cursor.statement(), with, target, assignments, from, where, returning(cursor));
    }

    static Delete delete(Cursor cursor, Optional<Span> with) {
        cursor.expect("FROM");
        TargetTable target = cursor.targetWithAlias(Set.of("USING", "WHERE", "RETURNING", "ORDER", "LIMIT"));
        Optional<Span> using = cursor.accept("USING") ? Optional.of(tables(cursor)) : Optional.empty();
        Optional<Span> where = where(cursor);
        return new Delete(cursor.statement(), with, target, using, where, returning(cursor));
    }

    static Truncate truncate(Cursor cursor) {
        cursor.accept("TABLE");
        TargetTable target = cursor.target();
        cursor.expectEnd();
        return new Truncate(cursor.statement(), target);
    }

    /** {@code a = x, (b, c) = (y, z)}. */
    static List<Assignment> assignments(Cursor cursor, TargetTable target, Set<String> following) {
        List<Assignment> assignments = new ArrayList<>();
        do {
            if (cursor.isNextSymbol("(")) {
                addList(cursor, target, assignments);
                continue;
            }
            ColumnPath column = cursor.path("the name of a column").within(target);
            cursor.expectSymbol("=");
            assignments.add(new Assignment(column, cursor.until(following, Set.of(","), "an expression")));
        } while (cursor.acceptSymbol(","));
        return assignments;
    }

    private static void addList(Cursor cursor, TargetTable target, List<Assignment> assignments) {
        List<ColumnPath> columns = cursor.columns();
        cursor.expectSymbol("=");
        int mark = cursor.mark();
        boolean query = cursor.acceptSymbol("(") && (cursor.isNext("SELECT") || cursor.isNext("FROM"));
        if (query) {
            throw cursor.unsupported("a list of columns cannot be set to a query: put the query after FROM");
        }
        cursor.back(mark);
        List<Span> values = cursor.expressions();
        if (columns.size() != values.size()) {
            throw columns.get(0)
                    .error("%d columns cannot be set to %d values".formatted(columns.size(), values.size()));
        }
        for (int i = 0; i < columns.size(); i++) {
            assignments.add(new Assignment(columns.get(i).within(target), values.get(i)));
        }
    }

    private static Span tables(Cursor cursor) {
        Span tables = cursor.until(Set.of("WHERE", "RETURNING"), Set.of(), "the name of a table");
        cursor.refuse(tables, AFTER_ROWS, "%s is not supported here: put it into a subquery");
        return tables;
    }

    private static Optional<Span> where(Cursor cursor) {
        if (cursor.atEnd() || cursor.isNext("RETURNING")) {
            return Optional.empty();
        }
        if (cursor.isNextOneOf(AFTER_ROWS)) {
            throw cursor.unsupported("%s is not supported in a statement that changes rows"
                    .formatted(cursor.here().text()));
        }
        cursor.expect("WHERE");
        Span where = cursor.until(Set.of("RETURNING"), Set.of(), "a condition");
        cursor.refuse(where, AFTER_ROWS, "%s is not supported in a statement that changes rows");
        return Optional.of(where);
    }

    /** {@code RETURNING a, b + 1 AS c}. */
    static Optional<Span> returning(Cursor cursor) {
        if (cursor.accept("RETURNING")) {
            return Optional.of(cursor.rest("* or expressions"));
        }
        cursor.expectEnd();
        return Optional.empty();
    }
}
