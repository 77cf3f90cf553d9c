package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.spark.read.ReadLayout.Positions;
import io.sluice.spark.session.PinnedTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a table, as its files come.
 *
 * @param wanted columns of the rows
 */
record TableRows(PinnedTable table, StructType wanted) implements StreamedRows {
    TableRows {
        requireNonNull(table, "table");
        requireNonNull(wanted, "wanted");
    }

    @Override
    public Unit unit() {
        return Unit.FILE;
    }

    /** Any batch may have files of which rows are gone. */
    private ReadLayout layout() {
        return ReadLayout.of(table.metadata(), wanted, Positions.ALWAYS);
    }

    @Override
    public List<InputPartition> partitions(List<StreamedPart> parts) {
        SplitDraft draft = new SplitDraft(table.metadata(), layout());
        List<FileSplit> splits = new ArrayList<>();
        for (StreamedPart part : parts) {
            for (ScanTask task : files(part)) {
                splits.add(draft.whole(task));
            }
        }
        return SplitPlanner.of(SparkSession.active()).groups(splits).stream()
                .<InputPartition>map(SplitGroup.Any::new)
                .toList();
    }

    private static List<ScanTask> files(StreamedPart part) {
        return part instanceof StreamedPart.OfSnapshot snapshot
                ? snapshot.files()
                : ((StreamedPart.OfCommit) part).files();
    }

    @Override
    public PartitionReaderFactory readers() {
        return RowReaders.of(SparkSession.active(), table.metadata(), layout(), Predicate.ALL);
    }
}
