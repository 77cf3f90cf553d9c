package io.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.duckdb.ParquetCopy.FileForm;
import io.sluice.error.SluiceException;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DuckDbSessionTest {
    private static final DuckDbSettings ONE_THREAD =
            new DuckDbSettings(OptionalInt.of(1), OptionalLong.empty(), Optional.empty());

    private final Cancellation cancellation = new Cancellation();

    @Test
    void answersQueries() {
        try (DuckDbSession session = DuckDbSession.open(DuckDbSettings.DEFAULT, cancellation)) {
            assertThat(session.query("SELECT i, 'x' || i FROM range(3) t(i)", row -> row.number(1) + row.text(2)))
                    .containsExactly("0x0", "1x1", "2x2");
        }
    }

    @Test
    void searchesChunksOfValues() {
        try (DuckDbSession session = DuckDbSession.open(DuckDbSettings.DEFAULT, cancellation)) {
            session.defineSearch("is_wanted", (values, found) -> {
                for (int i = 0; i < values.length; i++) {
                    if (values[i] % 5000 == 17) {
                        found.accept(i);
                    }
                }
            });
            assertThat(session.query("SELECT i FROM range(10000) t(i) WHERE is_wanted(i)", row -> row.number(1)))
                    .containsExactlyInAnyOrder(17L, 5017L);
            assertThat(session.query(
                            "SELECT count(*) FROM range(10000) t(i) WHERE is_wanted(i) IS NOT TRUE",
                            row -> row.number(1)))
                    .containsExactly(9998L);
        }
    }

    @Test
    void downloadsNothing() {
        try (DuckDbSession session = DuckDbSession.open(DuckDbSettings.DEFAULT, cancellation)) {
            assertThatThrownBy(() -> session.execute("FROM read_parquet('s3://bucket/file.parquet')"))
                    .isInstanceOf(SluiceException.class)
                    .hasMessageContaining("requires the extension httpfs");
        }
    }

    @Test
    void stopsARunningStatementWhenItIsCancelled() {
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        try (DuckDbSession session = DuckDbSession.open(DuckDbSettings.DEFAULT, cancellation)) {
            Future<?> request = later.schedule(cancellation::cancel, 200, TimeUnit.MILLISECONDS);
            assertThatThrownBy(
                            () -> session.execute(
                                    "SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE hash(a.range, b.range) = 1"))
                    .hasMessage("cancelled: nothing was committed");
            assertThat(request).succeedsWithin(Duration.ofSeconds(1));
            assertThatThrownBy(() -> session.execute("SELECT 1")).hasMessage("cancelled: nothing was committed");
        } finally {
            later.shutdownNow();
        }
    }

    @Test
    void writesParquetAndTellsTheStatistics(@TempDir Path folder) {
        try (DuckDbSession session = DuckDbSession.open(DuckDbSettings.DEFAULT, cancellation)) {
            ParquetCopy copy = new ParquetCopy(
                    "SELECT i::BIGINT AS id, (i / 4)::DECIMAL(9,2) AS \"a \"\"b\", NULL::VARCHAR AS n, {'x': i} AS s"
                            + " FROM range(10) t(i)",
                    folder,
                    "part-",
                    List.of());
            WrittenFile file = copy.run(session).get(0);
            TableSchema schema = TableSchema.of(
                    Field.optional("id", Primitive.LONG),
                    Field.optional("a \"b", new Decimal(9, 2)),
                    Field.optional("n", Primitive.STRING),
                    Field.optional("s", new Struct(List.of(Field.optional("x", Primitive.LONG)))));
            assertThat(file.rowCount()).isEqualTo(10);
            assertThat(file.path()).hasParentRaw(folder).hasSize(file.sizeBytes());
            assertThat(file.statistics(schema).columns())
                    .containsEntry("id", new ColumnStatistics(Optional.of(0L), Optional.of(9L), Optional.of(0L)))
                    .containsEntry(
                            "a \"b",
                            new ColumnStatistics(
                                    Optional.of(new BigDecimal("0.00")),
                                    Optional.of(new BigDecimal("2.25")),
                                    Optional.of(0L)))
                    .containsEntry("n", new ColumnStatistics(Optional.empty(), Optional.empty(), Optional.of(10L)))
                    .containsEntry("s.x", new ColumnStatistics(Optional.of(0L), Optional.of(9L), Optional.of(0L)));
        }
    }

    @Test
    void closesAFileThatIsLargeEnoughAndCompressesAsAsked(@TempDir Path folder) {
        FileForm form = new FileForm(100_000, "snappy");
        try (DuckDbSession session = DuckDbSession.open(ONE_THREAD, cancellation)) {
            List<WrittenFile> files = new ParquetCopy(
                            "SELECT hash(range)::VARCHAR AS h FROM range(500000)",
                            folder,
                            "part-",
                            List.of(),
                            form,
                            Optional.empty())
                    .run(session);

            assertThat(files).hasSizeGreaterThan(1);
            assertThat(session.query(
                            "SELECT DISTINCT compression FROM parquet_metadata('%s/*')".formatted(folder),
                            row -> row.text(1)))
                    .containsExactly("SNAPPY");
        }
    }

    @Test
    void givesEachPartitionItsFile(@TempDir Path folder) {
        try (DuckDbSession session = DuckDbSession.open(DuckDbSettings.DEFAULT, cancellation)) {
            List<WrittenFile> files = new ParquetCopy(
                            "SELECT i AS id, nullif(i % 2, 1) AS p FROM range(4) t(i)", folder, "part-", List.of("p"))
                    .run(session);
            assertThat(files)
                    .extracting(file -> file.partitionValues().get("p"))
                    .containsExactlyInAnyOrder(Optional.of("0"), Optional.empty());
        }
    }

    @Test
    @Timeout(60)
    void endsWheneverAWriteIsCancelledThatReadsAFile(@TempDir Path folder) throws Exception {
        Path rows = folder.resolve("rows.csv");
        Path written = Files.createDirectory(folder.resolve("written"));
        try (DuckDbSession session = DuckDbSession.open(ONE_THREAD, cancellation)) {
            session.execute("COPY (SELECT range AS id, hash(range) AS h FROM range(200000)) TO '%s'".formatted(rows));
        }
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        for (int millis = 5; millis < 200; millis += 10) {
            Cancellation request = new Cancellation();
            try (DuckDbSession session = DuckDbSession.open(ONE_THREAD, request)) {
                Future<?> stop = later.schedule(request::cancel, millis, TimeUnit.MILLISECONDS);
                String select = "SELECT * FROM read_csv('%s')".formatted(rows);
                for (WrittenFile file : new ParquetCopy(select, written, "part-", List.of()).run(session)) {
                    Files.delete(file.path());
                }
                stop.get();
            } catch (SluiceException cancelled) {
                assertThat(cancelled).hasMessage("cancelled: nothing was committed");
            }
            assertThat(written).isEmptyDirectory();
        }
        later.shutdown();
    }

    @Test
    void leavesNoFileWhenItIsCancelledWhileItAnswers(@TempDir Path folder) throws IOException {
        Path others = Files.createFile(folder.resolve("part-of-somebody-else.parquet"));
        ParquetCopy copy =
                new ParquetCopy("SELECT i AS id, i % 3 AS p FROM range(6) t(i)", folder, "part-", List.of("p"));
        try (DuckDbSession session = DuckDbSession.open(DuckDbSettings.DEFAULT, cancellation)) {
            assertThatThrownBy(() -> copy.run(sql -> {
                        session.execute(sql);
                        assertThat(folder).isDirectoryContaining(file -> !file.equals(others));
                        throw SluiceException.user("cancelled");
                    }))
                    .hasMessage("cancelled");
        }
        assertThat(folder).isDirectoryNotContaining(file -> !file.equals(others));
    }

    @Test
    void givesEveryFileANameOfItsOwn(@TempDir Path folder) {
        ParquetCopy copy =
                new ParquetCopy("SELECT i AS id, i % 50 AS p FROM range(20000) t(i)", folder, "part-", List.of("p"));
        try (DuckDbSession session = DuckDbSession.open(DuckDbSettings.DEFAULT, cancellation)) {
            List<WrittenFile> files = copy.run(session);
            assertThat(files).extracting(WrittenFile::path).doesNotHaveDuplicates();
            assertThat(files).extracting(WrittenFile::rowCount).hasSizeGreaterThanOrEqualTo(50);
            assertThat(files.stream().mapToLong(WrittenFile::rowCount).sum()).isEqualTo(20_000);
        }
    }
}
