package io.sluice.trino.handle;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.json.JsonCodec;
import io.sluice.scan.Deletions;
import io.sluice.scan.StoredDeletions;
import io.sluice.table.RowPositions;
import io.sluice.trino.handle.DeletedRows.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeletedRowsTest {
    private static final JsonCodec<DeletedRows> JSON = JsonCodec.jsonCodec(DeletedRows.class);
    private static final long FAR = 1L << 40;

    private record Place(String location, long offset, int lengthBytes) implements StoredDeletions {
        private static final long serialVersionUID = 1L;

        @Override
        public RowPositions decoded(byte[] stored) {
            return RowPositions.of(stored[0], FAR);
        }
    }

    private static Deletions deletions(int lengthBytes) {
        return new Deletions() {
            @Override
            public long count() {
                return 2;
            }

            @Override
            public RowPositions positions() {
                return RowPositions.of(3, FAR);
            }

            @Override
            public Optional<StoredDeletions> stored() {
                return Optional.of(new Place("/some/file", 17, lengthBytes));
            }
        };
    }

    private static DeletedRows travelled(DeletedRows rows) {
        return JSON.fromJson(JSON.toJson(rows));
    }

    @Test
    void few_rows_go_along() {
        DeletedRows rows = travelled(DeletedRows.of(deletions(100)));
        assertThat(rows.kind()).isEqualTo(Kind.BITMAP);
        assertThat(rows.count()).isEqualTo(2);
        assertThat(rows.positions(place -> new byte[0])).isEqualTo(RowPositions.of(3, FAR));
    }

    @Test
    void many_rows_are_read_where_they_are_needed() {
        DeletedRows rows = travelled(DeletedRows.of(deletions(1 << 17)));
        assertThat(rows.kind()).isEqualTo(Kind.PLACE);
        assertThat(rows.bytes()).hasSizeLessThan(1000);
        assertThat(rows.positions(place -> new byte[] {(byte) place.offset()})).isEqualTo(RowPositions.of(17, FAR));
    }

    @Test
    void no_rows_are_none() {
        assertThat(travelled(DeletedRows.of(Deletions.NONE)).positions(place -> new byte[0]))
                .isEqualTo(RowPositions.NONE);
    }
}
