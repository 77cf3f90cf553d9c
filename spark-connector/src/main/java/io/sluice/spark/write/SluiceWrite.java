package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.session.WriteTarget;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;

/** A write of rows, as a batch or as a stream. */
final class SluiceWrite implements LaidOutWrite {
    private final WriteTarget target;
    private final NewFiles files;
    private final Replaced replaced;
    private final LogicalWriteInfo info;
    private final RowLayout layout;
    private final TableRules rules;

    SluiceWrite(WriteTarget target, NewFiles files, Replaced replaced, LogicalWriteInfo info) {
        this.target = requireNonNull(target, "target");
        this.files = requireNonNull(files, "files");
        this.replaced = requireNonNull(replaced, "replaced");
        this.info = requireNonNull(info, "info");
        layout = RowLayout.of(target.metadata());
        rules = TableRules.of(target.metadata());
    }

    @Override
    public RowLayout layout() {
        return layout;
    }

    @Override
    public String description() {
        return "sluice " + target.table().name();
    }

    @Override
    public long advisoryPartitionSizeInBytes() {
        return layout.isDistributed() ? files.shuffledBytes() : 0;
    }

    @Override
    public BatchWrite toBatch() {
        return new TableBatchWrite(target, files, rules, replaced, info.options());
    }

    @Override
    public StreamingWrite toStreaming() {
        if (rules.numbersRows()) {
            throw SluiceException.user(
                    "table %s has an identity column: a stream cannot write to it, write its batches by foreachBatch"
                            .formatted(target.table().name()));
        }
        if (target instanceof PinnedTable table) {
            return new TableStreamingWrite(table, files, rules, replaced, info);
        }
        throw SluiceException.bug("a stream does not make tables", null);
    }
}
