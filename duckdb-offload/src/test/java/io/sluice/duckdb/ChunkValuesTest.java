package io.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;
import org.junit.jupiter.api.Test;

class ChunkValuesTest {
    @Test
    void copiesTheMemoryOfThisDriver() throws SQLException {
        List<Long> copied = new ArrayList<>();
        List<Long> asked = new ArrayList<>();
        try (DuckDbSession session = DuckDbSession.open(DuckDbSettings.DEFAULT, new Cancellation());
                DuckDBPreparedStatement statement =
                        session.connection().prepare("SELECT i * -7 FROM range(5000) t(i)");
                DuckDBChunkedResult result = statement.query()) {
            while (result.nextChunk()) {
                DuckDBReadableVector vector = result.chunk().vector(0);
                long[] values = new long[Math.toIntExact(vector.rowCount())];
                assertThat(ChunkValues.copy(vector, values)).isTrue();
                LongStream.of(values).forEach(copied::add);
                ChunkValues.ask(vector, values);
                LongStream.of(values).forEach(asked::add);
            }
        }
        assertThat(copied).hasSize(5000).isEqualTo(asked);
    }
}
