package io.sluice.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileNumbersTest {
    private final FileNumbers numbers = new FileNumbers();

    private static ScanTask file(String name) {
        return ScanTask.whole("/t/" + name, new DataFile(name, 4, 0, Map.of(), FileStatistics.UNKNOWN));
    }

    @Test
    void aFileKeepsItsNumberHoweverOftenScansPlan() {
        long first = numbers.of(file("a"));
        long second = numbers.of(file("b"));

        assertThat(numbers.of(file("b"))).isEqualTo(second).isGreaterThan(first);
        assertThat(numbers.of(file("a"))).isEqualTo(first);
        assertThat(numbers.file(first)).isEqualTo(file("a"));
        assertThat(numbers.file(second)).isEqualTo(file("b"));
    }

    @Test
    void numbersOfOthersAreFilesOfNobody() {
        FileNumbers others = new FileNumbers();
        long number = numbers.of(file("a"));
        others.of(file("b"));

        for (long unknown : new long[] {number - 1, number + 1, others.of(file("a")), 0, 1, -1, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> numbers.file(unknown))
                    .isInstanceOf(SluiceException.class)
                    .hasMessageContaining("file number " + unknown);
        }
    }
}
