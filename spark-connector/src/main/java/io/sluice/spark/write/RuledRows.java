package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.write.TableRules.Constraint;
import io.sluice.spark.write.TableRules.GeneratedColumn;
import io.sluice.spark.write.TableRules.NumberedColumn;
import io.sluice.table.IdentityColumn.GivenValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.errors.QueryExecutionErrors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * Rows of one task, by the rules of their table. Null in a generated or identity column means that the statement gives
 * no value. Rows that are returned are valid until the next one. For one thread.
 *
 * <p>Tasks number rows without asking each other: of {@code n} tasks, the one with the number {@code p} takes each
 * {@code n}-th number from the {@code p}-th on. So a task that is run again gives the same numbers again, of which only
 * those of one attempt are committed.
 */
public final class RuledRows {
    private final TableRules rules;
    private final RowExpressions.Computation computation;
    private final DataType[] types;
    /** The row with the values that are made; the same array for all rows. */
    private final Object[] values;

    private final InternalRow made;
    private final long[] next;
    private final long[] stride;
    private final Map<String, Long> numbersGiven = new LinkedHashMap<>();

    RuledRows(TableRules rules, int partition, int tasks) {
        this.rules = requireNonNull(rules, "rules");
        computation = rules.values().computation(partition);
        StructField[] fields = rules.columns().fields();
        types = new DataType[fields.length];
        for (int i = 0; i < fields.length; i++) {
            types[i] = fields[i].dataType();
        }
        values = new Object[fields.length];
        made = new GenericInternalRow(values);
        int numbered = rules.numbered().size();
        next = new long[numbered];
        stride = new long[numbered];
        for (int i = 0; i < numbered; i++) {
            NumberedColumn column = rules.numbered().get(i);
            next[i] = exact(
                    column, () -> Math.addExact(column.first(), Math.multiplyExact(column.step(), (long) partition)));
            stride[i] = exact(column, () -> Math.multiplyExact(column.step(), (long) tasks));
        }
    }

    private static long exact(NumberedColumn column, java.util.function.LongSupplier number) {
        try {
            return number.getAsLong();
        } catch (ArithmeticException overflow) {
            throw SluiceException.user(
                    "the identity column '%s' has no numbers left".formatted(column.name()), overflow);
        }
    }

    /** A new row, with the values that its table makes. */
    public InternalRow added(InternalRow row) {
        if (rules.isEmpty()) {
            return row;
        }
        InternalRow ruled = row;
        if (!rules.numbered().isEmpty()) {
            copy(row);
            number();
            ruled = made;
        }
        return checked(ruled);
    }

    /** A row that was there before: it keeps its numbers. */
    public InternalRow changed(InternalRow row) {
        return rules.isEmpty() ? row : checked(row);
    }

    private void copy(InternalRow row) {
        for (int i = 0; i < values.length; i++) {
            values[i] = row.isNullAt(i) ? null : row.get(i, types[i]);
        }
    }

    private void number() {
        for (int i = 0; i < next.length; i++) {
            NumberedColumn column = rules.numbered().get(i);
            if (values[column.ordinal()] == null) {
                values[column.ordinal()] = next[i];
                numbersGiven.put(column.name(), next[i]);
                int number = i;
                next[i] = exact(column, () -> Math.addExact(next[number], stride[number]));
            } else if (column.givenValues() == GivenValues.REFUSED) {
                throw SluiceException.user(
                        "column '%s' is GENERATED ALWAYS AS IDENTITY, but a new row gives it the value %s: leave the column out"
                                .formatted(column.name(), values[column.ordinal()]));
            }
        }
    }

    private InternalRow checked(InternalRow row) {
        if (rules.values().steps().isEmpty()) {
            return row;
        }
        InternalRow results = computation.of(row);
        InternalRow ruled = row;
        boolean isComplete = true;
        for (int i = 0; i < rules.generated().size(); i++) {
            GeneratedColumn column = rules.generated().get(i);
            if (row.isNullAt(column.ordinal()) && !results.isNullAt(2 * i)) {
                isComplete = false;
            } else if (!results.getBoolean(2 * i + 1)) {
                throw unequal(column, row);
            }
        }
        if (!isComplete) {
            ruled = generated(row, results);
            // Constraints may be about the values that were made just now.
            results = rules.constraints().isEmpty() ? results : computation.of(ruled);
        }
        requireMet(ruled, results);
        return ruled;
    }

    private InternalRow generated(InternalRow row, InternalRow results) {
        copy(row);
        for (int i = 0; i < rules.generated().size(); i++) {
            int ordinal = rules.generated().get(i).ordinal();
            if (values[ordinal] == null && !results.isNullAt(2 * i)) {
                values[ordinal] = InternalRow.copyValue(results.get(2 * i, types[ordinal]));
            }
        }
        return made;
    }

    private void requireMet(InternalRow row, InternalRow results) {
        int first = 2 * rules.generated().size();
        for (int i = 0; i < rules.constraints().size(); i++) {
            if (results.isNullAt(first + i) || !results.getBoolean(first + i)) {
                throw violated(rules.constraints().get(i), row);
            }
        }
    }

    private RuntimeException violated(Constraint constraint, InternalRow row) {
        return violated(constraint.name(), constraint.condition(), constraint.named(), row);
    }

    /** In Delta a generated column is a constraint too. */
    private RuntimeException unequal(GeneratedColumn column, InternalRow row) {
        return violated("of the generated column", column.name() + " <=> " + column.expression(), column.named(), row);
    }

    /** Spark's own exception, as Spark shows an exception of another kind only below its own. */
    private RuntimeException violated(String constraint, String condition, List<Integer> named, InternalRow row) {
        List<String> names = new ArrayList<>();
        List<Object> shown = new ArrayList<>();
        for (int ordinal : named) {
            names.add(rules.columns().fields()[ordinal].name());
            shown.add(row.isNullAt(ordinal) ? null : row.get(ordinal, types[ordinal]));
        }
        return QueryExecutionErrors.checkViolationJava(constraint, condition, names, shown);
    }

    /** By identity column, the furthest number that was given to a row; none for columns that have given none. */
    public Map<String, Long> numbersGiven() {
        return Map.copyOf(numbersGiven);
    }
}
