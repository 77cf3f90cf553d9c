package io.sluice.sql;

import io.sluice.sql.TableStatement.ColumnDefinition;
import io.sluice.sql.TableStatement.CreateTable;
import io.sluice.sql.TableStatement.IfExists;
import io.sluice.sql.TableStatement.TableOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what stands after CREATE. */
final class CreateParser {
    private static final Set<String> QUERY = Set.of("SELECT", "FROM", "VALUES", "WITH", "TABLE", "PIVOT", "UNPIVOT");

    private final Cursor cursor;
    private final DefinitionParser definitions;
    private final List<ColumnDefinition> columns = new ArrayList<>();
    private final List<ColumnPath> partitionColumns = new ArrayList<>();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private Optional<String> comment = Optional.empty();

    CreateParser(Cursor cursor) {
        this.cursor = cursor;
        this.definitions = new DefinitionParser(cursor, DefinitionParser.Columns.OF_NEW_TABLE);
    }

    CreateTable create() {
        boolean replace = cursor.accept("OR", "REPLACE");
        TableStatementParser.requireTable(cursor, "CREATE");
        boolean keep = !replace && cursor.accept("IF", "NOT", "EXISTS");
        TargetTable target = cursor.target();
        if (cursor.isNextSymbol("(")) {
            columns.addAll(definitions.definitions());
        }
        options();
        Optional<Span> query = query();
        if (query.isEmpty() && columns.isEmpty()) {
            throw cursor.unexpected("columns in parentheses, or AS and a query");
        }
        return new CreateTable(
                cursor.statement(),
                target,
                replace ? IfExists.REPLACE : keep ? IfExists.KEEP : IfExists.FAIL,
                columns,
                definitions.checks(),
                new TableOptions(partitionColumns, properties, comment),
                query);
    }

    private void options() {
        while (!cursor.atEnd() && !cursor.isNext("AS")) {
            if (cursor.accept("USING")) {
                format();
            } else if (cursor.accept("PARTITIONED", "BY") || cursor.accept("PARTITION", "BY")) {
                partitionColumns();
            } else if (cursor.accept("COMMENT")) {
                cursor.acceptSymbol("=");
                comment = Optional.of(cursor.string("a text in quotes"));
            } else if (cursor.accept("TBLPROPERTIES") || isProperties()) {
                properties.putAll(definitions.properties());
            } else if (cursor.isNextOneOf(QUERY) || cursor.isNextSymbol("(")) {
                return;
            } else if (cursor.isNext("LOCATION")) {
                throw cursor.unsupported("LOCATION is not supported: a lake gives its tables their folders");
            } else {
                throw cursor.unexpected("USING DELTA, PARTITIONED BY, COMMENT, TBLPROPERTIES, AS or the end");
            }
        }
    }

    private boolean isProperties() {
        int mark = cursor.mark();
        boolean properties = cursor.accept("WITH") && cursor.isNextSymbol("(");
        if (!properties) {
            cursor.back(mark);
        }
        return properties;
    }

    private void format() {
        Span place = cursor.here();
        String format = cursor.name("DELTA").toLowerCase(Locale.ROOT);
        if (!format.equals("delta")) {
            throw place.error("the format '%s' is not supported: tables are USING DELTA".formatted(format));
        }
    }

    /** Columns that are defined elsewhere, or, as Hive has it, here. */
    private void partitionColumns() {
        cursor.expectSymbol("(");
        do {
            int mark = cursor.mark();
            ColumnPath column = cursor.path("the name of a column");
            if (cursor.isNextSymbol("(")) {
                throw column.error(
                        "tables are partitioned by columns, not by expressions: add a column with that value");
            }
            if (!cursor.isNextSymbol(",") && !cursor.isNextSymbol(")")) {
                cursor.back(mark);
                columns.add(definitions.column());
            }
            partitionColumns.add(column);
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
    }

    private Optional<Span> query() {
        boolean as = cursor.accept("AS");
        if (!as && cursor.atEnd()) {
            return Optional.empty();
        }
        if (!cursor.isNextOneOf(QUERY) && !cursor.isNextSymbol("(")) {
            throw cursor.unexpected("a query");
        }
        Span query = cursor.rest("a query");
        return Optional.of(query);
    }
}
