package io.sluice.spark;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.catalog.SchemaEvolution;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.sql.LakeCatalogs;
import io.sluice.spark.sql.LakeCatalogs.Place;
import io.sluice.spark.sql.Targets;
import io.sluice.spark.types.ColumnDifferences.Match;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.AppendData;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OverwriteByExpression;
import org.apache.spark.sql.catalyst.plans.logical.OverwritePartitionsDynamic;
import org.apache.spark.sql.catalyst.plans.logical.V2WriteCommand;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractPartialFunction;

/**
 * Writes that bring their own columns: the options {@code mergeSchema} and {@code overwriteSchema}, as users of Delta
 * know them. Two rules of the analyzer make them. The first one comes before Spark compares rows with their target, and
 * puts a target there that takes any rows; the second one comes when the columns of the rows are known, and puts the
 * table there as it will be with them.
 */
final class EvolvingWrites {
    /** The option of a write that adds new columns to the table. */
    private static final String MERGE = Targets.MERGE_SCHEMA;
    /** The option of an overwrite that gives the table the columns of the rows. */
    private static final String OVERWRITE = "overwriteSchema";

    private EvolvingWrites() {}

    static void inject(SparkSessionExtensions extensions) {
        extensions.injectHintResolutionRule(new Builder() {
            @Override
            public Rule<LogicalPlan> apply(SparkSession session) {
                return new Opened(session);
            }
        });
        extensions.injectResolutionRule(new Builder() {
            @Override
            public Rule<LogicalPlan> apply(SparkSession session) {
                return new Closed();
            }
        });
    }

    private abstract static class Builder extends AbstractFunction1<SparkSession, Rule<LogicalPlan>> {}

    /** A rule that looks at the writes of a statement. */
    private abstract static class WriteRule extends Rule<LogicalPlan> {
        @Override
        public final LogicalPlan apply(LogicalPlan plan) {
            return plan.resolveOperatorsDown(new AbstractPartialFunction<LogicalPlan, LogicalPlan>() {
                @Override
                public boolean isDefinedAt(LogicalPlan node) {
                    return node instanceof V2WriteCommand || node instanceof InsertIntoStatement;
                }

                @Override
                public LogicalPlan apply(LogicalPlan node) {
                    return changed(node);
                }
            });
        }

        abstract LogicalPlan changed(LogicalPlan write);
    }

    private static final class Opened extends WriteRule {
        private final SparkSession session;

        Opened(SparkSession session) {
            this.session = requireNonNull(session, "session");
        }

        @Override
        LogicalPlan changed(LogicalPlan write) {
            LogicalPlan target = target(write);
            CaseInsensitiveStringMap options = options(write, target);
            if (!options.getBoolean(MERGE, false) && !options.getBoolean(OVERWRITE, false)) {
                return write;
            }
            return relation(target)
                    .<LogicalPlan>map(known -> Targets.with(write, known))
                    .orElse(write);
        }

        private Optional<DataSourceV2Relation> relation(LogicalPlan target) {
            if (target instanceof DataSourceV2Relation known) {
                return known.table() instanceof SluiceTable table && !(table instanceof SluiceTables.Awaiting)
                        ? Optional.of(with(known, new SluiceTables.Awaiting(table.pinned())))
                        : Optional.empty();
            }
            return target instanceof UnresolvedRelation named ? named(named) : Optional.empty();
        }

        private Optional<DataSourceV2Relation> named(UnresolvedRelation target) {
            List<String> name = CollectionConverters.asJava(target.multipartIdentifier());
            return new LakeCatalogs(session, SluiceCatalog.class.getName())
                    .find(name)
                    .flatMap(
                            place -> loaded(place, target.clearWritePrivileges().options()));
        }

        private Optional<DataSourceV2Relation> loaded(Place place, CaseInsensitiveStringMap options) {
            SluiceSource source = new SluiceSource();
            CaseInsensitiveStringMap path =
                    new CaseInsensitiveStringMap(Map.of("path", place.path(), "catalog", place.catalog()));
            TableCatalog catalog = CatalogV2Util.getTableProviderCatalog(
                    source, session.sessionState().catalogManager(), path);
            Identifier name = source.extractIdentifier(path);
            try {
                SluiceTable there = (SluiceTable) catalog.loadTable(name);
                return Optional.of(DataSourceV2Relation.create(
                        new SluiceTables.Awaiting(there.pinned()),
                        Option.apply(catalog),
                        Option.apply(name),
                        options,
                        Option.empty()));
            } catch (NoSuchTableException missing) {
                return Optional.empty();
            }
        }
    }

    private static final class Closed extends WriteRule {
        @Override
        LogicalPlan changed(LogicalPlan plan) {
            boolean isReady = plan instanceof V2WriteCommand write
                    && write.query().resolved()
                    && write.table() instanceof DataSourceV2Relation relation
                    && relation.table() instanceof SluiceTables.Awaiting;
            return isReady ? closed((V2WriteCommand) plan) : plan;
        }

        private static LogicalPlan closed(V2WriteCommand write) {
            DataSourceV2Relation relation = (DataSourceV2Relation) write.table();
            PinnedTable table = ((SluiceTable) relation.table()).pinned();
            CaseInsensitiveStringMap options = options((LogicalPlan) write, relation);
            boolean replacesAll = write instanceof OverwriteByExpression overwrite
                    && overwrite.deleteExpr().equals(Literal.TrueLiteral());
            PinnedTable evolved;
            if (options.getBoolean(OVERWRITE, false) && replacesAll) {
                evolved = SchemaEvolution.redefined(table, write.query().schema());
            } else if (options.getBoolean(MERGE, false)) {
                Match match = write.isByName() ? Match.BY_NAME : Match.BY_POSITION;
                evolved = SchemaEvolution.merged(table, write.query().schema(), match);
            } else {
                evolved = table;
            }
            return (LogicalPlan) write.withNewTable(with(relation, SluiceTables.of(evolved)));
        }
    }

    private static DataSourceV2Relation with(DataSourceV2Relation relation, SluiceTable table) {
        return DataSourceV2Relation.create(
                table, relation.catalog(), relation.identifier(), relation.options(), relation.timeTravelSpec());
    }

    private static LogicalPlan target(LogicalPlan write) {
        return write instanceof InsertIntoStatement insert
                ? insert.table()
                : (LogicalPlan) ((V2WriteCommand) write).table();
    }

    private static CaseInsensitiveStringMap options(LogicalPlan write, LogicalPlan target) {
        Map<String, String> all = new HashMap<>();
        if (target instanceof UnresolvedRelation named) {
            all.putAll(named.options().asCaseSensitiveMap());
        } else if (target instanceof DataSourceV2Relation known) {
            all.putAll(known.options().asCaseSensitiveMap());
        }
        all.putAll(CollectionConverters.asJava(writeOptions(write)));
        return new CaseInsensitiveStringMap(all);
    }

    private static scala.collection.immutable.Map<String, String> writeOptions(LogicalPlan write) {
        if (write instanceof AppendData append) {
            return append.writeOptions();
        }
        if (write instanceof OverwriteByExpression overwrite) {
            return overwrite.writeOptions();
        }
        return write instanceof OverwritePartitionsDynamic overwrite
                ? overwrite.writeOptions()
                : scala.collection.immutable.Map$.MODULE$.empty();
    }
}
