package io.sluice.trino.read;

import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.trino.handle.DeletedRows;
import io.sluice.trino.handle.SluiceSplit;
import io.trino.spi.SplitWeight;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToIntFunction;

/**
 * Cuts files into parts of about the same size.
 *
 * @param targetBytes no part is larger by more than a fifth, so that no small rest is left over
 * @param number of a file, which its rows are named by
 */
record SplitCutter(long targetBytes, ToIntFunction<ScanTask> number) {
    /** What opening a file costs, as a share of reading a whole part. */
    private static final double LEAST_WEIGHT = 0.05;

    private static final double LEFT_OVER = 1.2;

    /** The parts of a file, in order. May read the file that says which rows are gone. */
    List<SluiceSplit> cut(ScanTask task) {
        DataFile file = task.file();
        DeletedRows deleted = DeletedRows.of(task.deletions());
        int fileNumber = number.applyAsInt(task);
        long size = file.sizeBytes();
        List<SluiceSplit> parts = new ArrayList<>();
        long start = 0;
        do {
            long rest = size - start;
            long length = rest <= targetBytes * LEFT_OVER ? rest : targetBytes;
            parts.add(part(task, fileNumber, deleted, start, length));
            start += length;
        } while (start < size);
        return parts;
    }

    private SluiceSplit part(ScanTask task, int fileNumber, DeletedRows deleted, long start, long length) {
        DataFile file = task.file();
        double share = Math.clamp((double) length / targetBytes, LEAST_WEIGHT, 1.0);
        return new SluiceSplit(
                task.location(),
                fileNumber,
                start,
                length,
                file.sizeBytes(),
                file.modifiedMillis(),
                file.partitionValues(),
                deleted,
                SplitWeight.fromProportion(share),
                task.lineage().isPresent()
                        ? OptionalLong.of(task.lineage().get().firstRowId())
                        : OptionalLong.empty());
    }
}
