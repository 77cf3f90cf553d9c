package io.sluice.spark;

import io.sluice.spark.read.ChangesFunction;
import org.apache.spark.sql.SparkSessionExtensions;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/** What plain SQL cannot say: {@code spark.sql.extensions=io.sluice.spark.SluiceExtensions}. */
public final class SluiceExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        ChangesFunction.inject(extensions);
        return BoxedUnit.UNIT;
    }
}
