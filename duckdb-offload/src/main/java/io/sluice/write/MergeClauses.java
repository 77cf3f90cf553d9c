package io.sluice.write;

import static java.util.Objects.requireNonNull;

import io.sluice.duckdb.MissingValue;
import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.SqlText;
import io.sluice.sql.ColumnPath;
import io.sluice.sql.ComposedSql;
import io.sluice.sql.Span;
import io.sluice.sql.WriteStatement.Assignment;
import io.sluice.sql.WriteStatement.Match;
import io.sluice.sql.WriteStatement.Merge;
import io.sluice.sql.WriteStatement.MergeAction;
import io.sluice.sql.WriteStatement.MergeAction.DeleteRow;
import io.sluice.sql.WriteStatement.MergeAction.DoNothing;
import io.sluice.sql.WriteStatement.MergeAction.InsertAll;
import io.sluice.sql.WriteStatement.MergeAction.InsertValues;
import io.sluice.sql.WriteStatement.MergeAction.UpdateAll;
import io.sluice.sql.WriteStatement.MergeAction.UpdateSet;
import io.sluice.sql.WriteStatement.MergeClause;
import io.sluice.sql.WriteStatement.SchemaEvolution;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The clauses of one kind of match, as columns of a query over the rows that they are about. */
final class MergeClauses {
    /** The number of the clause that fits a row; null if none does. */
    static final String CLAUSE = "sluice:clause";

    private static final Pattern VOLATILE =
            Pattern.compile("\\b(random|uuid|uuidv4|uuidv7|gen_random_uuid|nextval)\\b");

    private final Merge merge;
    private final List<MergeClause> clauses;
    private final TableMetadata before;
    private final TableMetadata table;
    private final String source;
    private final List<ResultColumn> sourceColumns;

    /** @param before the target without the columns that the merge adds */
    MergeClauses(Merge merge, Match match, TableMetadata before, TableMetadata table, MergeSource source) {
        this.merge = requireNonNull(merge, "merge");
        this.clauses = merge.clauses().stream()
                .filter(clause -> clause.match() == match)
                .toList();
        this.before = requireNonNull(before, "before");
        this.table = requireNonNull(table, "table");
        this.source = source.qualifier();
        this.sourceColumns = source.columns();
    }

    boolean isEmpty() {
        return clauses.isEmpty();
    }

    /** Whether the only thing that can happen to a row is that it is deleted, whatever it matches. */
    boolean onlyDeletes() {
        return clauses.size() == 1
                && clauses.get(0).action() instanceof DeleteRow
                && clauses.get(0).condition().isEmpty();
    }

    /** Whether it is the same to ask for each clause's rows on their own as to keep the rows of all first. */
    boolean isReadOnce() {
        return withNewRows().size() <= 1
                && clauses.stream()
                        .noneMatch(
                                clause -> VOLATILE.matcher(clause.span().text().toLowerCase(Locale.ROOT))
                                        .find());
    }

    List<Integer> withNewRows() {
        return numbers(true);
    }

    private List<Integer> numbers(boolean newRows) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < clauses.size(); i++) {
            MergeAction action = clauses.get(i).action();
            boolean nothing = action instanceof DoNothing || (newRows && action instanceof DeleteRow);
            if (!nothing) {
                numbers.add(i);
            }
        }
        return numbers;
    }

    List<Integer> deleting() {
        List<Integer> numbers = new ArrayList<>(numbers(false));
        numbers.removeAll(numbers(true));
        return numbers;
    }

    /** A condition for rows to which something happens. */
    String acting() {
        return in(numbers(false));
    }

    static String in(List<Integer> numbers) {
        String clause = SqlText.identifier(CLAUSE);
        return numbers.isEmpty()
                ? "false"
                : clause + " IN ("
                        + String.join(
                                ", ", numbers.stream().map(String::valueOf).toList()) + ")";
    }

    /** Adds the columns to a select list: the clause's number, and the new values for each clause that has some. */
    void addTo(ComposedSql sql) {
        sql.add("CASE");
        for (int i = 0; i < clauses.size(); i++) {
            sql.add(" WHEN (");
            Optional<Span> condition = clauses.get(i).condition();
            if (condition.isPresent()) {
                sql.add(condition.get());
            } else {
                sql.add("true");
            }
            sql.add(") THEN " + i);
        }
        sql.add(clauses.isEmpty() ? " WHEN true THEN NULL::INTEGER END" : " END")
                .add(" AS " + SqlText.identifier(CLAUSE));
        for (int number : withNewRows()) {
            List<Field> fields = table.schema().columns();
            Map<String, Span> given = given(clauses.get(number));
            for (int i = 0; i < fields.size(); i++) {
                sql.add(", ");
                addValue(sql, number, fields.get(i), given);
                sql.add(" AS " + name(number, i));
            }
        }
    }

    static String name(int clause, int column) {
        return "n" + clause + "_" + column;
    }

    private void addValue(ComposedSql sql, int number, Field field, Map<String, Span> given) {
        MergeAction action = clauses.get(number).action();
        Span value = given.get(field.name());
        if (action instanceof UpdateAll || action instanceof InsertAll) {
            sql.add(sameName(field, action));
        } else if (value == null) {
            sql.add(action instanceof UpdateSet ? kept(field) : MissingValue.sql(field));
        } else if (value.text().strip().equalsIgnoreCase("DEFAULT")) {
            sql.add(MissingValue.sql(field));
        } else if (isChosenOnce()) {
            // Rows of other clauses need not have a value, and may have none.
            sql.add("CASE WHEN %s = %d THEN (".formatted(SqlText.identifier(CLAUSE), number))
                    .add(value)
                    .add(") END");
        } else {
            sql.add("(").add(value).add(")");
        }
    }

    /** Conditions that give another answer every time are asked once; then values are computed for all rows. */
    private boolean isChosenOnce() {
        boolean always = clauses.size() == 1 && clauses.get(0).condition().isEmpty();
        return !always
                && clauses.stream()
                        .flatMap(clause -> clause.condition().stream())
                        .noneMatch(
                                condition -> VOLATILE.matcher(condition.text().toLowerCase(Locale.ROOT))
                                        .find());
    }

    private String sameName(Field field, MergeAction action) {
        for (ResultColumn column : sourceColumns) {
            if (column.name().equalsIgnoreCase(field.name())) {
                return SqlText.identifier(source) + "." + SqlText.identifier(column.name());
            }
        }
        if (merge.evolution() == SchemaEvolution.NONE) {
            throw merge.source()
                    .reference()
                    .error("the source has no column '%s', which * means: name the columns that it has"
                            .formatted(field.name()));
        }
        return action instanceof UpdateAll ? kept(field) : MissingValue.sql(field);
    }

    private String kept(Field field) {
        return before.schema().column(field.name()).isPresent()
                ? SqlText.identifier(merge.target().qualifier()) + "." + SqlText.identifier(field.name())
                : "NULL";
    }

    private Map<String, Span> given(MergeClause clause) {
        Map<String, Span> given = new LinkedHashMap<>();
        if (clause.action() instanceof UpdateSet update) {
            for (Assignment assignment : update.assignments()) {
                put(given, assignment.column().within(merge.target()), assignment.value());
            }
        } else if (clause.action() instanceof InsertValues insert) {
            int count = insert.columns().isEmpty()
                    ? before.schema().columns().size()
                    : insert.columns().size();
            if (insert.values().size() != count) {
                throw clause.span()
                        .error("there are %d values for %d columns"
                                .formatted(insert.values().size(), count));
            }
            for (int i = 0; i < count; i++) {
                if (insert.columns().isEmpty()) {
                    given.put(
                            before.schema().columns().get(i).name(),
                            insert.values().get(i));
                } else {
                    put(
                            given,
                            insert.columns().get(i).within(merge.target()),
                            insert.values().get(i));
                }
            }
        }
        return given;
    }

    private void put(Map<String, Span> given, ColumnPath column, Span value) {
        String name = table.schema()
                .column(column.simple())
                .orElseThrow(() -> column.error("there is no column '%s': the table has %s"
                        .formatted(
                                column.simple(),
                                String.join(", ", table.schema().columnNames()))))
                .name();
        if (given.put(name, value) != null) {
            throw column.error("column '%s' is given two values".formatted(name));
        }
    }
}
