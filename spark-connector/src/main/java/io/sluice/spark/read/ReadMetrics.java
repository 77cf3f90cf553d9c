package io.sluice.spark.read;

import java.util.List;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What a scan tells of itself in Spark's metrics. */
public final class ReadMetrics {
    private ReadMetrics() {}

    static CustomMetric[] all() {
        return new CustomMetric[] {new Files(), new FilesSkipped(), new Bytes(), new DeletedRowCount()};
    }

    static CustomTaskMetric[] planned(long files, long skipped, long bytes, long deletedRows) {
        return List.of(
                        new Value(Files.NAME, files),
                        new Value(FilesSkipped.NAME, skipped),
                        new Value(Bytes.NAME, bytes),
                        new Value(DeletedRowCount.NAME, deletedRows))
                .toArray(CustomTaskMetric[]::new);
    }

    private record Value(String name, long value) implements CustomTaskMetric {}

    // Spark makes an instance of each class by its constructor without parameters.

    /** Files that the plan needs. */
    public static final class Files extends CustomSumMetric {
        static final String NAME = "plannedFiles";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "files to read";
        }
    }

    /** Files that partition values and statistics have ruled out. */
    public static final class FilesSkipped extends CustomSumMetric {
        static final String NAME = "skippedFiles";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "files skipped";
        }
    }

    /** The length of the files that the plan needs. */
    public static final class Bytes extends CustomSumMetric {
        static final String NAME = "plannedBytes";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "bytes of files to read";
        }
    }

    /** Rows of these files that are gone. */
    public static final class DeletedRowCount extends CustomSumMetric {
        static final String NAME = "deletedRows";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "deleted rows left out";
        }
    }
}
