package io.sluice.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.FaultyCatalog.Call;
import io.sluice.catalog.memory.MemoryCatalog;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.RejectionReason;
import io.sluice.lake.TransactionOutcome.Committed;
import io.sluice.lake.TransactionOutcome.Rejected;
import io.sluice.scan.Predicate;
import io.sluice.storage.MemoryStorage;
import io.sluice.storage.Storage;
import io.sluice.table.NamespaceName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RecentLooksTest extends LakeTransactionSuite {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final NamespaceName SALES = new NamespaceName("sales");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private RecentLooks looks;

    @Override
    protected Catalog catalog() {
        return new MemoryCatalog();
    }

    @Override
    protected Storage storage() {
        return new MemoryStorage(InstantSource.system());
    }

    @Override
    protected String warehouse() {
        return "/lake";
    }

    private List<String> orders(Duration age) {
        if (looks == null) {
            looks = new RecentLooks(lake, () -> now);
        }
        try (LakeTransaction reading = lake.begin(IsolationLevel.SERIALIZABLE, ENGINE, looks.atMost(age))) {
            List<String> paths = paths(reading.table(ORDERS).snapshot());
            assertThat(reading.commit()).isEqualTo(new Committed(Map.of()));
            return paths;
        }
    }

    private long calls() {
        return catalog.count(Call.POSITIONS) + catalog.count(Call.TIP);
    }

    private void appendToOrders() {
        try (LakeTransaction other = begin()) {
            append(other, ORDERS, "o2", 10);
            assertThat(other.commit()).isInstanceOf(Committed.class);
        }
    }

    @Test
    void whoIsContentWithWhatWasThereAsksTheCatalogNothing() {
        orders(MINUTE);
        appendToOrders();
        long before = calls();
        now = now.plus(MINUTE);
        assertThat(orders(MINUTE)).containsExactly("o1");
        assertThat(orders(Duration.ofDays(1))).containsExactly("o1");
        assertThat(calls()).isEqualTo(before);
    }

    @Test
    void whatIsTooOldIsAskedForAnew() {
        orders(MINUTE);
        appendToOrders();
        now = now.plus(MINUTE).plusMillis(1);
        assertThat(orders(MINUTE)).containsExactly("o1", "o2");
    }

    @Test
    void aClockThatWasSetBackMakesNothingYounger() {
        orders(MINUTE);
        appendToOrders();
        now = now.minusSeconds(1);
        assertThat(orders(MINUTE)).containsExactly("o1", "o2");
    }

    @Test
    void whatIsForgottenIsAskedForAnewEvenIfSomebodyIsStillLooking() {
        orders(MINUTE);
        try (LakeTransaction still = lake.begin(IsolationLevel.SERIALIZABLE, ENGINE, looks.atMost(MINUTE))) {
            appendToOrders();
            looks.forget();
            assertThat(paths(still.table(ORDERS).snapshot())).containsExactly("o1");
            assertThat(orders(MINUTE)).containsExactly("o1", "o2");
        }
    }

    @Test
    void aChangeThatDependsOnAnOldLookIsCheckedAgainstEverythingSince() {
        orders(MINUTE);
        appendToOrders();
        try (LakeTransaction writing = lake.begin(IsolationLevel.SERIALIZABLE, ENGINE, looks.atMost(MINUTE))) {
            assertThat(paths(writing.table(ORDERS).snapshot())).containsExactly("o1");
            writing.table(ORDERS).readRows(Predicate.ALL);
            append(writing, ITEMS, "i2", 10);
            assertThat(writing.commit()).isInstanceOfSatisfying(Rejected.class, rejected -> {
                assertThat(rejected.table()).contains(ORDERS);
                assertThat(rejected.cause().reason()).isEqualTo(RejectionReason.ROWS_ADDED);
            });
        }
    }

    @Test
    void namespacesAreRememberedWithTheTables() {
        looks = new RecentLooks(lake, () -> now);
        Look look = looks.atMost(MINUTE);
        assertThat(look.properties(SALES)).contains(Map.of());
        List<NamespaceName> names = look.namespaces();
        lake.catalog().changeNamespaceProperties(SALES, Map.of("a", "b"), Set.of());
        lake.catalog().createNamespace(new NamespaceName("later"), Map.of());
        assertThat(looks.atMost(MINUTE).properties(SALES)).contains(Map.of());
        assertThat(looks.atMost(MINUTE).namespaces()).isEqualTo(names);
        assertThat(looks.atMost(MINUTE).properties(new NamespaceName("nowhere")))
                .isEqualTo(Optional.empty());
        looks.forget();
        assertThat(looks.atMost(MINUTE).properties(SALES)).contains(Map.of("a", "b"));
        assertThat(looks.atMost(MINUTE).namespaces()).contains(new NamespaceName("later"));
    }
}
