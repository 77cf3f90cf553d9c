package io.sluice.catalog;

import static io.sluice.catalog.CatalogRaces.WRITERS;
import static io.sluice.catalog.CatalogRaces.inParallel;
import static io.sluice.catalog.Proposals.append;
import static io.sluice.catalog.Proposals.first;
import static io.sluice.catalog.Proposals.newTable;
import static io.sluice.catalog.Proposals.source;
import static io.sluice.catalog.Proposals.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.error.SluiceException;
import io.sluice.error.SluiceException.Kind;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Other names for namespaces, with all that is in them. */
abstract class NamespaceRenames extends CatalogSuite {
    private static final NamespaceName SALES = new NamespaceName("sales");
    /** One that is locked before the other, and one after. */
    private static final List<NamespaceName> OTHERS = List.of(new NamespaceName("archive"), new NamespaceName("trade"));

    private static final int ROUNDS = 10;

    @Test
    void aRenamedNamespaceKeepsItsPropertiesAndItsTablesAllButTheirNames() {
        catalog.createNamespace(SALES, Map.of("owner", "Zoë"));
        CatalogTable orders = created("sales", "orders");
        CatalogTable items = created("sales", "items");
        CatalogTable stock = created("store", "orders");
        catalog.ratify(orders.id(), append(1, source("a.csv")), Optional.empty());
        NamespaceName before = SALES;
        for (NamespaceName name : OTHERS) {
            catalog.renameNamespace(before, name);
            assertThat(catalog.namespaceProperties(name)).contains(Map.of("owner", "Zoë"));
            assertThat(catalog.tables(name)).containsExactly(in(name, items), in(name, orders));
            assertThat(catalog.table(in(name, orders).name())).contains(in(name, orders));
            assertThat(catalog.namespaceProperties(before)).isEmpty();
            assertThat(catalog.table(in(before, orders).name())).isEmpty();
            before = name;
        }
        assertThat(catalog.namespaces())
                .containsExactly(NamespaceName.DEFAULT, new NamespaceName("store"), new NamespaceName("trade"));
        assertThat(catalog.table(stock.name())).contains(stock);
        TableTip tip = catalog.tip(orders.id(), TableVersion.FIRST).orElseThrow();
        assertThat(tip.version()).isEqualTo(version(1));
        assertThat(tip.recent()).hasSize(2);
        assertThat(catalog.ingested(orders.id(), List.of(source("a.csv"), source("b.csv"))))
                .containsExactly(source("a.csv"));
    }

    @Test
    void aRenameNeedsANamespaceThatIsThereAndANameThatIsFree() {
        catalog.createNamespace(SALES, Map.of("owner", "me"));
        CatalogTable orders = created("sales", "orders");
        for (NamespaceName other : OTHERS) {
            assertIsRefused(other, SALES, other.value());
            assertIsRefused(other, new NamespaceName("more"), other.value());
            assertIsRefused(other, other, other.value());
            assertThat(catalog.namespaces()).containsExactly(NamespaceName.DEFAULT, SALES);
            catalog.createNamespace(other, Map.of("owner", "you"));
            assertIsRefused(SALES, other, "sales", other.value());
            assertThat(catalog.namespaceProperties(other)).contains(Map.of("owner", "you"));
            catalog.dropNamespace(other);
        }
        assertIsRefused(SALES, SALES, "sales");
        assertThat(catalog.namespaceProperties(SALES)).contains(Map.of("owner", "me"));
        assertThat(catalog.tables(SALES)).containsExactly(orders);
    }

    @Test
    void theDefaultNamespaceIsRenamedAndDroppedLikeAnyOther() {
        CatalogTable orders = created("default", "orders");
        catalog.renameNamespace(NamespaceName.DEFAULT, SALES);
        assertThat(catalog.namespaces()).containsExactly(SALES);
        assertThat(catalog.tables(SALES)).containsExactly(in(SALES, orders));
        catalog.createNamespace(NamespaceName.DEFAULT, Map.of());
        catalog.dropNamespace(NamespaceName.DEFAULT);
        assertThat(catalog.namespaces()).containsExactly(SALES);
    }

    @Test
    void theOldNameIsFreeForOthers() {
        CatalogTable orders = created("sales", "orders");
        catalog.changeNamespaceProperties(SALES, Map.of("owner", "me"), Set.of());
        NamespaceName trade = OTHERS.get(1);
        catalog.renameNamespace(SALES, trade);
        CatalogTable namesake = created("sales", "orders");
        assertThat(catalog.namespaceProperties(SALES)).contains(Map.of());
        assertThat(catalog.tables(SALES)).containsExactly(namesake);
        assertThat(catalog.tables(trade)).containsExactly(in(trade, orders));
        assertIsRefused(trade, SALES, "sales", "trade");
    }

    @Test
    void whatWasBegunOnATableBeforeGoesOn() {
        CatalogTable orders = newTable("sales", "orders");
        Proposal first = first();
        catalog.create(orders, first);
        Proposal next = append(1, source("a.csv"));
        NamespaceName trade = OTHERS.get(1);
        catalog.renameNamespace(SALES, trade);
        assertThat(catalog.create(orders, first)).isEqualTo(new Ratified(TableVersion.FIRST));
        assertThat(catalog.ratify(orders.id(), next, Optional.empty())).isEqualTo(new Ratified(version(1)));
        catalog.markPublished(orders.id(), version(1));
        assertThat(catalog.tables(trade)).containsExactly(in(trade, orders));
        catalog.rename(in(trade, orders).name(), TableName.of("trade", "orders_2025"));
        catalog.drop(TableName.of("trade", "orders_2025"));
        catalog.dropNamespace(trade);
        assertThat(catalog.tip(orders.id(), TableVersion.FIRST)).isEmpty();
    }

    @Test
    void anotherDoorToTheSameCatalogSeesTheNewName() {
        CatalogTable orders = created("sales", "orders");
        NamespaceName trade = OTHERS.get(1);
        try (Catalog other = another()) {
            assertThat(other.table(orders.name())).contains(orders);
            catalog.renameNamespace(SALES, trade);
            assertThat(other.table(orders.name())).isEmpty();
            assertThat(other.tables(trade)).containsExactly(in(trade, orders));
        }
    }

    @Test
    void ofManyThatRenameOneNamespaceOneWins() throws Exception {
        CatalogTable orders = created("sales", "orders");
        List<Boolean> won = inParallel(writer -> {
            try (Catalog own = another()) {
                return isDone(() -> own.renameNamespace(SALES, new NamespaceName("n" + writer)));
            }
        });
        assertThat(won).containsOnlyOnce(true);
        NamespaceName winner = new NamespaceName("n" + won.indexOf(true));
        assertThat(catalog.namespaces()).containsExactly(NamespaceName.DEFAULT, winner);
        assertThat(catalog.tables(winner)).containsExactly(in(winner, orders));
    }

    @Test
    void ofManyNamespacesThatAreToHaveOneNameOneGetsIt() throws Exception {
        for (int i = 0; i < WRITERS; i++) {
            created("n" + i, "orders");
        }
        // Of the others, some are locked before the name that they want, and some after it.
        NamespaceName wanted = new NamespaceName("n3x");
        List<Boolean> won = inParallel(writer -> {
            try (Catalog own = another()) {
                return isDone(() -> own.renameNamespace(new NamespaceName("n" + writer), wanted));
            }
        });
        assertThat(won).containsOnlyOnce(true);
        assertThat(catalog.tables(wanted)).hasSize(1);
        assertThat(catalog.namespaces())
                .hasSize(WRITERS + 1)
                .doesNotContain(new NamespaceName("n" + won.indexOf(true)));
    }

    /** Each table is made before the rename and goes with it, or after it in a new namespace of the old name. */
    @Test
    void tablesThatAreMadeMeanwhileAreInOneOfTheTwo() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            NamespaceName old = new NamespaceName("m" + round);
            NamespaceName fresh = new NamespaceName((round % 2 == 0 ? "a" : "z") + round);
            created(old.value(), "there");
            List<CatalogTable> made = inParallel(writer -> {
                try (Catalog own = another()) {
                    CatalogTable table = newTable(old.value(), "t" + writer);
                    if (writer == 0) {
                        own.renameNamespace(old, fresh);
                    } else {
                        assertThat(own.create(table, first())).isEqualTo(new Ratified(TableVersion.FIRST));
                    }
                    return table;
                }
            });
            List<CatalogTable> left =
                    catalog.namespaces().contains(old) ? catalog.tables(old) : List.<CatalogTable>of();
            assertThat(Stream.concat(left.stream(), catalog.tables(fresh).stream())
                            .map(table -> table.name().table()))
                    .hasSize(WRITERS)
                    .contains("there")
                    .containsAll(made.stream()
                            .skip(1)
                            .map(table -> table.name().table())
                            .toList());
        }
    }

    @Test
    void commitsGoOnWhileTheirNamespaceIsRenamed() throws Exception {
        List<CatalogTable> tables = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            tables.add(created("sales", "t" + i));
        }
        inParallel(writer -> {
            try (Catalog own = another()) {
                for (int i = 1; i <= ROUNDS; i++) {
                    if (writer == 0) {
                        NamespaceName from = i % 2 == 1 ? SALES : OTHERS.get(0);
                        own.renameNamespace(from, i % 2 == 1 ? OTHERS.get(0) : SALES);
                    } else {
                        assertThat(own.ratify(tables.get(writer).id(), append(i), Optional.empty()))
                                .isEqualTo(new Ratified(version(i)));
                    }
                }
            }
            return null;
        });
        assertThat(catalog.tables(SALES)).containsExactlyElementsOf(tables);
        assertThat(tables.stream().skip(1))
                .allSatisfy(table -> assertThat(catalog.tip(table.id(), TableVersion.FIRST)
                                .orElseThrow()
                                .version())
                        .isEqualTo(version(ROUNDS)));
    }

    private static CatalogTable in(NamespaceName namespace, CatalogTable table) {
        return new CatalogTable(
                table.id(), new TableName(namespace, table.name().table()), table.format(), table.location());
    }

    private void assertIsRefused(NamespaceName from, NamespaceName to, String... mentioned) {
        assertThatThrownBy(() -> catalog.renameNamespace(from, to))
                .isInstanceOfSatisfying(
                        SluiceException.class, error -> assertThat(error.kind()).isEqualTo(Kind.USER))
                .hasMessageContainingAll(mentioned);
    }

    /** False if a user error says that it cannot be. */
    private static boolean isDone(Runnable rename) {
        try {
            rename.run();
            return true;
        } catch (SluiceException refused) {
            assertThat(refused.kind()).isEqualTo(Kind.USER);
            return false;
        }
    }
}
