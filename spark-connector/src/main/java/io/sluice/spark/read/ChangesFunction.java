package io.sluice.spark.read;

import io.sluice.error.SluiceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * {@code table_changes('table', from[, to])}: what has happened to the rows of a table. The bounds are versions, or
 * times as texts, both included; without the second one it is the last version.
 */
public final class ChangesFunction {
    private static final String NAME = "table_changes";
    private static final String USAGE =
            "table_changes takes the name of a table, a first version or time and, if you like, a last one:"
                    + " table_changes('sales.orders', 3, 5)";

    private ChangesFunction() {}

    /** Makes the function known to the sessions that have the extension. */
    public static void inject(SparkSessionExtensions extensions) {
        FunctionIdentifier name = new FunctionIdentifier(NAME);
        ExpressionInfo description = new ExpressionInfo(ChangesFunction.class.getName(), NAME);
        extensions.injectTableFunction(new Tuple3<>(name, description, ChangesFunction::plan));
    }

    private static LogicalPlan plan(Seq<Expression> arguments) {
        List<Expression> given = CollectionConverters.asJava(arguments);
        if (given.size() < 2 || given.size() > 3) {
            throw SluiceException.user(USAGE);
        }
        Map<String, String> options = new HashMap<>();
        addBound(options, "starting", given.get(1));
        if (given.size() == 3) {
            addBound(options, "ending", given.get(2));
        }
        return new UnresolvedRelation(
                CollectionConverters.asScala(nameParts(given.get(0))).toSeq(),
                new CaseInsensitiveStringMap(options),
                false);
    }

    private static void addBound(Map<String, String> options, String end, Expression bound) {
        String kind = bound.dataType() instanceof StringType ? "Timestamp" : "Version";
        options.put(end + kind, value(bound));
    }

    private static List<String> nameParts(Expression name) {
        List<String> parts = new ArrayList<>(
                CollectionConverters.asJava(CatalystSqlParser$.MODULE$.parseMultipartIdentifier(value(name))));
        if (parts.size() == 1) {
            String namespace =
                    org.apache.spark.sql.SparkSession.active().catalog().currentDatabase();
            parts.addAll(
                    0, CollectionConverters.asJava(CatalystSqlParser$.MODULE$.parseMultipartIdentifier(namespace)));
        }
        parts.add(ChangeFeedTable.NAME);
        return parts;
    }

    private static String value(Expression argument) {
        Object value = argument.foldable() ? argument.eval(null) : null;
        if (value == null) {
            throw SluiceException.user(USAGE);
        }
        return value.toString();
    }
}
