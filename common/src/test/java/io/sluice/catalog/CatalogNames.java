package io.sluice.catalog;

import static io.sluice.catalog.Proposals.append;
import static io.sluice.catalog.Proposals.first;
import static io.sluice.catalog.Proposals.newTable;
import static io.sluice.catalog.Proposals.source;
import static io.sluice.catalog.Proposals.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.Ratification.TableGone;
import io.sluice.error.SluiceException;
import io.sluice.error.SluiceException.Kind;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Namespaces and the names of tables. */
abstract class CatalogNames extends CatalogSuite {
    private static final NamespaceName SALES = new NamespaceName("sales");
    private static final NamespaceName ARCHIVE = new NamespaceName("archive");

    @Test
    void theDefaultNamespaceIsThereFromTheStart() {
        assertThat(catalog.namespaces()).containsExactly(NamespaceName.DEFAULT);
        assertThat(catalog.namespaceProperties(NamespaceName.DEFAULT)).contains(Map.of());
        assertThat(catalog.tables(NamespaceName.DEFAULT)).isEmpty();
    }

    @Test
    void namespacesAreListedByNameWithTheirProperties() {
        catalog.createNamespace(SALES, Map.of("owner", "Zoë \"Z\"", "empty", ""));
        catalog.createNamespace(ARCHIVE, Map.of());
        assertThat(catalog.namespaces()).containsExactly(ARCHIVE, NamespaceName.DEFAULT, SALES);
        assertThat(catalog.namespaceProperties(SALES)).contains(Map.of("owner", "Zoë \"Z\"", "empty", ""));
        assertThat(catalog.namespaceProperties(new NamespaceName("missing"))).isEmpty();
    }

    @Test
    void aNamespaceIsCreatedOnce() {
        catalog.createNamespace(SALES, Map.of("owner", "me"));
        assertUserError(() -> catalog.createNamespace(SALES, Map.of()), "sales", "already");
        assertThat(catalog.namespaceProperties(SALES)).contains(Map.of("owner", "me"));
    }

    @Test
    void propertiesOfANamespaceAreSetAndRemoved() {
        catalog.createNamespace(SALES, Map.of("a", "1", "b", "2"));
        catalog.changeNamespaceProperties(SALES, Map.of("b", "3", "c", "4"), Set.of("a", "unknown"));
        assertThat(catalog.namespaceProperties(SALES)).contains(Map.of("b", "3", "c", "4"));
        assertUserError(() -> catalog.changeNamespaceProperties(ARCHIVE, Map.of(), Set.of()), "archive");
    }

    @Test
    void onlyAnEmptyNamespaceIsDropped() {
        CatalogTable table = created("sales", "orders");
        assertUserError(() -> catalog.dropNamespace(SALES), "sales", "orders");
        catalog.drop(table.name());
        catalog.dropNamespace(SALES);
        assertThat(catalog.namespaces()).containsExactly(NamespaceName.DEFAULT);
        assertUserError(() -> catalog.dropNamespace(SALES), "sales");
    }

    @Test
    void aTableIsFoundByNameAndListedInItsNamespaceOnly() {
        CatalogTable orders = created("sales", "orders");
        CatalogTable items = created("sales", "items");
        CatalogTable old = created("archive", "orders");
        assertThat(catalog.table(TableName.of("Sales", "ORDERS"))).contains(orders);
        assertThat(catalog.table(TableName.of("sales", "missing"))).isEmpty();
        assertThat(catalog.tables(SALES)).containsExactly(items, orders);
        assertThat(catalog.tables(ARCHIVE)).containsExactly(old);
        assertUserError(() -> catalog.tables(new NamespaceName("missing")), "missing");
    }

    @Test
    void aNewTableHasItsFirstVersionAsTip() {
        CatalogTable table = newTable("sales", "orders");
        Proposal first = first();
        assertThat(catalog.create(table, first)).isEqualTo(new Ratified(TableVersion.FIRST));
        TableTip tip = catalog.tip(table.id(), TableVersion.FIRST).orElseThrow();
        assertThat(tip.version()).isEqualTo(TableVersion.FIRST);
        assertThat(tip.committedAt()).isEqualTo(first.summary().committedAt());
        assertThat(tip.head()).isEqualTo("head 0");
        assertThat(tip.recent()).hasSize(1);
    }

    @Test
    void aNameIsTakenByTheFirstTableAndASecondOneChangesNothing() {
        CatalogTable winner = created("sales", "orders");
        catalog.ratify(winner.id(), append(1), Optional.empty());
        CatalogTable loser = newTable("sales", "orders");
        assertThat(catalog.create(loser, first())).isEqualTo(new Superseded(version(1)));
        assertThat(catalog.table(winner.name())).contains(winner);
        assertThat(catalog.tip(loser.id(), TableVersion.FIRST)).isEmpty();
    }

    @Test
    void aCreationThatIsOfferedAgainIsRecognisedEvenAfterARename() {
        CatalogTable table = newTable("sales", "orders");
        Proposal first = first();
        catalog.create(table, first);
        catalog.ratify(table.id(), append(1), Optional.empty());
        assertThat(catalog.create(table, first)).isEqualTo(new Ratified(TableVersion.FIRST));
        catalog.rename(table.name(), TableName.of("sales", "orders_2025"));
        assertThat(catalog.create(table, first)).isEqualTo(new Ratified(TableVersion.FIRST));
        assertThat(catalog.tables(SALES)).hasSize(1);
    }

    @Test
    void theLedgerOfANewTableHoldsTheSourcesOfItsCreation() {
        CatalogTable table = newTable("sales", "orders");
        Proposal first = Proposals.withHead(append(0, source("a.csv"), source("b.csv")), "head 0");
        assertThat(catalog.create(table, first)).isEqualTo(new Ratified(TableVersion.FIRST));
        assertThat(catalog.ingested(table.id(), List.of(source("b.csv"), source("c.csv"))))
                .containsExactly(source("b.csv"));
    }

    @Test
    void aRenamedTableKeepsItsIdentityAndCommits() {
        CatalogTable table = created("sales", "orders");
        catalog.createNamespace(ARCHIVE, Map.of());
        TableName renamed = TableName.of("archive", "orders_2025");
        catalog.rename(table.name(), renamed);
        assertThat(catalog.table(table.name())).isEmpty();
        assertThat(catalog.table(renamed))
                .contains(new CatalogTable(table.id(), renamed, table.format(), table.location()));
        assertThat(catalog.ratify(table.id(), append(1), Optional.empty())).isEqualTo(new Ratified(version(1)));
    }

    @Test
    void aRenameNeedsATableAFreeNameAndANamespace() {
        CatalogTable orders = created("sales", "orders");
        CatalogTable items = created("sales", "items");
        assertUserError(() -> catalog.rename(TableName.of("sales", "missing"), TableName.of("sales", "x")), "missing");
        assertUserError(() -> catalog.rename(orders.name(), items.name()), "sales.orders", "sales.items");
        assertUserError(() -> catalog.rename(orders.name(), TableName.of("archive", "orders")), "archive");
        assertThat(catalog.tables(SALES)).containsExactly(items, orders);
    }

    @Test
    void aDroppedTableIsGoneWithItsLedgerAndItsNameIsFree() {
        CatalogTable old = created("sales", "orders");
        catalog.ratify(old.id(), append(1, source("a.csv")), Optional.empty());
        catalog.drop(old.name());
        assertThat(catalog.table(old.name())).isEmpty();
        assertThat(catalog.tip(old.id(), TableVersion.FIRST)).isEmpty();
        assertThat(catalog.ingested(old.id(), List.of(source("a.csv")))).isEmpty();
        assertThat(catalog.ratify(old.id(), append(2), Optional.empty())).isEqualTo(new TableGone());
        assertUserError(() -> catalog.drop(old.name()), "sales.orders");

        CatalogTable namesake = created("sales", "orders");
        assertThat(catalog.ingested(namesake.id(), List.of(source("a.csv")))).isEmpty();
        assertThat(catalog.ratify(namesake.id(), append(1, source("a.csv")), Optional.empty()))
                .isEqualTo(new Ratified(version(1)));
        assertThat(catalog.ratify(old.id(), append(2), Optional.empty())).isEqualTo(new TableGone());
    }

    @Test
    void anotherDoorToTheSameCatalogSeesEverything() {
        CatalogTable table = created("sales", "orders");
        try (Catalog other = another()) {
            assertThat(other.table(table.name())).contains(table);
            assertThat(other.ratify(table.id(), append(1), Optional.empty())).isEqualTo(new Ratified(version(1)));
        }
        assertThat(catalog.tip(table.id(), TableVersion.FIRST).orElseThrow().version())
                .isEqualTo(version(1));
    }

    private static void assertUserError(ThrowingCallable call, String... mentioned) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SluiceException.class, error -> assertThat(error.kind()).isEqualTo(Kind.USER))
                .hasMessageContainingAll(mentioned);
    }
}
