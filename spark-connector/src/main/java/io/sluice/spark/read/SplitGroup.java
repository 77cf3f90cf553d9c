package io.sluice.spark.read;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.HasPartitionKey;
import org.apache.spark.sql.connector.read.InputPartition;

/** The parts of files that one task reads. */
sealed interface SplitGroup extends InputPartition {
    List<FileSplit> splits();

    /** Parts from anywhere. */
    record Any(List<FileSplit> splits) implements SplitGroup {
        public Any {
            splits = List.copyOf(splits);
        }
    }

    /** Parts that all have the same values in the columns that the scan is partitioned by. */
    record OfKey(List<FileSplit> splits, InternalRow partitionKey) implements SplitGroup, HasPartitionKey {
        public OfKey {
            splits = List.copyOf(splits);
        }
    }
}
