package io.sluice.spark.rows;

import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.spark.write.Operations;
import io.sluice.spark.write.RowRemoval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.write.MergeSummary;
import org.apache.spark.sql.connector.write.RowLevelOperation.Command;
import org.apache.spark.sql.connector.write.WriteSummary;

/** What commands are called in the history of a table. */
final class RowOperations {
    private RowOperations() {}

    /**
     * The operation of a command.
     *
     * @param summary what Spark has counted; null if nothing
     * @param removal which has told its changes
     */
    static Operation of(Command command, WriteSummary summary, RowRemoval removal, List<TableChange> changes) {
        Map<String, Long> counts = new LinkedHashMap<>();
        switch (command) {
            case DELETE -> counts.put("numDeletedRows", removal.count());
            case UPDATE -> counts.put("numUpdatedRows", removal.count());
            case MERGE -> {
                if (summary instanceof MergeSummary merge) {
                    counts.put("numTargetRowsInserted", merge.numTargetRowsInserted());
                    counts.put("numTargetRowsUpdated", merge.numTargetRowsUpdated());
                    counts.put("numTargetRowsDeleted", merge.numTargetRowsDeleted());
                }
            }
        }
        counts.values().removeIf(count -> count < 0);
        return Operations.of(command.name(), Map.of(), counts, changes);
    }
}
