package io.sluice.sql;

import io.sluice.sql.TableStatement.AlterTable;
import io.sluice.sql.TableStatement.Alteration;
import io.sluice.sql.TableStatement.ColumnDefinition;
import io.sluice.sql.TableStatement.IfExists;
import io.sluice.sql.TableStatement.IfMissing;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what stands after ALTER TABLE. */
final class AlterParser {
    private final Cursor cursor;
    private final DefinitionParser definitions;

    AlterParser(Cursor cursor) {
        this.cursor = cursor;
        this.definitions = new DefinitionParser(cursor, DefinitionParser.Columns.ADDED);
    }

    AlterTable alter() {
        TargetTable target = cursor.target();
        Alteration alteration = alteration();
        cursor.expectEnd();
        return new AlterTable(cursor.statement(), target, alteration);
    }

    private Alteration alteration() {
        if (cursor.accept("ADD")) {
            return add();
        }
        if (cursor.accept("DROP")) {
            return drop();
        }
        if (cursor.accept("RENAME")) {
            return rename();
        }
        if (cursor.accept("ALTER") || cursor.accept("CHANGE") || cursor.accept("MODIFY")) {
            cursor.accept("COLUMN");
            return column(cursor.path("the name of a column"));
        }
        if (cursor.accept("SET", "TBLPROPERTIES") || isSetProperties()) {
            return new Alteration.SetProperties(definitions.properties());
        }
        if (cursor.accept("UNSET", "TBLPROPERTIES") || cursor.accept("RESET")) {
            return new Alteration.UnsetProperties(ifExistsThenKeys(), IfMissing.IGNORE);
        }
        throw cursor.unexpected("ADD, DROP, RENAME, ALTER COLUMN, SET TBLPROPERTIES or UNSET TBLPROPERTIES");
    }

    private boolean isSetProperties() {
        int mark = cursor.mark();
        boolean properties = cursor.accept("SET") && cursor.isNextSymbol("(");
        if (!properties) {
            cursor.back(mark);
        }
        return properties;
    }

    private List<String> ifExistsThenKeys() {
        // Delta takes keys away whether they are there or not.
        cursor.accept("IF", "EXISTS");
        return definitions.keys();
    }

    private Alteration add() {
        if (definitions.isConstraint()) {
            return new Alteration.AddCheck(definitions.checks().get(0));
        }
        if (!cursor.accept("COLUMNS")) {
            cursor.accept("COLUMN");
        }
        IfExists ifExists = cursor.accept("IF", "NOT", "EXISTS") ? IfExists.KEEP : IfExists.FAIL;
        List<ColumnDefinition> columns =
                cursor.isNextSymbol("(") ? definitions.definitions() : List.of(definitions.column());
        if (!definitions.checks().isEmpty()) {
            throw definitions
                    .checks()
                    .get(0)
                    .condition()
                    .error("a column is added without a constraint: add that with ADD CONSTRAINT");
        }
        return new Alteration.AddColumns(columns, ifExists);
    }

    private Alteration drop() {
        if (cursor.accept("CONSTRAINT")) {
            IfMissing ifMissing = ifExists();
            return new Alteration.DropCheck(cursor.name("the name of a constraint"), ifMissing);
        }
        if (!cursor.accept("COLUMNS")) {
            cursor.accept("COLUMN");
        }
        IfMissing ifMissing = ifExists();
        return new Alteration.DropColumns(TableStatementParser.columnList(cursor), ifMissing);
    }

    private IfMissing ifExists() {
        return cursor.accept("IF", "EXISTS") ? IfMissing.IGNORE : IfMissing.FAIL;
    }

    private Alteration rename() {
        if (cursor.accept("TO")) {
            return new Alteration.RenameTable(cursor.tableName());
        }
        cursor.accept("COLUMN");
        ColumnPath from = cursor.path("the name of a column");
        cursor.expect("TO");
        return new Alteration.RenameColumn(from, cursor.path("the new name").simple());
    }

    private Alteration column(ColumnPath column) {
        if (cursor.accept("SET", "DEFAULT")) {
            return new Alteration.SetDefault(column, Optional.of(cursor.until(Set.of(), Set.of(","), "a value")));
        }
        if (cursor.accept("DROP", "DEFAULT")) {
            return new Alteration.SetDefault(column, Optional.empty());
        }
        if (cursor.accept("SET", "NOT", "NULL")) {
            return new Alteration.SetNotNull(column);
        }
        if (cursor.accept("DROP", "NOT", "NULL")) {
            return new Alteration.DropNotNull(column);
        }
        if (cursor.accept("COMMENT")) {
            return new Alteration.CommentColumn(column, Optional.of(cursor.string("a text in quotes")));
        }
        if (cursor.accept("TYPE") || cursor.accept("SET", "DATA", "TYPE")) {
            Span type = definitions.type();
            if (cursor.isNextOneOf(Set.of("USING"))) {
                throw cursor.unsupported("values keep what they are: USING is not supported");
            }
            return new Alteration.ChangeType(column, type);
        }
        throw cursor.unexpected("TYPE, SET DEFAULT, DROP DEFAULT, SET NOT NULL, DROP NOT NULL or COMMENT");
    }
}
