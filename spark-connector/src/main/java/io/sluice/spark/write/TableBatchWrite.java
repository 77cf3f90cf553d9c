package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.session.WriteTarget;
import io.sluice.table.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** One statement that adds rows, and may put them in the place of others. */
final class TableBatchWrite implements BatchWrite {
    private final WriteTarget target;
    private final NewFiles files;
    private final TableRules rules;
    private final Replaced replaced;
    private final Map<String, String> options;
    private final HandedOver handedOver = new HandedOver();

    TableBatchWrite(
            WriteTarget target, NewFiles files, TableRules rules, Replaced replaced, Map<String, String> options) {
        this.target = requireNonNull(target, "target");
        this.files = requireNonNull(files, "files");
        this.rules = requireNonNull(rules, "rules");
        this.replaced = requireNonNull(replaced, "replaced");
        this.options = requireNonNull(options, "options");
    }

    @Override
    public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
        StagedFiles.prepare(files);
        return RowWriters.of(target, new RowTask(files, rules, info.numPartitions()), replaced);
    }

    @Override
    public void commit(WriterCommitMessage[] messages) {
        List<DataFile> added = WrittenRows.files(messages);
        List<TableChange> made = rules.changes(WrittenRows.numbersGiven(messages));
        Optional<NumberedWrite> numbered = NumberedWrite.of(options);
        if (numbered.isPresent()) {
            commitOnce(numbered.get(), added, made);
            return;
        }
        StagedFiles.sync(files);
        WriteChanges.of("WRITE", target, files, replaced, added, made, options)
                .ifPresent(changes -> handedOver.to(target, changes));
    }

    private void commitOnce(NumberedWrite write, List<DataFile> added, List<TableChange> made) {
        PinnedTable table = (PinnedTable) target;
        if (write.isIn(table)) {
            StagedFiles.removeAll(files);
            return;
        }
        StagedFiles.sync(files);
        List<TableChange> more = new ArrayList<>(made);
        more.add(write.change());
        WriteChanges.of("WRITE", table, files, replaced, added, more, options)
                .ifPresent(changes -> write.commitOnce(table, () -> handedOver.to(table, changes)));
    }

    @Override
    public void abort(WriterCommitMessage[] messages) {
        if (!handedOver.isDone()) {
            StagedFiles.removeAll(files);
            StagedFiles.removeAll(files.ofChangeData(target.metadata()));
        }
    }
}
