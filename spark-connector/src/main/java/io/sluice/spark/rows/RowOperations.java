package io.sluice.spark.rows;

import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.spark.write.Operations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.write.MergeSummary;
import org.apache.spark.sql.connector.write.RowLevelOperation.Command;
import org.apache.spark.sql.connector.write.WriteSummary;

/** What commands are called in the history of a table. */
final class RowOperations {
    private static final long UNKNOWN = -1;

    private RowOperations() {}

    /**
     * The operation of a command.
     *
     * @param summary what Spark has counted; null if nothing
     * @param gone rows that are not any more where they were; negative if nobody has counted them
     */
    static Operation of(Command command, WriteSummary summary, long gone, List<TableChange> changes) {
        Map<String, Long> counts = new LinkedHashMap<>();
        switch (command) {
            case DELETE -> counts.put("numDeletedRows", gone);
            case UPDATE -> counts.put("numUpdatedRows", gone);
            case MERGE -> {
                if (summary instanceof MergeSummary merge) {
                    counts.put("numTargetRowsInserted", merge.numTargetRowsInserted());
                    counts.put("numTargetRowsUpdated", merge.numTargetRowsUpdated());
                    counts.put("numTargetRowsDeleted", merge.numTargetRowsDeleted());
                }
            }
        }
        counts.values().removeIf(count -> count <= UNKNOWN);
        return Operations.of(command.name(), Map.of(), counts, changes);
    }
}
