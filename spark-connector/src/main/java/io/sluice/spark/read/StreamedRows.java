package io.sluice.spark.read;

import io.sluice.spark.session.PinnedTable;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** What a stream reads of a table. On the driver. */
public interface StreamedRows {
    /** What a batch of a stream may end after. */
    enum Unit {
        /** Any file of a commit: rows are emitted, and no commit is expected to take some away. */
        FILE,
        /** A whole commit: its changes belong together. */
        COMMIT
    }

    /** The table as it was when the stream was asked for: rows have its columns. */
    PinnedTable table();

    Unit unit();

    /** The tasks of a batch. May read files that say which rows are gone. */
    List<InputPartition> partitions(List<StreamedPart> parts);

    PartitionReaderFactory readers();
}
