package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.session.WriteTarget;
import org.apache.spark.sql.connector.distributions.Distribution;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RequiresDistributionAndOrdering;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;

/** A write of rows, as a batch or as a stream. */
final class SluiceWrite implements RequiresDistributionAndOrdering {
    private final WriteTarget target;
    private final NewFiles files;
    private final Replaced replaced;
    private final LogicalWriteInfo info;
    private final RowLayout layout;

    SluiceWrite(WriteTarget target, NewFiles files, Replaced replaced, LogicalWriteInfo info) {
        this.target = requireNonNull(target, "target");
        this.files = requireNonNull(files, "files");
        this.replaced = requireNonNull(replaced, "replaced");
        this.info = requireNonNull(info, "info");
        layout = RowLayout.of(target.metadata());
    }

    @Override
    public String description() {
        return "sluice " + target.table().name();
    }

    @Override
    public Distribution requiredDistribution() {
        return layout.distribution();
    }

    @Override
    public boolean distributionStrictlyRequired() {
        return false;
    }

    @Override
    public long advisoryPartitionSizeInBytes() {
        return layout.isDistributed() ? files.sizeBytes() : 0;
    }

    @Override
    public SortOrder[] requiredOrdering() {
        return layout.ordering();
    }

    @Override
    public BatchWrite toBatch() {
        return new TableBatchWrite(target, files, replaced, info.options());
    }

    @Override
    public StreamingWrite toStreaming() {
        if (target instanceof PinnedTable table) {
            return new TableStreamingWrite(table, files, replaced, info);
        }
        throw SluiceException.bug("a stream does not make tables", null);
    }
}
