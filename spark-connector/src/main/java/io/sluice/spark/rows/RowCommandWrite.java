package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.read.FileNumbers;
import io.sluice.spark.read.MetadataColumns;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.write.LaidOutWrite;
import io.sluice.spark.write.NewFiles;
import io.sluice.spark.write.RowLayout;
import io.sluice.spark.write.TableRules;
import io.sluice.spark.write.WriteRules;
import java.util.List;
import org.apache.spark.sql.connector.write.DeltaBatchWrite;
import org.apache.spark.sql.connector.write.DeltaWrite;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperation.Command;

/** The write of a command that takes rows out of files by their places, and adds others. */
final class RowCommandWrite implements DeltaWrite, LaidOutWrite {
    private final PinnedTable table;
    private final Command command;
    private final FileNumbers numbers;
    private final LogicalWriteInfo info;
    private final NewFiles files;
    private final RowLayout layout;
    private final TableRules rules;

    /** @param numbers of the files that the command's scans read */
    RowCommandWrite(PinnedTable table, Command command, FileNumbers numbers, LogicalWriteInfo info) {
        this.table = requireNonNull(table, "table");
        this.command = requireNonNull(command, "command");
        this.numbers = requireNonNull(numbers, "numbers");
        this.info = requireNonNull(info, "info");
        if (command != Command.DELETE) {
            WriteRules.requireWritable(table, info.schema());
        }
        files = NewFiles.ofChangedRows(table.metadata(), table.table().location(), info.options());
        rules = command == Command.DELETE ? TableRules.NONE : TableRules.of(table.metadata());
        // A DELETE has none of the table's columns.
        layout = command == Command.DELETE
                ? RowLayout.NONE
                : RowLayout.of(table.metadata(), List.of(MetadataColumns.FILE_NUMBER));
    }

    @Override
    public RowLayout layout() {
        return layout;
    }

    @Override
    public String description() {
        return "sluice " + table.name();
    }

    @Override
    public DeltaBatchWrite toBatch() {
        return new RowCommandBatch(table, command, numbers, files, rules, info.options());
    }
}
