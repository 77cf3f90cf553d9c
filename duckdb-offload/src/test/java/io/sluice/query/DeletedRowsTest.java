package io.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.scan.Deletions;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeletedRowsTest {
    private final DuckDbSession session = DuckDbSession.openForQueries(DuckDbSettings.DEFAULT, new Cancellation());
    private final DeletedRows deleted = new DeletedRows(session);

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void leavesOutTheDeletedRowsOfEachFile() {
        String condition = deleted.condition(List.of(file(0, 2047, 2048, 9000), file(1), file(63, 64, 4095)));
        assertThat(gone(condition, "range(3) f(file_index), range(10000) r(file_row_number)"))
                .containsExactly("0:0", "0:2047", "0:2048", "0:9000", "1:1", "2:63", "2:64", "2:4095");
    }

    @Test
    void findsRowsInAnyOrder() {
        String condition = deleted.condition(List.of(file(5, 3000), file(5, 6000)));
        assertThat(gone(
                        condition,
                        "(SELECT file_index, file_row_number FROM range(2) f(file_index), range(8000) r(file_row_number)"
                                + " ORDER BY hash(file_index, file_row_number))"))
                .containsExactly("0:5", "0:3000", "1:5", "1:6000");
    }

    @Test
    void knowsTheFilesOfSeveralScansApart() {
        String first = deleted.condition(List.of(file(1), file(2)));
        String second = deleted.condition(List.of(file(3)));
        assertThat(gone(first, "range(2) f(file_index), range(5) r(file_row_number)"))
                .containsExactly("0:1", "1:2");
        assertThat(gone(second, "range(1) f(file_index), range(5) r(file_row_number)"))
                .containsExactly("0:3");
    }

    @Test
    void takesFilesOfMoreRowsThanFitIntoAnInt() {
        long far = 1L << 32;
        String condition = deleted.condition(List.of(file(7, far + 1)));
        assertThat(gone(condition, "range(1) f(file_index), range(%d, %d) r(file_row_number)".formatted(far, far + 9)))
                .containsExactly("0:" + (far + 1));
    }

    private List<String> gone(String condition, String rows) {
        return session.query(
                "SELECT file_index || ':' || file_row_number FROM %s WHERE NOT (%s) ORDER BY file_index, file_row_number"
                        .formatted(rows, condition),
                row -> row.text(1));
    }

    private static ScanTask file(long... gone) {
        DataFile file = new DataFile("part.parquet", 1, 0, Map.of(), FileStatistics.UNKNOWN);
        return ScanTask.whole("part.parquet", file).withDeletions(new Deletions() {
            @Override
            public long count() {
                return gone.length;
            }

            @Override
            public RowPositions positions() {
                return RowPositions.of(gone);
            }
        });
    }
}
