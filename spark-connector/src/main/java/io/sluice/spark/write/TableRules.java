package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.MakeValues;
import io.sluice.spark.types.SparkTypes;
import io.sluice.table.Field;
import io.sluice.table.IdentityColumn;
import io.sluice.table.IdentityColumn.GivenValues;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * What a table makes of rows that are written to it, and asks of them: values of generated and identity columns, and
 * {@code CHECK} constraints. Spark itself would not ask it of streams, and takes null for a condition that is met.
 *
 * @param columns of the table, in order
 * @param values for each generated column its value and whether the row has it, then the constraints
 */
public record TableRules(
        StructType columns,
        List<GeneratedColumn> generated,
        List<NumberedColumn> numbered,
        List<Constraint> constraints,
        RowExpressions values)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Rows are written as they come. */
    public static final TableRules NONE =
            new TableRules(new StructType(), List.of(), List.of(), List.of(), RowExpressions.NONE);

    /**
     * A column whose value every row has by an expression.
     *
     * @param named ordinals of the column and of those that the expression may name
     */
    record GeneratedColumn(String name, int ordinal, String expression, List<Integer> named) implements Serializable {
        private static final long serialVersionUID = 1L;

        GeneratedColumn {
            named = List.copyOf(named);
        }
    }

    /**
     * A column that numbers new rows.
     *
     * @param first the first number that is free
     */
    record NumberedColumn(String name, int ordinal, long first, long step, GivenValues givenValues)
            implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * A condition that is true for every row.
     *
     * @param named ordinals of the columns that it may name
     */
    record Constraint(String name, String condition, List<Integer> named) implements Serializable {
        private static final long serialVersionUID = 1L;

        Constraint {
            named = List.copyOf(named);
        }
    }

    public TableRules {
        requireNonNull(columns, "columns");
        generated = List.copyOf(generated);
        numbered = List.copyOf(numbered);
        constraints = List.copyOf(constraints);
        requireNonNull(values, "values");
    }

    /** The rules for rows that are written to the table in that state. On the driver. */
    public static TableRules of(TableMetadata table) {
        List<Field> columns = table.schema().columns();
        List<GeneratedColumn> generated = new ArrayList<>();
        List<NumberedColumn> numbered = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Field column = columns.get(i);
            if (column.generationExpression().isPresent()) {
                String value = value(column);
                generated.add(new GeneratedColumn(
                        column.name(), i, column.generationExpression().get(), named(columns, i)));
                texts.add(value);
                texts.add(SparkTypes.quoted(column.name()) + " <=> " + value);
            } else if (column.identity().isPresent()) {
                IdentityColumn identity = column.identity().get();
                numbered.add(
                        new NumberedColumn(column.name(), i, identity.next(), identity.step(), identity.givenValues()));
            }
        }
        List<Constraint> constraints = constraints(table);
        constraints.forEach(constraint -> texts.add("(" + constraint.condition() + "\n)"));
        return new TableRules(
                SparkTypes.structType(table.schema()),
                generated,
                numbered,
                constraints,
                RowExpressions.of(table.schema(), texts));
    }

    private static List<Integer> named(List<Field> columns, int generated) {
        List<Integer> named = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (i == generated
                    || columns.get(generated).mayBeGeneratedFrom(columns.get(i).name())) {
                named.add(i);
            }
        }
        return named;
    }

    private static String value(Field column) {
        return "CAST((%s\n) AS %s)"
                .formatted(
                        column.generationExpression().orElseThrow(),
                        SparkTypes.dataType(column.type()).sql());
    }

    private static List<Constraint> constraints(TableMetadata table) {
        TableProperties properties = TableProperties.of(table);
        List<Field> columns = table.schema().columns();
        List<Constraint> constraints = new ArrayList<>();
        properties.constraints().forEach((name, condition) -> {
            List<Integer> named = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                if (properties.constraintsThatMayName(columns.get(i).name()).contains(name)) {
                    named.add(i);
                }
            }
            constraints.add(new Constraint(name, condition, named));
        });
        return constraints;
    }

    /** Whether rows are written as they come. */
    boolean isEmpty() {
        return generated.isEmpty() && numbered.isEmpty() && constraints.isEmpty();
    }

    /** Whether the values of the column are made when a row is written. */
    boolean makes(String column) {
        return generated.stream().anyMatch(made -> made.name().equals(column))
                || numbered.stream().anyMatch(made -> made.name().equals(column));
    }

    /** Whether new rows are numbered, so that what was planned for one state of the table serves for one commit. */
    boolean numbersRows() {
        return !numbered.isEmpty();
    }

    /**
     * What a commit of rows that were written by these rules says of them.
     *
     * @param numbersGiven by column, from all tasks
     */
    public List<TableChange> changes(List<Map<String, Long>> numbersGiven) {
        Set<String> made = new LinkedHashSet<>();
        generated.forEach(column -> made.add(column.name()));
        numbered.forEach(column -> made.add(column.name()));
        if (made.isEmpty()) {
            return List.of();
        }
        Map<String, Long> furthest = new LinkedHashMap<>();
        for (NumberedColumn column : numbered) {
            numbersGiven.stream()
                    .filter(numbers -> numbers.containsKey(column.name()))
                    .map(numbers -> numbers.get(column.name()))
                    .reduce(column.step() > 0 ? Math::max : Math::min)
                    .ifPresent(number -> furthest.put(column.name(), number));
        }
        return List.of(new MakeValues(made, furthest));
    }
}
