package io.sluice.compat;

import static io.sluice.table.DataType.Primitive.INTEGER;
import static io.sluice.table.DataType.Primitive.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.CommitOutcome;
import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.CommitOutcome.Rejected;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.format.FormatTable.Current;
import io.sluice.table.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentWritersTest {
    private static final int WRITERS = 8;
    private static final int APPENDS = 12;
    private static final int ADDED_COLUMNS = 6;

    @TempDir
    private Path folder;

    private TestLake lake;
    private TestTable table;

    @BeforeEach
    void open() {
        lake = TestLake.in(folder);
        table = TestTable.create(
                lake, "contended", List.of(Field.optional("writer", INTEGER), Field.optional("n", LONG)));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void everyAcknowledgedRowIsReadWhileColumnsAreAdded() throws InterruptedException, ExecutionException {
        List<Callable<List<List<Object>>>> work = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int number = writer;
            work.add(() -> append(number));
        }
        work.add(this::addColumns);
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        List<List<Object>> acknowledged = new ArrayList<>();
        try {
            for (Future<List<List<Object>>> done : threads.invokeAll(work)) {
                acknowledged.addAll(done.get());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(acknowledged).hasSize(WRITERS * APPENDS);
        List<String> columns = new ArrayList<>(List.of("writer integer", "n long"));
        for (int i = 0; i < ADDED_COLUMNS; i++) {
            columns.add("c" + i + " long");
        }
        table.expect(
                acknowledged.stream().map(row -> padded(row, columns.size())).toList());
        table.isReadBackAs(WRITERS * APPENDS + ADDED_COLUMNS, columns, List.of());
    }

    private static List<Object> padded(List<Object> row, int size) {
        List<Object> padded = new ArrayList<>(row);
        padded.addAll(Collections.nCopies(size - row.size(), null));
        return padded;
    }

    private List<List<Object>> append(int writer) {
        List<List<Object>> acknowledged = new ArrayList<>();
        DuckDbSettings oneThread = new DuckDbSettings(OptionalInt.of(1), OptionalLong.empty(), Optional.empty());
        try (DuckDbSession session = DuckDbSession.open(oneThread, new Cancellation())) {
            while (acknowledged.size() < APPENDS) {
                Current current = table.open().current();
                List<Object> row = new ArrayList<>(List.of(writer, (long) acknowledged.size()));
                while (row.size() < current.metadata().schema().columns().size()) {
                    row.add((long) row.size());
                }
                CommitOutcome outcome = table.attempt(
                        "WRITE",
                        current.version(),
                        table.write(session, current.metadata(), List.of(row)),
                        List.of(row));
                if (outcome instanceof Committed) {
                    acknowledged.add(row);
                } else {
                    assertThat(outcome).isInstanceOf(Rejected.class);
                }
            }
        }
        return acknowledged;
    }

    private List<List<Object>> addColumns() throws InterruptedException {
        for (int i = 0; i < ADDED_COLUMNS; i++) {
            AlterSchema added = new AlterSchema(List.of(new AddColumn(Field.optional("c" + i, LONG))));
            CommitOutcome outcome;
            do {
                outcome = table.attempt("ADD COLUMNS", table.open().current().version(), added, List.of());
            } while (outcome instanceof Rejected);
            assertThat(outcome).isInstanceOf(Committed.class);
            Thread.sleep(20);
        }
        return List.of();
    }
}
