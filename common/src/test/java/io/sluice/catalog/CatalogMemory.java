package io.sluice.catalog;

import static io.sluice.catalog.Proposals.append;
import static io.sluice.catalog.Proposals.version;
import static io.sluice.catalog.Proposals.withContent;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.CommitContent.Inline;
import io.sluice.commit.CommitContent.Staged;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Forgotten;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.Superseded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a catalog tells of commits that it has ratified, and for how long. */
abstract class CatalogMemory extends CatalogSuite {
    @Test
    void theTipCarriesEveryCommitThatIsNotPublishedWithItsContent() {
        CatalogTable table = created("sales", "orders");
        Proposal inline = append(1);
        Proposal staged = withContent(append(2), new Staged("00002.uuid.json", 1234, 99));
        ratify(table, inline);
        ratify(table, staged);
        List<RatifiedCommit> recent = recentSince(table, 2);
        assertThat(recent).extracting(commit -> commit.version().number()).containsExactly(0L, 1L, 2L);
        assertIsUnpublished(recent.get(1), inline);
        assertIsUnpublished(recent.get(2), staged);
    }

    @Test
    void aPublishedCommitLosesItsContentAndKeepsItsSummary() {
        CatalogTable table = created("sales", "orders");
        Proposal first = append(1);
        ratify(table, first);
        ratify(table, append(2));
        catalog.markPublished(table.id(), version(1));
        List<RatifiedCommit> recent = recentSince(table, 0);
        assertThat(recent).extracting(commit -> commit.version().number()).containsExactly(1L, 2L);
        assertThat(recent.get(0))
                .isEqualTo(new RatifiedCommit(version(1), first.attempt(), first.summary(), Optional.empty()));
        assertThat(recent.get(1).content()).isPresent();
    }

    @Test
    void thePublishedVersionTravelsWithTheNextCommit() {
        CatalogTable table = created("sales", "orders");
        ratify(table, append(1));
        assertThat(catalog.ratify(table.id(), append(2), Optional.of(version(1))))
                .isEqualTo(new Ratified(version(2)));
        assertThat(recentSince(table, 2))
                .extracting(commit -> commit.version().number())
                .containsExactly(2L);
        assertThat(recentSince(table, 0).get(0).content()).isEmpty();
    }

    @Test
    void whatALostProposalSaysOfPublishedVersionsIsNotHeeded() {
        CatalogTable table = created("sales", "orders");
        ratify(table, append(1));
        assertThat(catalog.ratify(table.id(), append(1), Optional.of(version(1))))
                .isEqualTo(new Superseded(version(1)));
        assertThat(recentSince(table, 1)).hasSize(2);
    }

    @Test
    void whatIsNotRatifiedIsNotTakenForPublished() {
        CatalogTable table = created("sales", "orders");
        catalog.markPublished(table.id(), version(7));
        catalog.ratify(table.id(), append(1), Optional.of(version(7)));
        assertThat(recentSince(table, 1).get(0).content()).isPresent();
        ratify(table, append(2));
        assertThat(recentSince(table, 2))
                .extracting(commit -> commit.version().number())
                .containsExactly(1L, 2L);
    }

    @Test
    void publicationNeverGoesBack() {
        CatalogTable table = created("sales", "orders");
        ratify(table, append(1));
        ratify(table, append(2));
        catalog.markPublished(table.id(), version(2));
        catalog.markPublished(table.id(), version(0));
        catalog.markPublished(table.id(), version(2));
        assertThat(recentSince(table, 2)).isEmpty();
        catalog.ratify(table.id(), append(3), Optional.of(version(1)));
        assertThat(recentSince(table, 3))
                .extracting(commit -> commit.version().number())
                .containsExactly(3L);
    }

    @Test
    void winnersSinceABaseAreToldWhetherPublishedOrNot() {
        CatalogTable table = created("sales", "orders");
        for (long v = 1; v <= 5; v++) {
            ratify(table, append(v));
        }
        catalog.markPublished(table.id(), version(4));
        assertThat(recentSince(table, 2))
                .extracting(commit -> commit.version().number())
                .containsExactly(3L, 4L, 5L);
        assertThat(recentSince(table, 5))
                .extracting(commit -> commit.version().number())
                .containsExactly(5L);
    }

    @Test
    void oldPublishedCommitsAreForgottenAndTheLastThousandAreNot() {
        CatalogTable table = created("sales", "orders");
        List<Proposal> proposals = new ArrayList<>();
        long last = 2 * Catalog.REMEMBERED_COMMITS;
        for (long v = 1; v <= last; v++) {
            Proposal proposal = append(v);
            proposals.add(proposal);
            catalog.ratify(table.id(), proposal, Optional.of(version(v - 1)));
        }
        assertThat(ratify(table, proposals.get(0))).isEqualTo(new Forgotten(version(1)));
        assertThat(ratify(table, append(1))).isEqualTo(new Forgotten(version(1)));
        long oldest = last - Catalog.REMEMBERED_COMMITS + 1;
        assertThat(ratify(table, proposals.get((int) oldest - 1))).isEqualTo(new Ratified(version(oldest)));
        assertThat(ratify(table, append(oldest))).isEqualTo(new Superseded(version(last)));
        List<RatifiedCommit> recent = recentSince(table, 0);
        assertThat(recent).hasSizeGreaterThanOrEqualTo(Catalog.REMEMBERED_COMMITS);
        assertThat(recent.get(recent.size() - 1).version()).isEqualTo(version(last));
        assertHasNoGap(recent);
    }

    @Test
    void aCommitThatIsNotPublishedIsNeverForgotten() {
        CatalogTable table = created("sales", "orders");
        long last = Catalog.REMEMBERED_COMMITS + 300L;
        for (long v = 1; v <= last; v++) {
            ratify(table, append(v));
        }
        List<RatifiedCommit> recent = recentSince(table, last);
        assertThat(recent)
                .hasSize((int) last + 1)
                .allMatch(commit -> commit.content().isPresent());
        assertHasNoGap(recent);
    }

    private static void assertHasNoGap(List<RatifiedCommit> commits) {
        for (int i = 1; i < commits.size(); i++) {
            assertThat(commits.get(i).version())
                    .isEqualTo(commits.get(i - 1).version().next());
        }
    }

    private static void assertIsUnpublished(RatifiedCommit commit, Proposal proposal) {
        assertThat(commit.version()).isEqualTo(proposal.version());
        assertThat(commit.attempt()).isEqualTo(proposal.attempt());
        assertThat(commit.summary()).isEqualTo(proposal.summary());
        if (proposal.content() instanceof Inline expected) {
            assertThat(commit.content())
                    .get()
                    .isInstanceOfSatisfying(
                            Inline.class, inline -> assertThat(inline.bytes()).isEqualTo(expected.bytes()));
        } else {
            assertThat(commit.content()).contains(proposal.content());
        }
    }

    private List<RatifiedCommit> recentSince(CatalogTable table, long base) {
        return catalog.tip(table.id(), version(base)).orElseThrow().recent();
    }

    private Ratification ratify(CatalogTable table, Proposal proposal) {
        return catalog.ratify(table.id(), proposal, Optional.empty());
    }
}
