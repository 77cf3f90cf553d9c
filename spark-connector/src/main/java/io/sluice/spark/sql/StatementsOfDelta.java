package io.sluice.spark.sql;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import scala.Option;
import scala.Product;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * {@code DESCRIBE HISTORY} and {@code RESTORE} of a lake's table that delta-spark's parser has read, whose extension is
 * listed after this one: delta-spark does not look whose table it is. Its classes are known by their names, and what
 * they hold by its place, as they need not be there.
 */
public final class StatementsOfDelta extends Rule<LogicalPlan> {
    private static final String HISTORY = "org.apache.spark.sql.delta.commands.DescribeDeltaHistory";
    private static final String RESTORE = "org.apache.spark.sql.catalyst.plans.logical.RestoreTableStatement";

    private final SparkSession session;
    private final LakeStatements statements;

    public StatementsOfDelta(SparkSession session, LakeCatalogs catalogs) {
        this.session = requireNonNull(session, "session");
        this.statements = new LakeStatements(requireNonNull(catalogs, "catalogs"));
    }

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        return call(plan).map(this::parsed).orElse(plan);
    }

    private LogicalPlan parsed(String call) {
        try {
            return session.sessionState().sqlParser().parsePlan(call);
        } catch (Exception unreadable) { // Scala throws checked exceptions that it does not declare.
            throw new IllegalStateException("Spark does not understand " + call, unreadable);
        }
    }

    private Optional<String> call(LogicalPlan plan) {
        return switch (plan.getClass().getName()) {
            case HISTORY -> name(plan.children().head()).flatMap(name -> statements.history(name, limit(plan)));
            case RESTORE -> restore((Product) plan.productElement(0));
            default -> Optional.empty();
        };
    }

    private static Optional<Object> limit(LogicalPlan plan) {
        return plan.productElement(1) instanceof Option<?> limit && limit.isDefined()
                ? Optional.of(limit.get())
                : Optional.empty();
    }

    private Optional<String> restore(Product moment) {
        Option<?> timestamp = (Option<?>) moment.productElement(1);
        Option<?> version = (Option<?>) moment.productElement(2);
        String text = version.isDefined()
                ? LakeStatements.version(version.get().toString())
                : LakeStatements.timestamp(((Expression) timestamp.get()).sql());
        return name((LogicalPlan) moment.productElement(0)).flatMap(name -> statements.restore(name, text));
    }

    /** The name of a table that is not resolved yet. */
    @SuppressWarnings("unchecked") // Of names there are no others.
    private static Optional<List<String>> name(LogicalPlan table) {
        return table.productArity() > 0 && table.productElement(0) instanceof Seq<?> parts
                ? Optional.of(CollectionConverters.asJava((Seq<String>) parts))
                : Optional.empty();
    }
}
