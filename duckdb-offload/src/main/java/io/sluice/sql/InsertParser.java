package io.sluice.sql;

import io.sluice.sql.WriteStatement.ColumnOrder;
import io.sluice.sql.WriteStatement.Insert;
import io.sluice.sql.WriteStatement.NewRows;
import io.sluice.sql.WriteStatement.PartitionColumn;
import io.sluice.sql.WriteStatement.Replaced;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what stands after INSERT. */
final class InsertParser {
    private static final Set<String> QUERY = Set.of("SELECT", "FROM", "VALUES", "WITH", "TABLE", "PIVOT", "UNPIVOT");

    private InsertParser() {}

    static Insert parse(Cursor cursor, Optional<Span> with) {
        if (cursor.isNext("OR")) {
            throw cursor.unsupported(
                    "tables have no keys that rows could clash with: write MERGE INTO to replace or ignore rows");
        }
        boolean overwrite = cursor.accept("OVERWRITE");
        if (overwrite) {
            cursor.accept("INTO");
        } else {
            cursor.expect("INTO");
        }
        cursor.accept("TABLE");
        TargetTable target = cursor.target();
        List<PartitionColumn> partition = partition(cursor);
        List<ColumnPath> columns = isColumnList(cursor) ? cursor.columns() : List.of();
        ColumnOrder order = order(cursor);
        Replaced replaced = replaced(cursor, overwrite, partition);
        Span query = query(cursor);
        return new Insert(
                cursor.statement(),
                with,
                target,
                partition,
                new NewRows(columns, order, query),
                replaced,
                RowChangeParser.returning(cursor));
    }

    private static Replaced replaced(Cursor cursor, boolean overwrite, List<PartitionColumn> partition) {
        if (overwrite) {
            return partition.isEmpty() ? new Replaced.Everything() : new Replaced.Partitions();
        }
        return cursor.accept("REPLACE", "WHERE")
                ? new Replaced.Where(cursor.until(QUERY, Set.of(), "a condition"))
                : new Replaced.Nothing();
    }

    private static List<PartitionColumn> partition(Cursor cursor) {
        List<PartitionColumn> columns = new ArrayList<>();
        if (!cursor.accept("PARTITION")) {
            return columns;
        }
        cursor.expectSymbol("(");
        do {
            ColumnPath column = cursor.path("the name of a partition column");
            Optional<Span> value = cursor.acceptSymbol("=")
                    ? Optional.of(cursor.until(Set.of(), Set.of(","), "a value"))
                    : Optional.empty();
            columns.add(new PartitionColumn(column, value));
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        return columns;
    }

    private static boolean isColumnList(Cursor cursor) {
        int mark = cursor.mark();
        boolean list = cursor.acceptSymbol("(") && !cursor.isNextSymbol("(") && !cursor.isNextOneOf(QUERY);
        cursor.back(mark);
        return list;
    }

    private static ColumnOrder order(Cursor cursor) {
        if (cursor.accept("BY", "NAME")) {
            return ColumnOrder.BY_NAME;
        }
        cursor.accept("BY", "POSITION");
        return ColumnOrder.BY_POSITION;
    }

    private static Span query(Cursor cursor) {
        if (cursor.isNext("DEFAULT", "VALUES")) {
            throw cursor.unsupported(
                    "DEFAULT VALUES is not supported: name a column, as in (column) VALUES (...), and the others get their defaults");
        }
        if (!cursor.isNextOneOf(QUERY) && !cursor.isNextSymbol("(")) {
            throw cursor.unexpected("VALUES, SELECT or another query");
        }
        Span query = cursor.until(Set.of("RETURNING"), Set.of(), "a query");
        cursor.refuse(query, Set.of("CONFLICT"), "%s is not supported after INSERT");
        return query;
    }
}
