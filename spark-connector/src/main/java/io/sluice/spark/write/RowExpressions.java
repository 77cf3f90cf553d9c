package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.types.SparkTypes;
import io.sluice.table.Field;
import io.sluice.table.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.functions;
import scala.collection.immutable.Seq;

/**
 * SQL expressions over the columns of a table, understood on the driver and computed in tasks: {@code CHECK} conditions
 * and generation expressions.
 *
 * @param steps what Spark makes of them, the first one over the columns of the table in their order
 */
record RowExpressions(List<Step> steps) implements Serializable {
    private static final long serialVersionUID = 1L;

    static final RowExpressions NONE = new RowExpressions(List.of());

    /** Values that are computed of the row of the step before. */
    record Step(Seq<Attribute> input, Seq<NamedExpression> output) implements Serializable {
        private static final long serialVersionUID = 1L;

        Step {
            requireNonNull(input, "input");
            requireNonNull(output, "output");
        }
    }

    RowExpressions {
        steps = List.copyOf(steps);
    }

    /** A user error, in Spark's words, for an expression that is none over these columns. */
    static RowExpressions of(TableSchema schema, List<String> texts) {
        if (texts.isEmpty()) {
            return NONE;
        }
        SparkSession session = SparkSession.active();
        TableSchema relaxed =
                new TableSchema(schema.columns().stream().map(Field::relaxed).toList());
        Column[] columns = new Column[texts.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = functions.expr(texts.get(i)).as("value" + i);
        }
        // Rows that Spark knows nothing about, not even that there are none.
        LogicalPlan plan = session.createDataFrame(
                        new JavaSparkContext(session.sparkContext()).<Row>emptyRDD(), SparkTypes.structType(relaxed))
                .select(columns)
                .queryExecution()
                .optimizedPlan();
        List<Step> steps = new ArrayList<>();
        while (plan instanceof Project project) {
            plan = project.child();
            steps.add(0, new Step(plan.output(), project.projectList()));
        }
        if (steps.isEmpty() || plan.output().size() != schema.columns().size()) {
            throw SluiceException.bug("Spark computes %s of other things than the columns of one row:\n%s"
                    .formatted(texts, plan.treeString()));
        }
        return new RowExpressions(steps);
    }

    /** Computes the values of one row after the other, for one thread. */
    final class Computation {
        private final List<UnsafeProjection> projections = new ArrayList<>();

        private Computation(int partition) {
            for (Step step : steps) {
                UnsafeProjection projection = UnsafeProjection.create(untyped(step.output()), step.input());
                projection.initialize(partition);
                projections.add(projection);
            }
        }

        /** The values of all expressions, in order; valid until the next row. */
        InternalRow of(InternalRow row) {
            InternalRow values = row;
            for (UnsafeProjection projection : projections) {
                values = projection.apply(values);
            }
            return values;
        }
    }

    Computation computation(int partition) {
        return new Computation(partition);
    }

    @SuppressWarnings("unchecked")
    private static Seq<org.apache.spark.sql.catalyst.expressions.Expression> untyped(Seq<NamedExpression> named) {
        return (Seq<org.apache.spark.sql.catalyst.expressions.Expression>) (Seq<?>) named;
    }
}
