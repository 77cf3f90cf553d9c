package io.sluice.spark.write;

import org.apache.spark.sql.connector.distributions.Distribution;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.write.RequiresDistributionAndOrdering;

/** A write whose rows come to tasks by a layout. */
public interface LaidOutWrite extends RequiresDistributionAndOrdering {
    RowLayout layout();

    @Override
    default Distribution requiredDistribution() {
        return layout().distribution();
    }

    @Override
    default boolean distributionStrictlyRequired() {
        return false;
    }

    @Override
    default SortOrder[] requiredOrdering() {
        return layout().ordering();
    }
}
