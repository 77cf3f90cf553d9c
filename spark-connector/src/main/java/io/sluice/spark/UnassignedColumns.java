package io.sluice.spark;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.sql.LakeCatalogs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.analysis.RelationResolution;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.Assignment;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MergeAction;
import org.apache.spark.sql.catalyst.plans.logical.MergeIntoTable;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UpdateAction;
import org.apache.spark.sql.catalyst.plans.logical.UpdateStarAction;
import org.apache.spark.sql.catalyst.plans.logical.UpdateTable;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * UPDATE and MERGE, which Spark lets keep the values of all columns that they do not set, also those of generated
 * columns: these are set to null here, so that the writer makes them anew. Works on statements as they were parsed,
 * since Spark rewrites them at once when it knows their tables.
 */
final class UnassignedColumns extends Rule<LogicalPlan> {
    private final SparkSession session;
    private final LakeCatalogs lakes;

    private UnassignedColumns(SparkSession session) {
        this.session = requireNonNull(session, "session");
        lakes = new LakeCatalogs(session, SluiceCatalog.class.getName());
    }

    static void inject(SparkSessionExtensions extensions) {
        extensions.injectHintResolutionRule(UnassignedColumns::new);
        // For a target that IDENTIFIER names, which is known only by then.
        extensions.injectResolutionRule(UnassignedColumns::new);
    }

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        return plan.resolveOperatorsDown(new AbstractPartialFunction<LogicalPlan, LogicalPlan>() {
            @Override
            public boolean isDefinedAt(LogicalPlan command) {
                return command instanceof UpdateTable || command instanceof MergeIntoTable;
            }

            @Override
            public LogicalPlan apply(LogicalPlan command) {
                return command instanceof UpdateTable update ? updated(update) : merged((MergeIntoTable) command);
            }
        });
    }

    private LogicalPlan updated(UpdateTable update) {
        List<Column> made = made(update.table());
        return made.isEmpty()
                ? update
                : new UpdateTable(update.table(), completed(update.assignments(), made), update.condition());
    }

    private LogicalPlan merged(MergeIntoTable merge) {
        List<Column> made = made(merge.targetTable());
        return made.isEmpty()
                ? merge
                : new MergeIntoTable(
                        merge.targetTable(),
                        merge.sourceTable(),
                        merge.mergeCondition(),
                        actions(merge.matchedActions(), made),
                        merge.notMatchedActions(),
                        actions(merge.notMatchedBySourceActions(), made),
                        merge.withSchemaEvolution());
    }

    private static Seq<MergeAction> actions(Seq<MergeAction> actions, List<Column> made) {
        List<MergeAction> changed = new ArrayList<>();
        for (MergeAction action : CollectionConverters.asJava(actions)) {
            if (action instanceof UpdateStarAction) {
                made.stream()
                        .filter(column -> column.identityColumnSpec() != null)
                        .findFirst()
                        .ifPresent(column -> {
                            throw assigned(column);
                        });
            }
            changed.add(
                    action instanceof UpdateAction update
                            ? new UpdateAction(
                                    update.condition(), completed(update.assignments(), made), update.fromStar())
                            : action);
        }
        return CollectionConverters.asScala(changed).toSeq();
    }

    private static Seq<Assignment> completed(Seq<Assignment> assignments, List<Column> made) {
        List<Assignment> completed = new ArrayList<>(CollectionConverters.asJava(assignments));
        for (Column column : made) {
            boolean isAssigned = CollectionConverters.asJava(assignments).stream()
                    .anyMatch(assignment -> names(assignment, column.name()));
            if (isAssigned && column.identityColumnSpec() != null) {
                throw assigned(column);
            }
            if (!isAssigned && column.generationExpression() != null) {
                Seq<String> name =
                        CollectionConverters.asScala(List.of(column.name())).toSeq();
                completed.add(new Assignment(new UnresolvedAttribute(name), new Literal(null, column.dataType())));
            }
        }
        return CollectionConverters.asScala(completed).toSeq();
    }

    private static boolean names(Assignment assignment, String column) {
        return assignment.key() instanceof UnresolvedAttribute key
                && CollectionConverters.asJava(key.nameParts()).stream().anyMatch(column::equalsIgnoreCase);
    }

    private static SluiceException assigned(Column column) {
        return SluiceException.user(
                "column '%s' is an identity column: a row keeps the number that it has, name the other columns to be set"
                        .formatted(column.name()));
    }

    /** The columns of the statement's target whose values writers make; none if it is no table of a lake. */
    private List<Column> made(LogicalPlan target) {
        LogicalPlan inner = unaliased(target);
        return inner instanceof UnresolvedRelation relation
                ? table(relation).map(UnassignedColumns::made).orElse(List.of())
                : List.of();
    }

    private static List<Column> made(SluiceTable table) {
        List<Column> made = new ArrayList<>();
        for (Column column : table.columns()) {
            if (column.generationExpression() != null || column.identityColumnSpec() != null) {
                made.add(column);
            }
        }
        return made;
    }

    /** As Spark will find it: it keeps what it has found until it has analyzed the statement, so it loads it once. */
    private Optional<SluiceTable> table(UnresolvedRelation target) {
        if (lakes.find(CollectionConverters.asJava(target.multipartIdentifier()))
                .isEmpty()) {
            return Optional.empty();
        }
        RelationResolution names = session.sessionState().analyzer().getRelationResolution();
        return OptionConverters.toJava(names.resolveRelation(target, Option.empty()))
                .map(UnassignedColumns::unaliased)
                .filter(plan -> plan instanceof DataSourceV2Relation)
                .map(plan -> ((DataSourceV2Relation) plan).table())
                .filter(table -> table instanceof SluiceTable)
                .map(SluiceTable.class::cast);
    }

    private static LogicalPlan unaliased(LogicalPlan plan) {
        LogicalPlan inner = plan;
        while (inner instanceof SubqueryAlias alias) {
            inner = alias.child();
        }
        return inner;
    }
}
