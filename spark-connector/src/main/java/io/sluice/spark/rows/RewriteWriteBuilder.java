package io.sluice.spark.rows;

import io.sluice.spark.read.ReadFiles;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.write.LaidOutWrite;
import io.sluice.spark.write.NewFiles;
import io.sluice.spark.write.RowLayout;
import io.sluice.spark.write.TableRules;
import io.sluice.spark.write.WriteRules;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperation.Command;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** Builds the write of a command that writes files anew. */
record RewriteWriteBuilder(PinnedTable table, Command command, LogicalWriteInfo info, ReadFiles read)
        implements WriteBuilder {
    @Override
    public Write build() {
        WriteRules.requireWritable(table, info.schema());
        NewFiles files = NewFiles.ofChangedRows(table.metadata(), table.table().location(), info.options());
        return new Rewrite(this, files, TableRules.of(table.metadata()), RowLayout.of(table.metadata()));
    }

    private record Rewrite(RewriteWriteBuilder plan, NewFiles files, TableRules rules, RowLayout layout)
            implements LaidOutWrite {
        @Override
        public String description() {
            return "sluice " + plan.table().name();
        }

        @Override
        public BatchWrite toBatch() {
            return new RewriteBatchWrite(
                    new CommandCommit(
                            plan.table(),
                            plan.command(),
                            files,
                            rules,
                            plan.info().options()),
                    plan.read());
        }
    }
}
