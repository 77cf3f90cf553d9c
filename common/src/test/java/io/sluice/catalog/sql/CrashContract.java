package io.sluice.catalog.sql;

import static io.sluice.catalog.Proposals.append;
import static io.sluice.catalog.Proposals.first;
import static io.sluice.catalog.Proposals.newTable;
import static io.sluice.catalog.Proposals.source;
import static io.sluice.catalog.Proposals.version;
import static io.sluice.catalog.Proposals.withHead;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.MultiTableCommit;
import io.sluice.catalog.Proposals;
import io.sluice.catalog.TableTip;
import io.sluice.catalog.sql.Faults.Lost;
import io.sluice.commit.AttemptId;
import io.sluice.commit.JointProposal;
import io.sluice.commit.NameChange;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.TableProposal;
import io.sluice.error.SluiceException;
import io.sluice.error.SluiceException.Kind;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The connection breaks at every step in turn: the change is there whole or not at all, and can be offered again. */
abstract class CrashContract {
    /** To lock, to write, and to commit; and the one that is not reached. */
    private static final int FEWEST_STEPS = 4;

    private static final int MOST_STEPS = 40;

    private final Faults faults = new Faults();
    private Catalog catalog;

    abstract Catalog open(Faults connections);

    @BeforeEach
    void openCatalog() {
        catalog = open(faults);
    }

    @AfterEach
    void closeCatalog() {
        catalog.close();
    }

    @ParameterizedTest
    @EnumSource
    void aProposalWhoseDeliveryBreaksIsResolvedByOfferingItAgain(Lost way) {
        boolean broke = true;
        int step = 0;
        for (; broke; step++) {
            CatalogTable table = newTable("sales", "t" + step + way);
            createAndAppend(table);
            Proposal proposal = withHead(append(2, source("a.csv"), source("b.csv")), "head 2");
            Supplier<Ratification> delivery = () -> catalog.ratify(table.id(), proposal, Optional.of(version(1)));
            broke = breaksAt(step, way, delivery);
            assertWholeOrNothing(table, broke);
            assertThat(delivery.get()).isEqualTo(new Ratified(version(2)));
            assertWholeOrNothing(table, false);
            assertThat(catalog.ratify(table.id(), append(3), Optional.empty())).isEqualTo(new Ratified(version(3)));
        }
        assertThat(step).isBetween(FEWEST_STEPS, MOST_STEPS);
    }

    /** Tells the version that is there. */
    private TableVersion assertWholeOrNothing(CatalogTable table, boolean mayBeMissing) {
        TableTip tip = catalog.tip(table.id(), TableVersion.FIRST).orElseThrow();
        boolean landed = tip.version().equals(version(2));
        assertThat(landed || mayBeMissing).isTrue();
        assertThat(tip.version()).isEqualTo(version(landed ? 2 : 1));
        assertThat(tip.head()).isEqualTo(landed ? "head 2" : "head 0");
        assertThat(tip.recent()).hasSize(2);
        assertThat(tip.recent().get(0).content().isPresent())
                .as("published with the commit, or not at all")
                .isEqualTo(!landed);
        assertThat(catalog.ingested(table.id(), List.of(source("a.csv"), source("b.csv"))))
                .hasSize(landed ? 2 : 0);
        return tip.version();
    }

    @ParameterizedTest
    @EnumSource
    void aCreationWhoseDeliveryBreaksIsResolvedByOfferingItAgain(Lost way) {
        boolean broke = true;
        int step = 0;
        for (; broke; step++) {
            CatalogTable table = newTable("ns" + step + way, "orders");
            Proposal first = withHead(append(0, source("a.csv")), "head 0");
            Supplier<Ratification> delivery = () -> catalog.create(table, first);
            broke = breaksAt(step, way, delivery);
            assertThat(delivery.get()).isEqualTo(new Ratified(TableVersion.FIRST));
            assertThat(catalog.tables(table.name().namespace())).containsExactly(table);
            assertThat(catalog.ingested(table.id(), List.of(source("a.csv")))).hasSize(1);
        }
        assertThat(step).isBetween(FEWEST_STEPS, MOST_STEPS);
    }

    @ParameterizedTest
    @EnumSource
    void aJointCommitWhoseDeliveryBreaksIsResolvedByOfferingItAgain(Lost way) {
        boolean broke = true;
        int step = 0;
        for (; broke; step++) {
            List<CatalogTable> tables =
                    List.of(newTable("sales", "a" + step + way), newTable("sales", "b" + step + way));
            CatalogTable input = newTable("sales", "input" + step + way);
            tables.forEach(this::createAndAppend);
            createAndAppend(input);
            List<TableProposal> parts = partsOfOneAttempt(tables);
            Supplier<Ratification> delivery = () -> ((MultiTableCommit) catalog)
                    .ratify(parts, Map.of(input.id(), version(1)))
                    .answer();
            broke = breaksAt(step, way, delivery);
            TableVersion first = assertWholeOrNothing(tables.get(0), broke);
            assertThat(assertWholeOrNothing(tables.get(1), broke)).isEqualTo(first);
            if (first.equals(version(2))) {
                // It stands: what happens to its inputs afterwards is of no concern.
                catalog.ratify(input.id(), append(2), Optional.empty());
            }
            assertThat(delivery.get()).isEqualTo(new Ratified(version(2)));
            tables.forEach(table -> assertWholeOrNothing(table, false));
        }
        assertThat(step).isBetween(FEWEST_STEPS + 2, MOST_STEPS);
    }

    @ParameterizedTest
    @EnumSource
    void aJointCommitThatChangesNamesAndWhoseDeliveryBreaksIsResolvedByOfferingItAgain(Lost way) {
        boolean broke = true;
        int step = 0;
        for (; broke; step++) {
            CatalogTable changed = newTable("sales", "changed" + step + way);
            CatalogTable old = newTable("sales", "old" + step + way);
            createAndAppend(changed);
            createAndAppend(old);
            CatalogTable fresh = newTable("sales", "old" + step + way);
            AttemptId attempt = AttemptId.random();
            List<TableProposal> parts = List.of(
                    new TableProposal(changed.id(), Proposals.of(attempt, append(2)), Optional.empty()),
                    new TableProposal(fresh.id(), Proposals.of(attempt, first()), Optional.empty()));
            TableName renamed = TableName.of("archive" + step + way, "changed");
            JointProposal joint = new JointProposal(
                    parts,
                    Map.of(),
                    List.of(
                            new NameChange.Drop(old.id()),
                            new NameChange.Rename(changed.id(), renamed),
                            new NameChange.Register(fresh.id(), fresh.name(), fresh.format(), fresh.location())));
            Supplier<Ratification> delivery =
                    () -> ((MultiTableCommit) catalog).ratify(joint).answer();
            broke = breaksAt(step, way, delivery);
            boolean landed = catalog.table(renamed).isPresent();
            assertThat(landed || broke).isTrue();
            assertThat(catalog.table(changed.name()).isPresent()).isEqualTo(!landed);
            assertThat(catalog.table(old.name()).orElseThrow().id()).isEqualTo(landed ? fresh.id() : old.id());
            assertThat(catalog.tip(changed.id(), TableVersion.FIRST)
                            .orElseThrow()
                            .version())
                    .isEqualTo(version(landed ? 2 : 1));
            assertThat(delivery.get()).isEqualTo(new Ratified(version(2)));
            assertThat(catalog.table(old.name())).contains(fresh);
            assertThat(catalog.table(renamed).orElseThrow().id()).isEqualTo(changed.id());
        }
        assertThat(step).isBetween(FEWEST_STEPS + 2, MOST_STEPS);
    }

    @ParameterizedTest
    @EnumSource
    void aNamespaceWhoseRenameBreaksHasOneOfTheTwoNamesWithAllThatIsInIt(Lost way) {
        boolean broke = true;
        int step = 0;
        for (; broke; step++) {
            NamespaceName old = new NamespaceName("old" + step + way);
            NamespaceName fresh = new NamespaceName("fresh" + step + way);
            catalog.createNamespace(old, Map.of("owner", "me"));
            createAndAppend(newTable(old.value(), "a"));
            createAndAppend(newTable(old.value(), "b"));
            broke = breaksAt(step, way, () -> {
                catalog.renameNamespace(old, fresh);
                return new Ratified(TableVersion.FIRST);
            });
            boolean landed = catalog.namespaces().contains(fresh);
            assertThat(landed || broke).isTrue();
            assertThat(catalog.namespaces().contains(old)).isEqualTo(!landed);
            NamespaceName there = landed ? fresh : old;
            assertThat(catalog.namespaceProperties(there)).contains(Map.of("owner", "me"));
            assertThat(catalog.tables(there)).hasSize(2);
        }
        assertThat(step).isBetween(FEWEST_STEPS, MOST_STEPS);
    }

    private void createAndAppend(CatalogTable table) {
        catalog.create(table, first());
        catalog.ratify(table.id(), append(1, source("old.csv")), Optional.empty());
    }

    private static List<TableProposal> partsOfOneAttempt(List<CatalogTable> tables) {
        AttemptId attempt = AttemptId.random();
        return tables.stream()
                .map(table -> new TableProposal(
                        table.id(),
                        Proposals.of(attempt, withHead(append(2, source("a.csv"), source("b.csv")), "head 2")),
                        Optional.of(version(1))))
                .toList();
    }

    /** Runs a delivery that breaks at a step; false if it has fewer steps and so has succeeded. */
    private boolean breaksAt(int step, Lost way, Supplier<Ratification> delivery) {
        faults.breakAt(step, way);
        try {
            assertThat(delivery.get()).isInstanceOf(Ratified.class);
            return false;
        } catch (SluiceException lost) {
            assertThat(lost.kind()).isEqualTo(Kind.EXTERNAL);
            return true;
        } finally {
            faults.mend();
        }
    }
}
