package io.sluice.catalog;

import static io.sluice.catalog.CatalogRaces.WRITERS;
import static io.sluice.catalog.CatalogRaces.inParallel;
import static io.sluice.catalog.Proposals.append;
import static io.sluice.catalog.Proposals.first;
import static io.sluice.catalog.Proposals.newTable;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.MultiTableCommit.Position;
import io.sluice.commit.AttemptId;
import io.sluice.commit.CommitSummary;
import io.sluice.commit.JointProposal;
import io.sluice.commit.JointTarget.Answer;
import io.sluice.commit.NameChange;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.TableProposal;
import io.sluice.error.SluiceException;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Many at several tables. */
abstract class JointRaces extends JointSuite {
    private static final int COMMITS_EACH = 15;
    private static final int ROUNDS = 30;

    @Test
    void writersThatTakeTheTablesInOppositeOrderAllLandAndNeverHalf() throws Exception {
        Set<AttemptId> landed = ConcurrentHashMap.newKeySet();
        inParallel(writer -> {
            try (Catalog own = another()) {
                for (int i = 0; i < COMMITS_EACH; i++) {
                    landed.add(commitToBoth(own, writer % 2 == 0));
                }
            }
            return null;
        });
        assertThat(landed).hasSize(WRITERS * COMMITS_EACH);
        assertThat(attempts(orders))
                .containsExactlyElementsOf(attempts(items))
                .containsExactlyInAnyOrderElementsOf(landed);
    }

    @Test
    void aLookAtAllTablesNeverShowsHalfOfACommit() throws Exception {
        AtomicInteger writing = new AtomicInteger(WRITERS / 2);
        inParallel(writer -> {
            if (writer % 2 == 0) {
                for (int i = 0; i < COMMITS_EACH; i++) {
                    commitToBoth(catalog, writer % 4 == 0);
                }
                writing.decrementAndGet();
            } else {
                try (Catalog own = another()) {
                    long seen = 0;
                    while (writing.get() > 0) {
                        Map<TableName, Position> look = ((MultiTableCommit) own).positions();
                        long version = look.get(orders.name()).version().number();
                        assertThat(look.get(items.name()).version().number()).isEqualTo(version);
                        assertThat(version).isGreaterThanOrEqualTo(seen);
                        seen = version;
                    }
                }
            }
            return null;
        });
        assertThat(last(orders)).isEqualTo(WRITERS / 2 * COMMITS_EACH);
    }

    /** Each writer reads one table and writes the other; where both could land, neither would be the first. */
    @Test
    void ofTwoThatReadWhatTheOtherWritesOnlyOneLandsAtATime() throws Exception {
        AtomicInteger landed = new AtomicInteger();
        inParallel(writer -> {
            CatalogTable written = writer % 2 == 0 ? orders : items;
            CatalogTable read = writer % 2 == 0 ? items : orders;
            try (Catalog own = another()) {
                for (int i = 0; i < COMMITS_EACH; i++) {
                    Map<TableName, Position> look = ((MultiTableCommit) own).positions();
                    long sum = look.values().stream()
                            .mapToLong(at -> at.version().number())
                            .sum();
                    TableProposal part = part(
                            written,
                            AttemptId.random(),
                            telling(look.get(written.name()).version().number() + 1, sum));
                    Answer answer = jointly(
                            own,
                            List.of(part),
                            Map.of(read.id(), look.get(read.name()).version()));
                    if (answer.answer() instanceof Ratified) {
                        landed.incrementAndGet();
                    } else {
                        assertThat(answer.answer()).isInstanceOf(Superseded.class);
                    }
                }
            }
            return null;
        });
        assertThat(last(orders) + last(items)).isEqualTo(landed.get());
        assertThat(sumsSeen())
                .as("each saw all that landed before it")
                .containsExactlyElementsOf(numbersBelow(landed.get()));
    }

    /** They take the namespaces in one order, and the rename has them in the other. */
    @Test
    void commitsThatMakeTablesInTwoNamespacesLandWhileOneIsToBecomeTheOther() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            NamespaceName low = new NamespaceName("a" + round);
            NamespaceName high = new NamespaceName("z" + round);
            catalog.createNamespace(high, Map.of());
            List<Answer> answers = inParallel(writer -> writer == 0
                    ? renamed(high, low)
                    : make(List.of(newTable(low.value(), "t" + writer), newTable(high.value(), "t" + writer))));
            assertThat(answers).containsOnly(allRatified(0));
            assertThat(catalog.tables(low)).hasSize(WRITERS - 1);
            assertThat(catalog.tables(high)).hasSize(WRITERS - 1);
        }
    }

    /** Renames a namespace unless the name is taken by now. */
    private Answer renamed(NamespaceName from, NamespaceName to) {
        try {
            catalog.renameNamespace(from, to);
        } catch (SluiceException refused) {
            assertThat(refused.kind()).isEqualTo(SluiceException.Kind.USER);
        }
        return allRatified(0);
    }

    private Answer make(List<CatalogTable> tables) {
        AttemptId attempt = AttemptId.random();
        List<TableProposal> parts = new ArrayList<>();
        List<NameChange> names = new ArrayList<>();
        for (CatalogTable table : tables) {
            parts.add(part(table, attempt, first()));
            names.add(new NameChange.Register(table.id(), table.name(), table.format(), table.location()));
        }
        return ((MultiTableCommit) catalog).ratify(new JointProposal(parts, Map.of(), names));
    }

    @Test
    void commitsToSeveralTablesLandWhileTheNamespaceOfAllOfThemIsRenamed() throws Exception {
        List<CatalogTable> tables = List.of(orders, items, created("sales", "stock"), created("sales", "shops"));
        NamespaceName sales = orders.name().namespace();
        NamespaceName trade = new NamespaceName("trade");
        AtomicInteger writing = new AtomicInteger(WRITERS);
        Semaphore landed = new Semaphore(0);
        inParallel(writer -> {
            try (Catalog own = another()) {
                if (writer == 0) {
                    // As often as commits land, and no more, so that it does not keep everybody out.
                    while (writing.get() > 1) {
                        if (landed.tryAcquire(10, TimeUnit.MILLISECONDS)) {
                            own.renameNamespace(sales, trade);
                            own.renameNamespace(trade, sales);
                        }
                    }
                } else {
                    commitToAll(own, tables, landed::release);
                }
            } finally {
                writing.decrementAndGet();
            }
            return null;
        });
        assertThat(catalog.tables(sales)).containsExactlyInAnyOrderElementsOf(tables);
        assertThat(tables).allSatisfy(table -> assertThat(last(table)).isEqualTo((WRITERS - 1) * COMMITS_EACH));
    }

    /** Commits to them jointly, {@link #COMMITS_EACH} times, each until it lands, which it tells. */
    private static void commitToAll(Catalog catalog, List<CatalogTable> tables, Runnable afterEach) {
        int landed = 0;
        while (landed < COMMITS_EACH) {
            AttemptId attempt = AttemptId.random();
            long next = last(catalog, tables.get(0)) + 1;
            List<TableProposal> parts = tables.stream()
                    .map(table -> part(table, attempt, append(next)))
                    .toList();
            Answer answer = jointly(catalog, parts, Map.<TableId, TableVersion>of());
            if (answer.answer() instanceof Ratified) {
                landed++;
                afterEach.run();
            } else {
                assertThat(answer.answer()).isInstanceOf(Superseded.class);
            }
        }
    }

    /** A commit that carries a number in its writers: what its writer had seen. */
    private static Proposal telling(long version, long seen) {
        Proposal plain = append(version);
        CommitSummary summary = plain.summary();
        return new Proposal(
                plain.version(),
                plain.attempt(),
                new CommitSummary(
                        summary.committedAt(),
                        summary.engine(),
                        summary.operation(),
                        summary.kinds(),
                        Map.of("seen", seen)),
                plain.content(),
                Optional.empty(),
                List.of());
    }

    private List<Long> sumsSeen() {
        List<Long> sums = new ArrayList<>();
        for (CatalogTable table : List.of(orders, items)) {
            commits(table).forEach(commit -> sums.add(commit.summary().writers().get("seen")));
        }
        Collections.sort(sums);
        return sums;
    }

    private static List<Long> numbersBelow(int end) {
        return LongStream.range(0, end).boxed().toList();
    }

    /** Commits to both tables until it lands. */
    private AttemptId commitToBoth(Catalog catalog, boolean ordersFirst) {
        List<CatalogTable> tables = ordersFirst ? List.of(orders, items) : List.of(items, orders);
        while (true) {
            Map<TableName, Position> look = ((MultiTableCommit) catalog).positions();
            AttemptId attempt = AttemptId.random();
            List<TableProposal> parts = tables.stream()
                    .map(table -> part(
                            table,
                            attempt,
                            append(look.get(table.name()).version().number() + 1)))
                    .toList();
            Answer answer = jointly(catalog, parts, Map.<TableId, TableVersion>of());
            if (answer.answer() instanceof Ratified) {
                return attempt;
            }
            assertThat(answer.answer()).isInstanceOf(Superseded.class);
        }
    }

    private List<AttemptId> attempts(CatalogTable table) {
        return commits(table).stream().map(RatifiedCommit::attempt).toList();
    }

    /** All commits after version 0. */
    private List<RatifiedCommit> commits(CatalogTable table) {
        List<RatifiedCommit> all =
                catalog.tip(table.id(), TableVersion.FIRST).orElseThrow().recent();
        return all.subList(1, all.size());
    }
}
