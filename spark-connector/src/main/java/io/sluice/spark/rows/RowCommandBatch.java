package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange;
import io.sluice.spark.read.FileNumbers;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.session.TableChanges;
import io.sluice.spark.write.HandedOver;
import io.sluice.spark.write.NewFiles;
import io.sluice.spark.write.RowPlaces;
import io.sluice.spark.write.RowRemoval;
import io.sluice.spark.write.RowTask;
import io.sluice.spark.write.StagedFiles;
import io.sluice.spark.write.TableRules;
import io.sluice.table.TableProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.write.DeltaBatchWrite;
import org.apache.spark.sql.connector.write.DeltaWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperation.Command;
import org.apache.spark.sql.connector.write.WriteSummary;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** One command that takes rows out of files by their places, and adds others. */
final class RowCommandBatch implements DeltaBatchWrite {
    private final PinnedTable table;
    private final Command command;
    private final FileNumbers numbers;
    private final NewFiles files;
    private final NewFiles told;
    private final TableRules rules;
    private final Map<String, String> options;
    private final HandedOver handedOver = new HandedOver();

    RowCommandBatch(
            PinnedTable table,
            Command command,
            FileNumbers numbers,
            NewFiles files,
            TableRules rules,
            Map<String, String> options) {
        this.table = requireNonNull(table, "table");
        this.command = requireNonNull(command, "command");
        this.numbers = requireNonNull(numbers, "numbers");
        this.files = requireNonNull(files, "files");
        this.rules = requireNonNull(rules, "rules");
        this.options = requireNonNull(options, "options");
        told = files.ofChangeData(table.metadata());
    }

    /** A DELETE adds nothing that could be told. */
    private boolean isTold() {
        return command != Command.DELETE && TableProperties.of(table.metadata()).hasChangeFeed();
    }

    @Override
    public DeltaWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
        StagedFiles.prepare(files);
        if (isTold()) {
            StagedFiles.prepare(told);
        }
        return new RowCommandWriters(new RowTask(files, rules, info.numPartitions()), isTold() ? told : null);
    }

    @Override
    public void commit(WriterCommitMessage[] messages) {
        commit(messages, null);
    }

    /** @param summary null if Spark has counted nothing */
    @Override
    public void commit(WriterCommitMessage[] messages, WriteSummary summary) {
        CommandRows rows = CommandRows.of(messages);
        RowRemoval removal = new RowRemoval(
                table, files, RowPlaces.located(rows.deleted(), numbers), RowPlaces.located(rows.updated(), numbers));
        List<TableChange> changes = new ArrayList<>(removal.changes(rows.added(), rows.told()));
        if (!rows.added().isEmpty()) {
            changes.addAll(rules.changes(rows.numbersGiven()));
        }
        if (changes.isEmpty() && !table.isEvolved()) {
            return;
        }
        StagedFiles.sync(files);
        if (isTold()) {
            StagedFiles.sync(told);
        }
        handedOver.to(table, new TableChanges(RowOperations.of(command, summary, removal, changes), changes, options));
    }

    /** Removes what was written, unless a commit may have it. */
    @Override
    public void abort(WriterCommitMessage[] messages) {
        if (!handedOver.isDone()) {
            StagedFiles.removeAll(files);
            StagedFiles.removeAll(told);
        }
    }
}
