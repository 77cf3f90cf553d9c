package io.sluice.write;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a table asks of each of its rows: columns that are never null, and CHECK constraints. As in SQL, a constraint is
 * met unless it is false.
 */
public final class RowRules {
    /** Any row is good. */
    public static final RowRules NONE = new RowRules();

    private static final int SHOWN_COLUMNS = 8;
    /** Texts stay; backticks are how Delta tables quote names. */
    private static final Pattern QUOTED = Pattern.compile("'(?:[^']|'')*'|`((?:[^`]|``)*)`");

    private final List<Rule> rules = new ArrayList<>();

    /**
     * One rule.
     *
     * @param condition SQL over the table's columns that is true, and not null, where the rule is met
     * @param violated what to say if it is not
     * @param shown the columns that say why
     */
    private record Rule(String condition, String violated, List<Field> shown) {}

    private RowRules() {}

    /** The rules of a table. */
    public static RowRules of(TableMetadata table) {
        RowRules found = new RowRules();
        List<Field> columns = table.schema().columns();
        for (Field column : columns) {
            found.addNotNull(column, SqlText.identifier(column.name()), column.name(), columns);
        }
        TableProperties properties = TableProperties.of(table);
        properties.constraints().forEach((name, expression) -> {
            List<Field> named = columns.stream()
                    .filter(column ->
                            properties.constraintsThatMayName(column.name()).contains(name))
                    .toList();
            found.rules.add(new Rule(
                    "coalesce((" + engineSql(expression) + "\n), false)",
                    "constraint '%s' is violated: %s is not true".formatted(name, expression),
                    named.isEmpty() ? columns : named));
        });
        return found;
    }

    private void addNotNull(Field field, String value, String name, List<Field> columns) {
        if (!field.nullable()) {
            int dot = value.lastIndexOf(").");
            String parent = dot < 0 ? "" : value.substring(0, dot + 1) + " IS NULL OR ";
            rules.add(new Rule(
                    "(" + parent + value + " IS NOT NULL)", "column '%s' must not be null".formatted(name), columns));
        }
        if (field.type() instanceof Struct struct) {
            for (Field inner : struct.fields()) {
                addNotNull(
                        inner,
                        "(" + value + ")." + SqlText.identifier(inner.name()),
                        name + "." + inner.name(),
                        columns);
            }
        }
    }

    private static String engineSql(String expression) {
        Matcher quoted = QUOTED.matcher(expression);
        StringBuilder sql = new StringBuilder();
        while (quoted.find()) {
            String name = quoted.group(1);
            quoted.appendReplacement(
                    sql,
                    Matcher.quoteReplacement(
                            name == null ? quoted.group() : SqlText.identifier(name.replace("``", "`"))));
        }
        return quoted.appendTail(sql).toString();
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** SQL over the table's columns that is true where all rules are met. */
    public String condition() {
        return rules.stream().map(Rule::condition).collect(Collectors.joining(" AND ", "(", ")"));
    }

    /**
     * A user error for a constraint that the engine cannot evaluate, as it was written for another one.
     *
     * @param rows SQL of a relation with the table's columns
     */
    void requireUnderstood(DuckDbSession session, String rows) {
        for (Rule rule : rules) {
            try {
                session.execute("EXPLAIN SELECT " + rule.condition() + " FROM " + rows);
            } catch (SluiceException failure) {
                if (failure.kind() != SluiceException.Kind.USER) {
                    throw failure;
                }
                throw SluiceException.user(
                        "%s cannot be checked here (%s): add rows with the engine that made it, or drop it"
                                .formatted(rule.violated().replaceAll(" is violated: (?s:.*)", ""), firstLine(failure)),
                        failure);
            }
        }
    }

    private static String firstLine(SluiceException failure) {
        return failure.getMessage().lines().findFirst().orElse("");
    }

    /**
     * Throws a user error with the first rule that rows break, how many there are, and one of them.
     *
     * @param rows SQL of a relation with the table's columns
     */
    public void diagnose(DuckDbSession session, String rows) {
        for (Rule rule : rules) {
            String example = "concat_ws(', ', %s)"
                    .formatted(rule.shown().stream()
                            .limit(SHOWN_COLUMNS)
                            .map(RowRules::shown)
                            .collect(Collectors.joining(", ")));
            List<String> found = session.query(
                    "SELECT count(*), any_value(%s) FROM %s WHERE NOT %s".formatted(example, rows, rule.condition()),
                    row -> row.number(1) == 0
                            ? ""
                            : "%s in %s, for example (%s)"
                                    .formatted(
                                            rule.violated(),
                                            row.number(1) == 1 ? "1 new row" : row.number(1) + " new rows",
                                            row.text(2)));
            if (!found.get(0).isEmpty()) {
                throw SluiceException.user(found.get(0));
            }
        }
    }

    /** SQL of {@code name = value}, as text. */
    private static String shown(Field column) {
        String value = SqlText.identifier(column.name());
        return "concat(%s, coalesce(CASE WHEN typeof(%s) = 'VARCHAR' THEN concat('''', %s, '''') ELSE CAST(%s AS VARCHAR) END, 'NULL'))"
                .formatted(SqlText.literal(column.name() + " = "), value, value, value);
    }
}
