package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.write.WriteRules;
import io.sluice.table.TableProperties;
import org.apache.spark.sql.connector.write.RowLevelOperation;
import org.apache.spark.sql.connector.write.RowLevelOperation.Command;
import org.apache.spark.sql.connector.write.RowLevelOperationBuilder;
import org.apache.spark.sql.connector.write.RowLevelOperationInfo;

/** Plans a DELETE, UPDATE or MERGE of one pinned table. */
public final class SluiceRowLevelOperation implements RowLevelOperationBuilder {
    private final PinnedTable table;
    private final RowLevelOperationInfo asked;

    /**
     * Plans one command.
     *
     * @param table the state that is read, by {@link PinnedTable#readTargets}, and the target of the changes
     * @param asked the command and its options
     */
    public SluiceRowLevelOperation(PinnedTable table, RowLevelOperationInfo asked) {
        this.table = requireNonNull(table, "table");
        this.asked = requireNonNull(asked, "asked");
    }

    @Override
    public RowLevelOperation build() {
        Command command = asked.command();
        TableProperties properties = TableProperties.of(table.metadata());
        WriteRules.requireChangeable(table.name(), properties);
        if (properties.hasChangeFeed() && (command != Command.DELETE || !properties.hasDeletionVectors())) {
            throw SluiceException.user(
                    "%s of table %s from Spark is not supported, as its property %s is true: its change feed would have to tell the rows as they were before"
                            .formatted(command, table.name(), TableProperties.CHANGE_FEED));
        }
        return properties.hasDeletionVectors()
                ? new PositionOperation(table, command)
                : new RewriteOperation(table, command);
    }
}
