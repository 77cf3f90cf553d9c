package io.sluice.sql;

import io.sluice.sql.TableStatement.Check;
import io.sluice.sql.TableStatement.ColumnDefinition;
import io.sluice.sql.TableStatement.ColumnPlace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads definitions of columns, constraints and properties. */
final class DefinitionParser {
    private static final Set<String> AFTER_TYPE = Set.of(
            "NOT",
            "NULL",
            "COMMENT",
            "CHECK",
            "CONSTRAINT",
            "DEFAULT",
            "PRIMARY",
            "UNIQUE",
            "REFERENCES",
            "GENERATED",
            "COLLATE",
            "FIRST",
            "AFTER",
            "AS");
    private static final Set<String> AFTER_DEFAULT =
            Set.of("NOT", "COMMENT", "CHECK", "CONSTRAINT", "DEFAULT", "FIRST", "AFTER", "GENERATED", "COLLATE");
    private static final Set<String> KEYS = Set.of("PRIMARY", "UNIQUE", "REFERENCES", "FOREIGN");

    private final Cursor cursor;
    private final Columns columns;
    private final List<Check> checks = new ArrayList<>();

    /** What columns are defined for. */
    enum Columns {
        OF_NEW_TABLE,
        /** They may say where they go. */
        ADDED
    }

    DefinitionParser(Cursor cursor, Columns columns) {
        this.cursor = cursor;
        this.columns = columns;
    }

    /** The constraints that were read so far, of the table and of columns. */
    List<Check> checks() {
        return checks;
    }

    /** {@code (a INT NOT NULL, CHECK (a > 0))}; the constraints are in {@link #checks}. */
    List<ColumnDefinition> definitions() {
        List<ColumnDefinition> columns = new ArrayList<>();
        cursor.expectSymbol("(");
        do {
            if (!isConstraint()) {
                columns.add(column());
            }
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        return columns;
    }

    /** One column. */
    ColumnDefinition column() {
        ColumnPath name = cursor.path("the name of a column");
        name.simple();
        Span type = type();
        boolean nullable = true;
        Optional<String> comment = Optional.empty();
        Optional<Span> defaultValue = Optional.empty();
        ColumnPlace place = new ColumnPlace.Last();
        while (cursor.isNextOneOf(AFTER_TYPE)) {
            if (columns == Columns.ADDED && cursor.accept("FIRST")) {
                place = new ColumnPlace.First();
            } else if (columns == Columns.ADDED && cursor.accept("AFTER")) {
                place = new ColumnPlace.After(cursor.path("the name of a column"));
            } else if (cursor.accept("NOT", "NULL")) {
                nullable = false;
            } else if (cursor.accept("COMMENT")) {
                comment = Optional.of(cursor.string("a text in quotes"));
            } else if (cursor.accept("DEFAULT")) {
                defaultValue = Optional.of(cursor.until(AFTER_DEFAULT, Set.of(","), "a value"));
            } else if (!cursor.accept("NULL") && !isConstraint()) {
                throw cursor.unsupported("%s is not supported: columns have NOT NULL, DEFAULT, CHECK and COMMENT"
                        .formatted(cursor.here().text().toUpperCase(Locale.ROOT)));
            }
        }
        return new ColumnDefinition(name, type, nullable, comment, defaultValue, place);
    }

    /** A type; Spark's have their parts in angle brackets. */
    Span type() {
        int mark = cursor.mark();
        int angles = 0;
        while (!cursor.atEnd()) {
            boolean separator = cursor.isNextSymbol(",") || cursor.isNextSymbol(")") || cursor.isNextOneOf(AFTER_TYPE);
            if (angles == 0 && separator) {
                break;
            }
            angles += cursor.isNextSymbol("<") ? 1 : 0;
            angles -= cursor.isNextSymbol(">") ? 1 : 0;
            if (cursor.isNextSymbol("(")) {
                cursor.parenthesized("a type");
            } else {
                cursor.next("a type");
            }
        }
        if (mark == cursor.mark()) {
            throw cursor.unexpected("a type");
        }
        return cursor.spanFrom(mark);
    }

    /** Takes a constraint if there is one. */
    boolean isConstraint() {
        int mark = cursor.mark();
        Optional<String> name = Optional.empty();
        if (cursor.accept("CONSTRAINT")) {
            name = Optional.of(cursor.name("the name of the constraint"));
        }
        if (cursor.isNextOneOf(KEYS)) {
            throw cursor.unsupported("keys are not supported: a constraint is NOT NULL or CHECK (condition)");
        }
        if (cursor.isNext("CHECK")) {
            int check = cursor.mark();
            cursor.expect("CHECK");
            if (name.isEmpty() && !cursor.isNextSymbol("(")) {
                // It is a column of that name.
                cursor.back(check);
                return false;
            }
            checks.add(new Check(name, cursor.parenthesized("a condition")));
            return true;
        }
        if (name.isPresent()) {
            throw cursor.unexpected("CHECK");
        }
        cursor.back(mark);
        return false;
    }

    /** {@code ('a.b' = 'c', d = true)}. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        cursor.expectSymbol("(");
        do {
            Span place = cursor.here();
            String key = key();
            if (!cursor.acceptSymbol("=")) {
                cursor.acceptSymbol(":");
            }
            if (properties.put(key, value()) != null) {
                throw place.error("property '%s' is set twice".formatted(key));
            }
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        return properties;
    }

    /** {@code ('a.b', c)}. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        cursor.expectSymbol("(");
        do {
            keys.add(key());
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        return keys;
    }

    private String key() {
        return cursor.isNextName()
                ? String.join(".", cursor.path("the name of a property").names())
                : cursor.string("the name of a property");
    }

    private String value() {
        Span value = cursor.until(Set.of(), Set.of(","), "a value");
        String text = value.text();
        if (text.startsWith("'") || text.startsWith("$")) {
            return Literals.text(text);
        }
        if (!text.matches("[-+]?[\\w.]+")) {
            throw value.error(
                    "%s is not a value of a property: write a text in quotes, a number, true or false".formatted(text));
        }
        return text;
    }
}
