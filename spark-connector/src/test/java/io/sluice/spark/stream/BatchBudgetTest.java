package io.sluice.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.junit.jupiter.api.Test;

class BatchBudgetTest {
    private static List<ScanTask> files(int count, long sizeBytes) {
        DataFile file = new DataFile("f.parquet", sizeBytes, 0, Map.of(), FileStatistics.UNKNOWN);
        return Collections.nCopies(count, ScanTask.whole("/t/f.parquet", file));
    }

    @Test
    void anEmptyBatchTakesWhateverComesFirst() {
        BatchBudget budget = new BatchBudget(ReadLimit.maxBytes(10));

        assertThat(budget.take(files(1, 1000))).isTrue();
        assertThat(budget.take(files(1, 1))).isFalse();
        assertThat(budget.take(List.of())).as("nothing always fits").isTrue();
    }

    @Test
    void theFirstLimitThatIsReachedEndsTheBatch() {
        ReadLimit both = ReadLimit.compositeLimit(new ReadLimit[] {ReadLimit.maxBytes(100), ReadLimit.maxFiles(3)});
        BatchBudget byFiles = new BatchBudget(both);
        BatchBudget byBytes = new BatchBudget(both);

        assertThat(byFiles.take(files(2, 10))).isTrue();
        assertThat(byFiles.take(files(2, 10))).as("four files").isFalse();
        assertThat(byFiles.take(files(1, 10))).as("three files").isTrue();
        assertThat(byBytes.take(files(1, 60))).isTrue();
        assertThat(byBytes.take(files(1, 41))).as("101 bytes").isFalse();
        assertThat(byBytes.take(files(1, 40))).as("100 bytes").isTrue();
    }

    @Test
    void withoutLimitsEverythingFits() {
        BatchBudget budget = new BatchBudget(ReadLimit.allAvailable());

        assertThat(budget.take(files(5000, Long.MAX_VALUE / 10_000))).isTrue();
        assertThat(budget.take(files(5000, 1))).isTrue();
    }
}
