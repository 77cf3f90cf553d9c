package io.sluice.session;

import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import io.sluice.query.LakeSql;
import io.sluice.sql.ComposedSql;
import io.sluice.sql.Lexer;
import io.sluice.sql.Span;
import io.sluice.sql.TableStatement.Check;
import io.sluice.table.TableName;
import io.sluice.table.TableProperties;
import io.sluice.table.TableSchema;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Constraints that users define: the engine says whether they make sense, and whether rows meet them. */
final class Checks {
    private final LakeSql sql;

    Checks(LakeSql sql) {
        this.sql = sql;
    }

    /** The table properties that hold the constraints; a user error for one that is no condition on these columns. */
    Map<String, String> properties(List<Check> checks, TableSchema schema, Collection<String> taken) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Check check : checks) {
            requireCondition(check, schema);
            String key = TableProperties.CONSTRAINT
                    + check.name().map(name -> name.toLowerCase(Locale.ROOT)).orElseGet(() -> free(taken, properties));
            if (taken.contains(key) || properties.containsKey(key)) {
                throw check.condition()
                        .error("there is a constraint '%s' already"
                                .formatted(key.substring(TableProperties.CONSTRAINT.length())));
            }
            properties.put(key, check.condition().text());
        }
        return properties;
    }

    private static String free(Collection<String> taken, Map<String, String> properties) {
        int number = 1;
        while (taken.contains(TableProperties.CONSTRAINT + "check_" + number)
                || properties.containsKey(TableProperties.CONSTRAINT + "check_" + number)) {
            number++;
        }
        return "check_" + number;
    }

    private void requireCondition(Check check, TableSchema schema) {
        Span condition = check.condition();
        Lexer.tokens(condition.text()).stream()
                .filter(token -> token.isOneOf(Set.of("SELECT", "FROM", "OVER")))
                .findFirst()
                .ifPresent(token -> {
                    throw new Span(condition.script(), condition.start() + token.start(), condition.end())
                            .error("a constraint looks at one row only: it has no queries and no windows");
                });
        String nothing = schema.columns().stream()
                .map(column -> "CAST(NULL AS %s) AS %s"
                        .formatted(DuckDbTypes.sql(column.type()), SqlText.identifier(column.name())))
                .collect(Collectors.joining(", "));
        ComposedSql describing = new ComposedSql()
                .add("DESCRIBE SELECT (")
                .add(condition)
                .add(") AS c FROM (SELECT " + nothing + ") AS t WHERE (")
                .add(condition)
                .add(")");
        String type = sql.query(describing, row -> row.text(2)).get(0);
        if (!type.equals("BOOLEAN")) {
            throw condition.error("a constraint is a condition, true or false: this one is a %s".formatted(type));
        }
    }

    /** A user error if rows of the table do not meet the condition. */
    void requireKept(Check check, TableName table) {
        long broken = count(new ComposedSql()
                .add("SELECT count(*) FROM " + name(table) + " WHERE (")
                .add(check.condition())
                .add(") IS NOT TRUE"));
        if (broken > 0) {
            throw check.condition()
                    .error("%s of %s %s the constraint '%s': change %s first"
                            .formatted(
                                    broken == 1 ? "1 row" : "%,d rows".formatted(broken),
                                    table,
                                    broken == 1 ? "breaks" : "break",
                                    check.name().orElse(check.condition().text()),
                                    broken == 1 ? "it" : "them"));
        }
    }

    /** A user error if rows of the table have null in the column. */
    void requireNotNull(String column, Span place, TableName table) {
        long nulls = count(new ComposedSql()
                .add("SELECT count(*) FROM " + name(table) + " WHERE " + SqlText.identifier(column) + " IS NULL"));
        if (nulls > 0) {
            throw place.error("column '%s' cannot be NOT NULL: it is null in %s"
                    .formatted(column, nulls == 1 ? "1 row" : "%,d rows".formatted(nulls)));
        }
    }

    private long count(ComposedSql counting) {
        return sql.query(counting, row -> row.number(1)).get(0);
    }

    private static String name(TableName table) {
        return SqlText.identifier(table.namespace().value()) + "." + SqlText.identifier(table.table());
    }

    static SluiceException missing(String name, Span place) {
        return place.error("there is no constraint '%s'".formatted(name));
    }
}
