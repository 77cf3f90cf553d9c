package io.sluice.trino.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.scan.Deletions;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FileNumbersTest {
    private static final class OneRow implements Deletions {
        @Override
        public long count() {
            return 1;
        }

        @Override
        public RowPositions positions() {
            return RowPositions.of(3);
        }
    }

    private final FileNumbers numbers = new FileNumbers();

    private static ScanTask task(String location) {
        return ScanTask.whole(location, new DataFile("same.parquet", 10, 1, Map.of(), FileStatistics.UNKNOWN));
    }

    @Test
    void a_file_keeps_its_number_and_others_have_other_ones() {
        int one = numbers.of(task("/a/same.parquet"));
        int other = numbers.of(task("/b/same.parquet"));

        assertThat(one).isNotEqualTo(other);
        assertThat(numbers.of(task("/a/same.parquet"))).isEqualTo(one);
        assertThat(numbers.file(other)).isEqualTo(task("/b/same.parquet"));
    }

    @Test
    void a_file_is_known_as_the_last_scan_has_seen_it() {
        int number = numbers.of(task("/a/same.parquet"));
        ScanTask later = task("/a/same.parquet").withDeletions(new OneRow());

        assertThat(numbers.of(later)).isEqualTo(number);
        assertThat(numbers.file(number)).isSameAs(later);
    }

    @Test
    void a_number_that_nobody_has_got_is_a_bug() {
        assertThatThrownBy(() -> numbers.file(0)).hasMessageContaining("no scan has read a file of number 0");
    }
}
