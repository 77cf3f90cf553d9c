package io.sluice.catalog;

import static io.sluice.catalog.Proposals.append;
import static io.sluice.catalog.Proposals.first;
import static io.sluice.catalog.Proposals.newTable;
import static io.sluice.catalog.Proposals.source;
import static io.sluice.catalog.Proposals.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.CommitTarget.Turn;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.SourcesTaken;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.SourceFile;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Many at one table. */
abstract class CatalogRaces extends CatalogSuite {
    static final int WRITERS = 8;
    private static final int COMMITS_EACH = 25;

    @Test
    void everyVersionHasExactlyOneWinner() throws Exception {
        CatalogTable table = created("sales", "orders");
        Map<TableVersion, Proposal> winners = new ConcurrentHashMap<>();
        inParallel(writer -> {
            for (int i = 0; i < COMMITS_EACH; i++) {
                Proposal landed = commit(catalog, table.id(), List.of());
                assertThat(winners.put(landed.version(), landed)).isNull();
            }
            return null;
        });
        long last = (long) WRITERS * COMMITS_EACH;
        TableTip tip = catalog.tip(table.id(), TableVersion.FIRST).orElseThrow();
        assertThat(tip.version()).isEqualTo(version(last));
        assertThat(winners.keySet())
                .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, last)
                        .mapToObj(Proposals::version)
                        .toList());
        assertThat(tip.recent().stream().skip(1))
                .allSatisfy(commit -> assertThat(commit.attempt())
                        .isEqualTo(winners.get(commit.version()).attempt()));
    }

    @Test
    void noSourceLandsTwiceHoweverManyDeliverIt() throws Exception {
        CatalogTable table = created("sales", "orders");
        Map<SourceFile, TableVersion> landed = new ConcurrentHashMap<>();
        inParallel(writer -> {
            try (Catalog own = another()) {
                for (int i = 0; i < COMMITS_EACH; i++) {
                    SourceFile source = source("file-%d.csv".formatted((i + 3 * writer) % COMMITS_EACH));
                    Proposal commit = commit(own, table.id(), List.of(source));
                    if (commit != null) {
                        assertThat(landed.put(source, commit.version())).isNull();
                    }
                }
            }
            return null;
        });
        assertThat(landed).hasSize(COMMITS_EACH);
        assertThat(catalog.tip(table.id(), TableVersion.FIRST).orElseThrow().version())
                .isEqualTo(version(COMMITS_EACH));
        assertThat(catalog.ingested(table.id(), List.copyOf(landed.keySet()))).hasSize(COMMITS_EACH);
    }

    @Test
    void ofManyThatCreateATableOneWins() throws Exception {
        List<Ratification> answers = inParallel(writer -> {
            try (Catalog own = another()) {
                return own.create(newTable("fresh", "orders"), first());
            }
        });
        assertThat(answers).filteredOn(Ratified.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(Superseded.class::isInstance).hasSize(WRITERS - 1);
        assertThat(catalog.tables(new NamespaceName("fresh"))).hasSize(1);
    }

    @Test
    void readersSeeWholeStatesWhileWritersWork() throws Exception {
        CatalogTable table = created("sales", "orders");
        inParallel(writer -> {
            for (int i = 0; i < COMMITS_EACH; i++) {
                if (writer % 2 == 0) {
                    Proposal landed = commit(catalog, table.id(), List.of());
                    catalog.markPublished(table.id(), landed.version());
                } else {
                    TableTip tip = catalog.tip(table.id(), TableVersion.FIRST).orElseThrow();
                    assertThat(tip.committedAt())
                            .isEqualTo(Proposals.dateOf(tip.version().number()));
                    assertThat(tip.head()).isEqualTo("head " + tip.version());
                }
            }
            return null;
        });
        assertThat(catalog.tip(table.id(), TableVersion.FIRST).orElseThrow().version())
                .isEqualTo(version(WRITERS / 2 * COMMITS_EACH));
    }

    /** Commits as the committer does: in turn, and again after a loss; null if the sources are in already. */
    private static Proposal commit(Catalog catalog, TableId table, List<SourceFile> sources) {
        while (true) {
            try (Turn turn = catalog.takeTurn(table)) {
                assertThat(turn).isNotNull();
                TableVersion base = catalog.tip(table, version(Long.MAX_VALUE - 1))
                        .orElseThrow()
                        .version();
                Proposal proposal =
                        Proposals.withHead(append(base.number() + 1, sources), "head " + (base.number() + 1));
                Ratification answer = catalog.ratify(table, proposal, Optional.empty());
                if (answer instanceof Ratified) {
                    return proposal;
                }
                if (answer instanceof SourcesTaken) {
                    return null;
                }
                assertThat(answer).isInstanceOf(Superseded.class);
            }
        }
    }

    /** What one of several writers does. */
    interface Writing<T> {
        T run(int writer) throws Exception;
    }

    /** Runs {@link #WRITERS} of them at once, and waits for all. */
    static <T> List<T> inParallel(Writing<T> writing) throws Exception {
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                Callable<T> task = () -> {
                    start.await();
                    return writing.run(writer);
                };
                running.add(threads.submit(task));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : running) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
