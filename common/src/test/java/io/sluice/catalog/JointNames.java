package io.sluice.catalog;

import static io.sluice.catalog.Proposals.append;
import static io.sluice.catalog.Proposals.first;
import static io.sluice.catalog.Proposals.newTable;
import static io.sluice.catalog.Proposals.source;
import static io.sluice.catalog.Proposals.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.AttemptId;
import io.sluice.commit.JointProposal;
import io.sluice.commit.JointTarget.Answer;
import io.sluice.commit.NameChange;
import io.sluice.commit.NameChange.Drop;
import io.sluice.commit.NameChange.Register;
import io.sluice.commit.NameChange.Rename;
import io.sluice.commit.Ratification.NameTaken;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.Ratification.TableGone;
import io.sluice.commit.TableProposal;
import io.sluice.error.SluiceException;
import io.sluice.error.SluiceException.Kind;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tables that are made, renamed and dropped by the same decision as commits. */
abstract class JointNames extends JointSuite {
    private static final TableName ORDERS = TableName.of("sales", "orders");
    private static final TableName ITEMS = TableName.of("sales", "items");

    private final AttemptId attempt = AttemptId.random();

    private Answer jointly(List<TableProposal> parts, NameChange... names) {
        return jointly(parts, Map.of(), names);
    }

    private Answer jointly(List<TableProposal> parts, Map<TableId, TableVersion> unchanged, NameChange... names) {
        return ((MultiTableCommit) catalog).ratify(new JointProposal(parts, unchanged, List.of(names)));
    }

    private static Register making(CatalogTable table) {
        return new Register(table.id(), table.name(), table.format(), table.location());
    }

    private Map<TableName, CatalogTable> tables() {
        Map<TableName, CatalogTable> tables = new TreeMap<>();
        ((MultiTableCommit) catalog).positions().forEach((name, position) -> tables.put(name, position.table()));
        return tables;
    }

    @Test
    void aTableIsMadeTogetherWithACommitAndItsNamespace() {
        CatalogTable fresh = newTable("fresh", "customers");
        TableProposal made = part(fresh, attempt, Proposals.withHead(append(0, source("c.csv")), "head 0"));
        List<TableProposal> parts = List.of(part(orders, attempt, append(1)), made);
        assertThat(jointly(parts, making(fresh))).isEqualTo(allRatified(1));
        assertThat(catalog.table(fresh.name())).contains(fresh);
        assertThat(catalog.tables(new NamespaceName("fresh"))).containsExactly(fresh);
        assertThat(catalog.tip(fresh.id(), TableVersion.FIRST).orElseThrow().head())
                .isEqualTo("head 0");
        assertThat(catalog.ingested(fresh.id(), List.of(source("c.csv")))).hasSize(1);
        assertThat(jointly(parts, making(fresh))).as("offered again").isEqualTo(allRatified(1));
        move(fresh, 1);
        move(orders, 2);
        assertThat(jointly(parts, making(fresh))).as("offered once more").isEqualTo(allRatified(1));
        catalog.drop(fresh.name());
        assertThat(jointly(parts, making(fresh)))
                .as("the part that is left shows that all were ratified")
                .isEqualTo(allRatified(1));
        assertThat(catalog.table(fresh.name())).isEmpty();
    }

    @Test
    void aNameThatIsTakenLetsNothingLand() {
        CatalogTable fresh = newTable("other", "orders");
        CatalogTable namesake = newTable("sales", "items");
        List<TableProposal> parts = List.of(
                part(orders, attempt, append(1)), part(fresh, attempt, first()), part(namesake, attempt, first()));
        assertThat(jointly(parts, making(fresh), making(namesake))).isEqualTo(because(new NameTaken(ITEMS), namesake));
        assertThat(jointly(List.of(part(orders, attempt, append(1))), new Rename(orders.id(), ITEMS)))
                .isEqualTo(because(new NameTaken(ITEMS), orders));
        assertThat(last(orders)).isZero();
        assertThat(catalog.namespaces()).doesNotContain(new NamespaceName("other"));
        assertThat(tables()).containsOnlyKeys(ITEMS, ORDERS);
    }

    @Test
    void aPartThatIsSupersededLetsNoNameChange() {
        move(orders, 1);
        CatalogTable fresh = newTable("other", "orders");
        List<TableProposal> parts = List.of(part(orders, attempt, append(1)), part(fresh, attempt, first()));
        assertThat(jointly(parts, making(fresh), new Drop(items.id())))
                .isEqualTo(because(new Superseded(version(1)), orders));
        assertThat(tables()).containsOnlyKeys(ITEMS, ORDERS);
        assertThat(catalog.namespaces()).doesNotContain(new NamespaceName("other"));
    }

    @Test
    void namesAreChangedAsIfAllAtOnce() {
        assertThat(jointly(List.of(), new Rename(orders.id(), ITEMS), new Rename(items.id(), ORDERS))
                        .table())
                .isEmpty();
        assertThat(tables().get(ITEMS).id()).isEqualTo(orders.id());
        assertThat(tables().get(ORDERS).id()).isEqualTo(items.id());
        CatalogTable fresh = newTable("sales", "items");
        List<TableProposal> parts = List.of(part(fresh, attempt, first()), part(orders, attempt, append(1)));
        TableName old = TableName.of("archive", "items");
        assertThat(jointly(parts, making(fresh), new Rename(orders.id(), old), new Drop(items.id())))
                .isEqualTo(allRatified(0));
        assertThat(tables()).containsOnlyKeys(old, ITEMS).containsEntry(ITEMS, fresh);
        assertThat(last(orders)).as("a table is changed and renamed").isEqualTo(1);
        assertThat(catalog.tip(items.id(), TableVersion.FIRST)).isEmpty();
    }

    @Test
    void aTableThatIsGoneIsNeitherRenamedNorDropped() {
        catalog.drop(items.name());
        List<TableProposal> parts = List.of(part(orders, attempt, append(1)));
        assertThat(jointly(parts, new Drop(items.id()))).isEqualTo(because(new TableGone(), items));
        assertThat(jointly(parts, new Rename(items.id(), TableName.of("sales", "articles"))))
                .isEqualTo(because(new TableGone(), items));
        assertThat(last(orders)).isZero();
    }

    @Test
    void aTableThatIsDroppedMayHaveToBeUnchanged() {
        move(items, 1);
        List<TableProposal> parts = List.of(part(orders, attempt, append(1)));
        assertThat(jointly(parts, at(items, 0), new Drop(items.id())))
                .isEqualTo(because(new Superseded(version(1)), items));
        assertThat(tables()).containsKey(ITEMS);
        assertThat(jointly(parts, at(items, 1), new Drop(items.id()))).isEqualTo(allRatified(1));
        assertThat(tables()).doesNotContainKey(ITEMS);
        assertThat(jointly(parts, at(items, 1), new Drop(items.id())))
                .as("offered again")
                .isEqualTo(allRatified(1));
    }

    @Test
    void whatIsNoChangeOfNamesIsRefused() {
        CatalogTable fresh = newTable("sales", "fresh");
        List<TableProposal> parts = List.of(part(orders, attempt, append(1)));
        assertIsRefused(parts, making(fresh));
        assertIsRefused(parts, new Drop(orders.id()));
        assertIsRefused(parts, new Drop(items.id()), new Rename(items.id(), TableName.of("a", "b")));
        assertIsRefused(
                List.of(),
                new Rename(orders.id(), TableName.of("a", "b")),
                new Rename(items.id(), TableName.of("a", "b")));
        assertIsRefused(List.of(part(fresh, attempt, append(1))), making(fresh));
        assertThat(tables()).containsOnlyKeys(ITEMS, ORDERS);
    }

    private void assertIsRefused(List<TableProposal> parts, NameChange... names) {
        assertThatThrownBy(() -> jointly(parts, names))
                .isInstanceOfSatisfying(
                        SluiceException.class, error -> assertThat(error.kind()).isEqualTo(Kind.BUG));
    }

    @Test
    void ofManyThatMakeTheSameNameOneLandsAndTheOthersLandNowhere() throws Exception {
        AtomicInteger landed = new AtomicInteger();
        CatalogRaces.inParallel(writer -> {
            try (Catalog own = another()) {
                for (int i = 0; i < 5; i++) {
                    CatalogTable fresh = newTable("race", "t" + i);
                    TableProposal made = part(fresh, AttemptId.random(), first());
                    Answer answer = ((MultiTableCommit) own)
                            .ratify(new JointProposal(List.of(made), Map.of(), List.of(making(fresh))));
                    if (answer.equals(allRatified(0))) {
                        landed.incrementAndGet();
                    } else {
                        assertThat(answer).isEqualTo(because(new NameTaken(fresh.name()), fresh));
                    }
                }
            }
            return null;
        });
        assertThat(landed).hasValue(5);
        assertThat(catalog.tables(new NamespaceName("race"))).hasSize(5);
    }
}
