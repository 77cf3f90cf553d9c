package io.sluice.trino.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class RowIdColumnTest {
    private static final int LAST_FILE = RowIdColumn.MOST_FILES - 1;
    private static final long LAST_ROW = (1L << 40) - 1;

    @Test
    void a_place_tells_the_file_and_the_row() {
        for (int file : new int[] {0, 1, 77, LAST_FILE}) {
            for (long position : new long[] {0, 1, 1L << 32, LAST_ROW}) {
                long place = RowIdColumn.place(file, position);
                assertThat(RowIdColumn.file(place)).isEqualTo(file);
                assertThat(RowIdColumn.position(place)).isEqualTo(position);
            }
        }
    }

    @Test
    void what_has_no_place_is_refused() {
        assertThatThrownBy(() -> RowIdColumn.place(SluiceSplit.UNNUMBERED, 3))
                .hasMessage("no row has the number 3 in file -1");
        assertThatThrownBy(() -> RowIdColumn.place(LAST_FILE + 1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RowIdColumn.place(0, LAST_ROW + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RowIdColumn.place(0, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
