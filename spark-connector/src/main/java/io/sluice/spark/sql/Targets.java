package io.sluice.spark.sql;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.NamedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.V2WriteCommand;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The targets of plans that write. */
public final class Targets {
    /** The option of a write that adds new columns to the table. */
    public static final String MERGE_SCHEMA = "mergeSchema";

    private Targets() {}

    /** The write with another target. */
    public static LogicalPlan with(LogicalPlan write, LogicalPlan target) {
        if (write instanceof V2WriteCommand command) {
            return (LogicalPlan) command.withNewTable((NamedRelation) target);
        }
        // Versions of Spark have other parts after the first one, which is the target.
        Object[] parts = new Object[write.productArity()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = i == 0 ? target : write.productElement(i);
        }
        return write.makeCopy(parts);
    }

    /** The insert as one that adds the columns of its rows to the table, which is asked for as an option. */
    static LogicalPlan merging(LogicalPlan plan) {
        if (plan instanceof InsertIntoStatement insert && insert.table() instanceof UnresolvedRelation target) {
            Map<String, String> options = new HashMap<>(target.options().asCaseSensitiveMap());
            options.put(MERGE_SCHEMA, "true");
            return with(
                    plan,
                    new UnresolvedRelation(
                            target.multipartIdentifier(), new CaseInsensitiveStringMap(options), target.isStreaming()));
        }
        return plan;
    }
}
