package io.sluice.sql;

import io.sluice.sql.WriteStatement.Match;
import io.sluice.sql.WriteStatement.Merge;
import io.sluice.sql.WriteStatement.MergeAction;
import io.sluice.sql.WriteStatement.MergeClause;
import io.sluice.sql.WriteStatement.MergeKey;
import io.sluice.sql.WriteStatement.MergeSource;
import io.sluice.sql.WriteStatement.SchemaEvolution;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what stands after MERGE. */
final class MergeParser {
    private static final Set<String> WHEN = Set.of("WHEN");

    private final Cursor cursor;
    private final Optional<Span> with;
    private TargetTable target;

    private MergeParser(Cursor cursor, Optional<Span> with) {
        this.cursor = cursor;
        this.with = with;
    }

    static Merge parse(Cursor cursor, Optional<Span> with) {
        return new MergeParser(cursor, with).merge();
    }

    private Merge merge() {
        SchemaEvolution evolution =
                cursor.accept("WITH", "SCHEMA", "EVOLUTION") ? SchemaEvolution.ADD_COLUMNS : SchemaEvolution.NONE;
        cursor.expect("INTO");
        target = cursor.targetWithAlias(Set.of("USING"));
        cursor.expect("USING");
        MergeSource source = source();
        MergeKey key = key();
        List<MergeClause> clauses = new ArrayList<>();
        Set<Match> closed = EnumSet.noneOf(Match.class);
        while (!cursor.atEnd()) {
            MergeClause clause = clause();
            if (closed.contains(clause.match())) {
                throw clause.span().error("no row can reach this clause: one before it takes all such rows");
            }
            if (clause.condition().isEmpty()) {
                closed.add(clause.match());
            }
            clauses.add(clause);
        }
        if (clauses.isEmpty()) {
            throw cursor.unexpected("WHEN MATCHED or WHEN NOT MATCHED");
        }
        return new Merge(cursor.statement(), with, target, source, key, clauses, evolution);
    }

    private MergeSource source() {
        int mark = cursor.mark();
        Optional<String> name = Optional.empty();
        if (cursor.isNextSymbol("(")) {
            cursor.parenthesized("a query");
        } else {
            ColumnPath path = cursor.path("a table, a function or a subquery");
            name = Optional.of(path.names().get(path.names().size() - 1));
            if (cursor.isNextSymbol("(")) {
                arguments();
            }
        }
        Optional<String> alias = alias();
        if (cursor.accept("AT")) {
            cursor.parenthesized("VERSION => or TIMESTAMP =>");
        }
        if (!cursor.isNext("ON") && !cursor.isNext("USING")) {
            throw cursor.unexpected("ON or USING");
        }
        return new MergeSource(cursor.spanFrom(mark), alias.isPresent() ? alias : name);
    }

    private void arguments() {
        cursor.expectSymbol("(");
        if (!cursor.acceptSymbol(")")) {
            cursor.until(Set.of(), Set.of(), "an argument");
            cursor.expectSymbol(")");
        }
    }

    private Optional<String> alias() {
        boolean named = cursor.accept("AS")
                || (cursor.isNextName() && !cursor.isNextOneOf(Set.of("ON", "USING", "AT", "WHEN")));
        if (!named) {
            return Optional.empty();
        }
        Optional<String> alias = Optional.of(cursor.name("an alias"));
        if (cursor.isNextSymbol("(")) {
            cursor.columns();
        }
        return alias;
    }

    private MergeKey key() {
        if (cursor.accept("USING")) {
            return new MergeKey.Using(cursor.columns());
        }
        cursor.expect("ON");
        return new MergeKey.On(cursor.until(WHEN, Set.of(), "a condition"));
    }

    private MergeClause clause() {
        int mark = cursor.mark();
        cursor.expect("WHEN");
        Match match = match();
        Optional<Span> condition = cursor.accept("AND")
                ? Optional.of(cursor.until(Set.of("THEN"), Set.of(), "a condition"))
                : Optional.empty();
        cursor.expect("THEN");
        MergeAction action = action(match);
        return new MergeClause(cursor.spanFrom(mark), match, condition, action);
    }

    private Match match() {
        if (cursor.accept("MATCHED")) {
            return Match.MATCHED;
        }
        cursor.expect("NOT", "MATCHED");
        if (cursor.accept("BY", "SOURCE")) {
            return Match.NOT_MATCHED_BY_SOURCE;
        }
        cursor.accept("BY", "TARGET");
        return Match.NOT_MATCHED_BY_TARGET;
    }

    private MergeAction action(Match match) {
        if (cursor.accept("DO", "NOTHING")) {
            return new MergeAction.DoNothing();
        }
        return switch (match) {
            case MATCHED -> change("UPDATE, DELETE or DO NOTHING", true);
            case NOT_MATCHED_BY_SOURCE -> change("UPDATE SET, DELETE or DO NOTHING", false);
            case NOT_MATCHED_BY_TARGET -> insert();
        };
    }

    private MergeAction change(String expected, boolean hasSource) {
        if (cursor.accept("DELETE")) {
            return new MergeAction.DeleteRow();
        }
        if (!cursor.accept("UPDATE")) {
            throw cursor.unexpected(expected);
        }
        if (hasSource && isAll()) {
            return new MergeAction.UpdateAll();
        }
        cursor.expect("SET");
        if (hasSource && cursor.acceptSymbol("*")) {
            return new MergeAction.UpdateAll();
        }
        return new MergeAction.UpdateSet(RowChangeParser.assignments(cursor, target, WHEN));
    }

    private MergeAction insert() {
        cursor.expect("INSERT");
        if (isAll() || cursor.acceptSymbol("*")) {
            return new MergeAction.InsertAll();
        }
        List<ColumnPath> columns = new ArrayList<>();
        if (cursor.isNextSymbol("(")) {
            cursor.columns().forEach(column -> columns.add(column.within(target)));
        }
        cursor.expect("VALUES");
        Span place = cursor.here();
        List<Span> values = cursor.expressions();
        if (!columns.isEmpty() && columns.size() != values.size()) {
            throw place.error("%d columns cannot take %d values".formatted(columns.size(), values.size()));
        }
        return new MergeAction.InsertValues(columns, values);
    }

    /** DuckDB's words for all columns; those that would go by position are not among them. */
    private boolean isAll() {
        if (cursor.isNext("BY", "POSITION")) {
            throw cursor.unsupported("columns of a merge find each other by name: leave BY POSITION out");
        }
        return cursor.accept("BY", "NAME") || cursor.atEnd() || cursor.isNext("WHEN");
    }
}
