package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.session.PinnedTable;
import org.apache.spark.sql.connector.write.RowLevelOperation;
import org.apache.spark.sql.connector.write.RowLevelOperationBuilder;
import org.apache.spark.sql.connector.write.RowLevelOperationInfo;

/** Plans a DELETE, UPDATE or MERGE of one pinned table. */
public final class SluiceRowLevelOperation implements RowLevelOperationBuilder {
    private final PinnedTable table;
    private final RowLevelOperationInfo asked;

    /**
     * @param table the state that is read, by {@link PinnedTable#readTargets}, and the target of the changes
     * @param asked the command and its options
     */
    public SluiceRowLevelOperation(PinnedTable table, RowLevelOperationInfo asked) {
        this.table = requireNonNull(table, "table");
        this.asked = requireNonNull(asked, "asked");
    }

    @Override
    public RowLevelOperation build() {
        throw SluiceException.user(
                "%s of table %s from Spark is not supported yet".formatted(asked.command(), table.name()));
    }
}
