package io.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.MultiTableCommit;
import io.sluice.catalog.OpenMode;
import io.sluice.commit.CommitTarget.Turn;
import io.sluice.table.TableId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The queue of writers, seen from two doors to one catalog as two processes have them. */
class TurnsTest {
    /** Long enough that who does not wait is seen not to. */
    private static final int A_WHILE_MILLIS = 200;

    @TempDir
    Path folder;

    private final TableId table = TableId.random();

    enum Backend {
        SQLITE,
        POSTGRES
    }

    private Supplier<Catalog> doorTo(Backend backend) {
        return switch (backend) {
            case SQLITE -> () -> SqliteCatalogs.open(folder, OpenMode.CREATE_IF_MISSING);
            case POSTGRES ->
                () -> PostgresCatalogs.open(TestPostgres.database("turns"), OpenMode.CREATE_IF_MISSING, Map.of());
        };
    }

    @ParameterizedTest
    @EnumSource
    void oneWaitsUntilTheTurnOfAnotherHasEnded(Backend backend) throws Exception {
        try (Catalog one = doorTo(backend).get();
                Catalog other = doorTo(backend).get()) {
            CompletableFuture<Void> second;
            try (Turn first = one.takeTurn(table)) {
                assertThat(first).isNotSameAs(Turn.FREE);
                second = CompletableFuture.runAsync(() -> other.takeTurn(table).close());
                TimeUnit.MILLISECONDS.sleep(A_WHILE_MILLIS);
                assertThat(second).isNotDone();
            }
            assertThat(second).succeedsWithin(Turns.PATIENCE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void turnsAtSeveralTablesAreNeitherWaitedForTwiceNorInCircles(Backend backend) {
        List<TableId> many = Stream.generate(TableId::random).limit(200).toList();
        try (Catalog catalog = doorTo(backend).get()) {
            MultiTableCommit several = (MultiTableCommit) catalog;
            List<CompletableFuture<Void>> rounds = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                // Of 200 tables some share one of 64 queues.
                List<TableId> tables = i % 2 == 0 ? many.subList(i, i + 100) : reversed(many.subList(i, i + 100));
                rounds.add(CompletableFuture.runAsync(
                        () -> several.takeTurns(tables).close()));
            }
            assertThat(CompletableFuture.allOf(rounds.toArray(CompletableFuture[]::new)))
                    .succeedsWithin(Turns.PATIENCE);
        }
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.reverse(copy);
        return copy;
    }

    @ParameterizedTest
    @EnumSource
    void threadsOfOneProcessWaitForEachOther(Backend backend) throws Exception {
        try (Catalog catalog = doorTo(backend).get()) {
            CompletableFuture<Void> second;
            try (Turn first = catalog.takeTurn(table)) {
                assertThat(first).isNotSameAs(Turn.FREE);
                second =
                        CompletableFuture.runAsync(() -> catalog.takeTurn(table).close());
                TimeUnit.MILLISECONDS.sleep(A_WHILE_MILLIS);
                assertThat(second).isNotDone();
            }
            assertThat(second).succeedsWithin(Turns.PATIENCE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobodyWaitsLongerThanPatience(Backend backend) {
        try (Catalog one = doorTo(backend).get();
                Catalog other = doorTo(backend).get();
                Turn first = one.takeTurn(table)) {
            assertThat(first).isNotSameAs(Turn.FREE);
            long start = System.nanoTime();
            other.takeTurn(table).close();
            long waitedMillis = (System.nanoTime() - start) / 1_000_000;
            assertThat(waitedMillis).isBetween(Turns.PATIENCE.toMillis() - 500, 3 * Turns.PATIENCE.toMillis());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoIsInterruptedGoesOnWithoutATurn(Backend backend) throws Exception {
        try (Catalog catalog = doorTo(backend).get();
                Turn first = catalog.takeTurn(table)) {
            assertThat(first).isNotSameAs(Turn.FREE);
            CountDownLatch ended = new CountDownLatch(1);
            Thread second = new Thread(() -> {
                catalog.takeTurn(table).close();
                ended.countDown();
            });
            second.start();
            second.interrupt();
            assertThat(ended.await(Turns.PATIENCE.toMillis() / 2, TimeUnit.MILLISECONDS))
                    .isTrue();
        }
    }
}
