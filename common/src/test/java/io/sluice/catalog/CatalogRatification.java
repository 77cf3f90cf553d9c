package io.sluice.catalog;

import static io.sluice.catalog.Proposals.append;
import static io.sluice.catalog.Proposals.first;
import static io.sluice.catalog.Proposals.newTable;
import static io.sluice.catalog.Proposals.source;
import static io.sluice.catalog.Proposals.version;
import static io.sluice.catalog.Proposals.withHead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.AttemptId;
import io.sluice.commit.CommitTarget.Turn;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.SourcesTaken;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.Ratification.TableGone;
import io.sluice.commit.SourceFile;
import io.sluice.error.SluiceException;
import io.sluice.error.SluiceException.Kind;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which proposals become versions. */
abstract class CatalogRatification extends CatalogSuite {
    @Test
    void theNextVersionIsRatified() {
        CatalogTable table = created("sales", "orders");
        assertThat(ratify(table, append(1))).isEqualTo(new Ratified(version(1)));
        assertThat(ratify(table, append(2))).isEqualTo(new Ratified(version(2)));
        assertThat(tip(table).version()).isEqualTo(version(2));
        assertThat(tip(table).committedAt()).isEqualTo(Proposals.dateOf(2));
    }

    @Test
    void aVersionIsNeverRatifiedBeforeTheOneBeforeIt() {
        CatalogTable table = created("sales", "orders");
        assertThat(ratify(table, append(2))).isEqualTo(new Superseded(version(0)));
        assertThat(tip(table).version()).isEqualTo(version(0));
        assertThat(ratify(table, append(1))).isEqualTo(new Ratified(version(1)));
    }

    @Test
    void aVersionIsRatifiedOnlyOnce() {
        CatalogTable table = created("sales", "orders");
        Proposal winner = append(1);
        ratify(table, winner);
        assertThat(ratify(table, append(1))).isEqualTo(new Superseded(version(1)));
        assertThat(ratify(table, append(0))).isEqualTo(new Superseded(version(1)));
        assertThat(lastAttempt(table)).isEqualTo(winner.attempt());
    }

    @Test
    void aProposalThatIsOfferedAgainIsRatifiedAgainAlsoWhenOthersHaveFollowed() {
        CatalogTable table = created("sales", "orders");
        Proposal mine = append(1, source("a.csv"));
        ratify(table, mine);
        assertThat(ratify(table, mine)).isEqualTo(new Ratified(version(1)));
        ratify(table, append(2));
        assertThat(ratify(table, mine)).isEqualTo(new Ratified(version(1)));
        assertThat(tip(table).version()).isEqualTo(version(2));
    }

    @Test
    void theHeadChangesOnlyWithACommitThatCarriesOne() {
        CatalogTable table = created("sales", "orders");
        ratify(table, append(1));
        assertThat(tip(table).head()).isEqualTo("head 0");
        String wide = "head with \u00fc, \ud83e\udd86 and \"quotes\" ".repeat(5000);
        ratify(table, withHead(append(2), wide));
        assertThat(tip(table).head()).isEqualTo(wide);
        assertThat(ratify(table, withHead(append(2), "loser"))).isEqualTo(new Superseded(version(2)));
        assertThat(tip(table).head()).isEqualTo(wide);
    }

    @Test
    void exactlyTheSourcesThatAreInAreNamedAndNothingOfTheProposalLands() {
        CatalogTable table = created("sales", "orders");
        ratify(table, append(1, source("a.csv"), source("b.csv")));
        Proposal mixed =
                withHead(append(2, source("x.csv"), source("b.csv"), source("y.csv"), source("a.csv")), "never");
        assertThat(ratify(table, mixed))
                .isInstanceOfSatisfying(
                        SourcesTaken.class,
                        taken -> assertThat(taken.sources())
                                .containsExactlyInAnyOrder(source("a.csv"), source("b.csv")));
        assertThat(tip(table).version()).isEqualTo(version(1));
        assertThat(tip(table).head()).isEqualTo("head 0");
        assertThat(catalog.ingested(table.id(), List.of(source("x.csv"), source("y.csv"))))
                .isEmpty();
        assertThat(ratify(table, append(2, source("x.csv")))).isEqualTo(new Ratified(version(2)));
    }

    @Test
    void aSourceIsKnownByLocationAndFingerprintTogether() {
        CatalogTable table = created("sales", "orders");
        SourceFile source = new SourceFile("/landing/a", "1");
        ratify(table, append(1, source));
        SourceFile changed = new SourceFile("/landing/a", "2");
        SourceFile elsewhere = new SourceFile("/landing/a1", "");
        assertThat(catalog.ingested(table.id(), List.of(changed, elsewhere, source)))
                .containsExactly(source);
        assertThat(ratify(table, append(2, changed, elsewhere))).isEqualTo(new Ratified(version(2)));
    }

    @Test
    void tablesHaveLedgersOfTheirOwn() {
        CatalogTable orders = created("sales", "orders");
        CatalogTable items = created("sales", "items");
        ratify(orders, append(1, source("a.csv")));
        assertThat(catalog.ingested(items.id(), List.of(source("a.csv")))).isEmpty();
        assertThat(ratify(items, append(1, source("a.csv")))).isEqualTo(new Ratified(version(1)));
    }

    @Test
    void aSourceThatIsNamedTwiceInOneProposalCountsOnce() {
        CatalogTable table = created("sales", "orders");
        assertThat(ratify(table, append(1, source("a.csv"), source("a.csv")))).isEqualTo(new Ratified(version(1)));
        assertThat(catalog.ingested(table.id(), List.of(source("a.csv"), source("a.csv"))))
                .containsExactly(source("a.csv"));
    }

    @Test
    void aLedgerOfManySourcesIsSearchedQuickly() {
        CatalogTable table = newTable("sales", "orders");
        List<SourceFile> sources = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            sources.add(source("day-%05d.csv".formatted(i)));
        }
        catalog.create(table, withHead(append(0, sources.subList(0, 50_000)), "head"));
        long start = System.nanoTime();
        assertThat(catalog.ingested(table.id(), sources))
                .hasSize(50_000)
                .contains(sources.get(0), sources.get(49_999))
                .doesNotContain(sources.get(50_000));
        assertThat((System.nanoTime() - start) / 1_000_000).as("milliseconds").isLessThan(30_000);
    }

    @Test
    void aTableThatIsGoneIsSaidToBeGone() {
        TableId unknown = TableId.random();
        assertThat(catalog.ratify(unknown, append(1), Optional.empty())).isEqualTo(new TableGone());
        assertThat(catalog.tip(unknown, TableVersion.FIRST)).isEmpty();
        assertThat(catalog.ingested(unknown, List.of(source("a.csv")))).isEmpty();
        catalog.markPublished(unknown, version(3));
    }

    @Test
    void timeNeverStandsStillOrRunsBackwards() {
        CatalogTable table = created("sales", "orders");
        ratify(table, append(1));
        Proposal next = append(2);
        Proposal late = new Proposal(
                next.version(), next.attempt(), append(1).summary(), next.content(), next.head(), next.sources());
        assertThatThrownBy(() -> ratify(table, late))
                .isInstanceOfSatisfying(
                        SluiceException.class, error -> assertThat(error.kind()).isEqualTo(Kind.BUG));
        assertThat(tip(table).version()).isEqualTo(version(1));
    }

    @Test
    void aTableBeginsWithVersionZeroAndAHead() {
        assertThatThrownBy(() -> catalog.create(newTable("sales", "orders"), withHead(append(1), "head")))
                .isInstanceOf(SluiceException.class);
        assertThatThrownBy(() -> catalog.create(newTable("sales", "orders"), append(0)))
                .isInstanceOf(SluiceException.class);
        CatalogTable table = newTable("sales", "orders");
        assertThat(catalog.create(table, first())).isEqualTo(new Ratified(TableVersion.FIRST));
    }

    @Test
    void aTurnEndsAndCanBeTakenAgain() {
        CatalogTable table = created("sales", "orders");
        for (int i = 0; i < 3; i++) {
            try (Turn turn = catalog.takeTurn(table.id())) {
                assertThat(turn).isNotNull();
                assertThat(ratify(table, append(i + 1L))).isEqualTo(new Ratified(version(i + 1L)));
            }
        }
    }

    private TableTip tip(CatalogTable table) {
        return catalog.tip(table.id(), TableVersion.FIRST).orElseThrow();
    }

    private AttemptId lastAttempt(CatalogTable table) {
        List<RatifiedCommit> recent = tip(table).recent();
        return recent.get(recent.size() - 1).attempt();
    }

    private Ratification ratify(CatalogTable table, Proposal proposal) {
        return catalog.ratify(table.id(), proposal, Optional.empty());
    }
}
