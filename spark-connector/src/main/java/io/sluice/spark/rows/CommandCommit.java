package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.session.TableChanges;
import io.sluice.spark.write.HandedOver;
import io.sluice.spark.write.NewFiles;
import io.sluice.spark.write.RowTask;
import io.sluice.spark.write.StagedFiles;
import io.sluice.spark.write.TableRules;
import io.sluice.table.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.write.RowLevelOperation.Command;
import org.apache.spark.sql.connector.write.WriteSummary;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * What the driver does with the files of one command that takes rows away and adds others, whichever way it does so.
 */
final class CommandCommit {
    private final PinnedTable table;
    private final Command command;
    private final NewFiles files;
    private final TableRules rules;
    private final Map<String, String> options;
    private final HandedOver handedOver = new HandedOver();

    CommandCommit(PinnedTable table, Command command, NewFiles files, TableRules rules, Map<String, String> options) {
        this.table = requireNonNull(table, "table");
        this.command = requireNonNull(command, "command");
        this.files = requireNonNull(files, "files");
        this.rules = requireNonNull(rules, "rules");
        this.options = requireNonNull(options, "options");
    }

    PinnedTable table() {
        return table;
    }

    /** What so many tasks are to write, in a folder that is there. */
    RowTask prepared(int tasks) {
        StagedFiles.prepare(files.location());
        return new RowTask(files, rules, tasks);
    }

    /**
     * Commits what the tasks have added, and the change that takes rows away; nothing if there is neither, nor are
     * columns changed with them.
     *
     * @param summary null if Spark has counted nothing
     * @param gone rows that are not any more where they were; negative if nobody has counted them
     */
    void run(WriterCommitMessage[] messages, Optional<TableChange> removal, WriteSummary summary, long gone) {
        List<DataFile> added = ChangedRows.files(messages);
        List<TableChange> changes = new ArrayList<>();
        removal.ifPresent(changes::add);
        if (!added.isEmpty()) {
            StagedFiles.sync(files.location());
            changes.add(new AppendFiles(added));
            changes.addAll(rules.changes(ChangedRows.numbersGiven(messages)));
        }
        if (!changes.isEmpty() || table.isEvolved()) {
            handedOver.to(table, new TableChanges(RowOperations.of(command, summary, gone, changes), changes, options));
        }
    }

    /** Removes the files of the tasks, unless a commit may have them. */
    void abort(WriterCommitMessage[] messages) {
        if (!handedOver.isDone()) {
            StagedFiles.remove(files.location(), ChangedRows.files(messages));
        }
    }
}
