package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange;
import io.sluice.error.SluiceException;
import io.sluice.spark.session.PinnedTable;
import io.sluice.table.DataFile;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;

/**
 * A stream that adds rows epoch by epoch, each exactly once: the id of the query and the number of the epoch are part
 * of the epoch's commit, so that an epoch that Spark repeats after a failure is recognized. Epochs are no statements of
 * the session: its explicit transaction, which may be rolled back, has no part in them.
 */
final class TableStreamingWrite implements StreamingWrite {
    private final PinnedTable begun;
    private final NewFiles files;
    private final TableRules rules;
    private final Replaced replaced;
    private final LogicalWriteInfo info;
    /** Those of the epoch that was begun last. */
    private NewFiles epochFiles;

    private HandedOver handedOver = new HandedOver();

    /** @param begun the table as it was when the stream began: files are written for its columns */
    TableStreamingWrite(PinnedTable begun, NewFiles files, TableRules rules, Replaced replaced, LogicalWriteInfo info) {
        this.begun = requireNonNull(begun, "begun");
        this.files = requireNonNull(files, "files");
        this.rules = requireNonNull(rules, "rules");
        epochFiles = files;
        this.replaced = requireNonNull(replaced, "replaced");
        this.info = requireNonNull(info, "info");
    }

    @Override
    public StreamingDataWriterFactory createStreamingWriterFactory(PhysicalWriteInfo physical) {
        epochFiles = files.ofNewWrite();
        StagedFiles.prepare(epochFiles);
        handedOver = new HandedOver();
        return RowWriters.of(begun, new RowTask(epochFiles, rules, physical.numPartitions()), replaced);
    }

    @Override
    public void commit(long epoch, WriterCommitMessage[] messages) {
        List<DataFile> added = WrittenRows.files(messages);
        PinnedTable now = current();
        NumberedWrite write = new NumberedWrite(info.queryId(), epoch);
        if (write.isIn(now)) {
            StagedFiles.removeAll(epochFiles);
            return;
        }
        StagedFiles.sync(epochFiles);
        List<TableChange> more = new ArrayList<>(rules.changes(WrittenRows.numbersGiven(messages)));
        more.add(write.change());
        WriteChanges.of("STREAMING UPDATE", now, epochFiles, replaced, added, more, info.options())
                .ifPresent(changes -> write.commitOnce(now, () -> handedOver.to(now, changes)));
    }

    private PinnedTable current() {
        PinnedTable now = begun.session()
                .apart()
                .find(begun.name())
                .orElseThrow(() -> SluiceException.user(
                        "table %s is not there any more, to which a stream writes".formatted(begun.name())));
        boolean same = now.table().id().equals(begun.table().id())
                && now.metadata().schema().equals(begun.metadata().schema())
                && now.metadata().partitionColumns().equals(begun.metadata().partitionColumns());
        if (!same) {
            throw SluiceException.user(
                    "the columns of table %s were changed since a stream began to write to it: start the stream again"
                            .formatted(begun.name()));
        }
        return now;
    }

    @Override
    public void abort(long epoch, WriterCommitMessage[] messages) {
        if (!handedOver.isDone()) {
            StagedFiles.removeAll(epochFiles);
        }
    }
}
