package io.sluice.spark;

import io.sluice.spark.read.ChangesFunction;
import io.sluice.spark.sql.LakeCatalogs;
import io.sluice.spark.sql.LakeParser;
import io.sluice.spark.sql.StatementsOfDelta;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** What plain SQL cannot say: {@code spark.sql.extensions=io.sluice.spark.SluiceExtensions}. */
public final class SluiceExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        ChangesFunction.inject(extensions);
        EvolvingWrites.inject(extensions);
        extensions.injectHintResolutionRule(new DeltaRules());
        extensions.injectParser(new Parsers());
        UnassignedColumns.inject(extensions);
        return BoxedUnit.UNIT;
    }

    private static final class Parsers extends AbstractFunction2<SparkSession, ParserInterface, ParserInterface> {
        @Override
        public ParserInterface apply(SparkSession session, ParserInterface next) {
            return new LakeParser(new LakeCatalogs(session, SluiceCatalog.class.getName()), next);
        }
    }

    private static final class DeltaRules extends AbstractFunction1<SparkSession, Rule<LogicalPlan>> {
        @Override
        public Rule<LogicalPlan> apply(SparkSession session) {
            return new StatementsOfDelta(session, new LakeCatalogs(session, SluiceCatalog.class.getName()));
        }
    }
}
