package io.sluice.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.process.OpenLake;
import io.sluice.compat.process.OpenSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowSink;
import io.sluice.lake.Lake;
import io.sluice.lake.Pins;
import io.sluice.session.Reruns;
import io.sluice.session.SessionSettings;
import io.sluice.session.StatementEnd;
import io.sluice.session.StatementEnd.Done;
import io.sluice.session.StatementEnd.Rejected;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pipeline reads a version of a table, computes elsewhere, and merges what it has computed, while another job changes
 * what was read. Without pins the merge would quietly bring back what is gone.
 */
final class PinnedMergeTest {
    private static final String TOTALS =
            "SELECT customer, sum(amount)::BIGINT FROM shop.orders GROUP BY ALL ORDER BY ALL";

    @TempDir
    private Path folder;

    private Lake lake;
    private OpenSession job;

    @BeforeEach
    void open() {
        lake = OpenLake.at(folder.resolve("lake").toString());
        job = OpenSession.over(lake, DuckDbSettings.DEFAULT);
        run(job, "CREATE TABLE shop.orders (id BIGINT, customer VARCHAR, amount BIGINT)");
        run(job, "INSERT INTO shop.orders VALUES (1, 'ann', 10), (2, 'bob', 20), (3, 'ann', 5)");
        run(job, "CREATE TABLE shop.totals (customer VARCHAR, total BIGINT)");
        run(job, "INSERT INTO shop.totals VALUES ('ann', 1), ('zoe', 7)");
    }

    @AfterEach
    void close() {
        job.close();
        lake.close();
    }

    @Test
    void aMergeOfWhatWasReadBeforeADeletionIsRejectedAndThenRightWhenItIsComputedAgain() {
        Read first = read();
        run(job, "DELETE FROM shop.orders WHERE customer = 'ann' AND amount = 10");

        StatementEnd late = merge(first);

        assertThat(late).isInstanceOf(Rejected.class);
        assertThat(((Rejected) late).message()).contains("shop.orders", "DELETE");
        assertThat(rows(job, "FROM shop.totals ORDER BY ALL")).containsExactly("[ann, 1]", "[zoe, 7]");

        Read second = read();
        assertThat(merge(second)).isInstanceOf(Done.class);
        assertThat(rows(job, "FROM shop.totals ORDER BY ALL")).containsExactly("[ann, 5]", "[bob, 20]", "[zoe, 7]");
    }

    @Test
    void aMergeIntoTheTableThatWasReadIsRejectedWhenItsRowsWereDeleted() {
        Pins pins;
        try (OpenSession reader = OpenSession.over(lake, DuckDbSettings.DEFAULT)) {
            assertThat(rows(reader, "FROM shop.totals WHERE customer = 'zoe'")).containsExactly("[zoe, 7]");
            pins = reader.pins();
        }
        run(job, "DELETE FROM shop.totals WHERE customer = 'zoe'");
        try (OpenSession writer = writer(pins)) {
            StatementEnd late = writer.attempt(
                    "MERGE INTO shop.totals AS t USING (VALUES ('zoe', 8)) AS s(customer, total)"
                            + " ON t.customer = s.customer WHEN MATCHED THEN UPDATE SET total = s.total"
                            + " WHEN NOT MATCHED THEN INSERT *",
                    new Texts());
            assertThat(late).isInstanceOf(Rejected.class);
        }
        assertThat(rows(job, "FROM shop.totals ORDER BY ALL")).containsExactly("[ann, 1]");
    }

    @Test
    void aMergeIsNotDisturbedByChangesOfTablesThatWereNotRead() {
        Read first = read();
        run(job, "CREATE TABLE shop.other (x BIGINT)");
        run(job, "INSERT INTO shop.other VALUES (1)");

        assertThat(merge(first)).isInstanceOf(Done.class);
        assertThat(rows(job, "FROM shop.totals ORDER BY ALL")).containsExactly("[ann, 15]", "[bob, 20]", "[zoe, 7]");
    }

    private record Read(List<List<Object>> totals, Pins pins) {}

    /** What the pipeline does first: it keeps rows and the versions that they come from. */
    private Read read() {
        try (OpenSession reader = OpenSession.over(lake, DuckDbSettings.DEFAULT)) {
            Texts totals = new Texts();
            reader.run(TOTALS, totals);
            return new Read(totals.values, reader.pins());
        }
    }

    /** What it does at last, perhaps in another process: pins can be written down. */
    private StatementEnd merge(Read read) {
        String values = read.totals().stream()
                .map(row -> "('%s', %s)".formatted(row.get(0), row.get(1)))
                .collect(Collectors.joining(", "));
        try (OpenSession writer = writer(Pins.parse(read.pins().texts()))) {
            return writer.attempt(
                    "MERGE INTO shop.totals AS t USING (VALUES " + values + ") AS s(customer, total)"
                            + " ON t.customer = s.customer WHEN MATCHED THEN UPDATE SET total = s.total"
                            + " WHEN NOT MATCHED THEN INSERT *",
                    new Texts());
        }
    }

    private OpenSession writer(Pins pins) {
        return OpenSession.over(
                lake, DuckDbSettings.DEFAULT, new SessionSettings(Optional.empty(), pins, Reruns.DEFAULT));
    }

    private static void run(OpenSession session, String sql) {
        session.run(sql, new Texts());
    }

    private static List<String> rows(OpenSession session, String sql) {
        Texts rows = new Texts();
        session.run(sql, rows);
        return rows.values.stream().map(List::toString).toList();
    }

    private static final class Texts implements RowSink {
        private final List<List<Object>> values = new ArrayList<>();

        @Override
        public void begin(List<ResultColumn> columns) {}

        @Override
        public void row(List<Object> row) {
            values.add(row);
        }

        @Override
        public void end() {}
    }
}
