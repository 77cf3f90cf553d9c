package io.sluice.spark.read;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Readers of changed rows.
 *
 * @param stored for files that have the type of the change as a column
 * @param derived for all others
 */
record ChangeReaders(RowReaders stored, RowReaders derived) implements PartitionReaderFactory {
    private RowReaders readers(ChangeGroup group) {
        return switch (group.types()) {
            case STORED -> stored;
            case DERIVED -> derived;
        };
    }

    /** Both read the same types of columns, but Spark's limit on their number may lie between them. */
    @Override
    public boolean supportColumnarReads(InputPartition partition) {
        return stored.supportColumnarReads(partition) && derived.supportColumnarReads(partition);
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        ChangeGroup group = (ChangeGroup) partition;
        return readers(group).createReader(group.parts());
    }

    @Override
    public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
        ChangeGroup group = (ChangeGroup) partition;
        return readers(group).createColumnarReader(group.parts());
    }
}
