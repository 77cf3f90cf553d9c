package io.sluice.spark.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;

/**
 * Puts files into tasks the way Spark does it for plain files: big ones are split, small ones share a task, and opening
 * a file counts like reading some bytes. The same settings of the session apply.
 */
final class SplitPlanner {
    private final long maxPartitionBytes;
    private final long openCostBytes;
    private final int wantedTasks;

    SplitPlanner(long maxPartitionBytes, long openCostBytes, int wantedTasks) {
        this.maxPartitionBytes = maxPartitionBytes;
        this.openCostBytes = openCostBytes;
        this.wantedTasks = Math.max(1, wantedTasks);
    }

    static SplitPlanner of(SparkSession session) {
        SQLConf conf = session.sessionState().conf();
        int parallelism = session.sparkContext().defaultParallelism();
        scala.Option<Object> minPartitions = conf.filesMinPartitionNum();
        int wanted = minPartitions.isDefined() ? (Integer) minPartitions.get() : parallelism;
        return new SplitPlanner(conf.filesMaxPartitionBytes(), conf.filesOpenCostInBytes(), wanted);
    }

    List<List<FileSplit>> groups(List<FileSplit> files) {
        long target = targetBytes(files);
        List<FileSplit> parts = new ArrayList<>(files.size());
        files.forEach(file -> cut(file, target, parts));
        parts.sort(Comparator.comparingLong(FileSplit::length).reversed());
        List<List<FileSplit>> groups = new ArrayList<>();
        List<FileSplit> group = new ArrayList<>();
        long bytes = 0;
        for (FileSplit part : parts) {
            if (bytes + part.length() > target && !group.isEmpty()) {
                groups.add(group);
                group = new ArrayList<>();
                bytes = 0;
            }
            bytes += part.length() + openCostBytes;
            group.add(part);
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }

    private long targetBytes(List<FileSplit> files) {
        long total = files.stream()
                .mapToLong(file -> file.sizeBytes() + openCostBytes)
                .sum();
        return Math.max(1, Math.min(maxPartitionBytes, Math.max(openCostBytes, total / wantedTasks)));
    }

    private static void cut(FileSplit file, long target, List<FileSplit> parts) {
        for (long start = 0; start < file.sizeBytes(); start += target) {
            parts.add(file.part(start, Math.min(target, file.sizeBytes() - start)));
        }
    }
}
