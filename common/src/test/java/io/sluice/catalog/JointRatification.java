package io.sluice.catalog;

import static io.sluice.catalog.Proposals.append;
import static io.sluice.catalog.Proposals.source;
import static io.sluice.catalog.Proposals.version;
import static io.sluice.catalog.Proposals.withHead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.MultiTableCommit.Position;
import io.sluice.commit.AttemptId;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.SourcesTaken;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.Ratification.TableGone;
import io.sluice.commit.TableProposal;
import io.sluice.error.SluiceException;
import io.sluice.error.SluiceException.Kind;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which joint commits are ratified: all of their parts, or none. */
abstract class JointRatification extends JointSuite {
    private final AttemptId attempt = AttemptId.random();

    @Test
    void everyPartBecomesTheNextVersionOfItsTable() {
        move(items, 1);
        assertThat(jointly(
                        part(orders, attempt, withHead(append(1, source("a.csv")), "head 1")),
                        part(items, attempt, append(2, source("a.csv")))))
                .isEqualTo(allRatified(1));
        assertThat(last(orders)).isEqualTo(1);
        assertThat(last(items)).isEqualTo(2);
        assertThat(lastCommit(orders).attempt())
                .as("by the attempt others know that they belong together")
                .isEqualTo(attempt)
                .isEqualTo(lastCommit(items).attempt());
        assertThat(tip(orders).head()).isEqualTo("head 1");
        assertThat(catalog.ingested(orders.id(), List.of(source("a.csv")))).hasSize(1);
        assertThat(catalog.ingested(items.id(), List.of(source("a.csv")))).hasSize(1);
    }

    @Test
    void aPartThatIsSupersededTakesTheOthersWithIt() {
        move(items, 1);
        assertThat(jointly(part(orders, attempt, append(1)), part(items, attempt, append(1))))
                .isEqualTo(because(new Superseded(version(1)), items));
        assertThat(jointly(part(items, attempt, append(3)), part(orders, attempt, append(1))))
                .as("a gap")
                .isEqualTo(because(new Superseded(version(1)), items));
        assertThat(last(orders)).isZero();
        assertThat(last(items)).isEqualTo(1);
        assertThat(jointly(part(orders, attempt, append(1)), part(items, attempt, append(2))))
                .as("the same attempt, rebased")
                .isEqualTo(allRatified(1));
    }

    @Test
    void aSourceThatIsInTakesTheOtherTablesWithIt() {
        catalog.ratify(items.id(), append(1, source("a.csv")), Optional.empty());
        assertThat(jointly(
                        part(orders, attempt, withHead(append(1, source("a.csv"), source("b.csv")), "never")),
                        part(items, attempt, append(2, source("c.csv"), source("a.csv")))))
                .isEqualTo(because(new SourcesTaken(List.of(source("a.csv"))), items));
        assertThat(last(orders)).isZero();
        assertThat(tip(orders).head()).isEqualTo("head 0");
        assertThat(catalog.ingested(orders.id(), List.of(source("a.csv"), source("b.csv"))))
                .isEmpty();
        assertThat(catalog.ingested(items.id(), List.of(source("c.csv")))).isEmpty();
    }

    @Test
    void aTableThatIsGoneTakesTheOthersWithIt() {
        catalog.drop(items.name());
        assertThat(jointly(part(orders, attempt, append(1)), part(items, attempt, append(1))))
                .isEqualTo(because(new TableGone(), items));
        created("sales", "items");
        assertThat(jointly(part(orders, attempt, append(1)), part(items, attempt, append(1))))
                .as("a namesake is another table")
                .isEqualTo(because(new TableGone(), items));
        assertThat(last(orders)).isZero();
    }

    @Test
    void aTableThatWasOnlyReadMustBeUnchanged() {
        List<TableProposal> parts = List.of(part(orders, attempt, append(1)));
        assertThat(jointly(catalog, parts, at(items, 0))).isEqualTo(allRatified(1));
        AttemptId second = AttemptId.random();
        move(items, 1);
        assertThat(jointly(catalog, List.of(part(orders, second, append(2))), at(items, 0)))
                .isEqualTo(because(new Superseded(version(1)), items));
        assertThat(jointly(catalog, List.of(part(orders, second, append(2))), at(items, 2)))
                .as("a version that is not there yet")
                .isEqualTo(because(new Superseded(version(1)), items));
        assertThat(last(orders)).isEqualTo(1);
        assertThat(jointly(catalog, List.of(part(orders, second, append(2))), at(items, 1)))
                .isEqualTo(allRatified(2));
        assertThat(last(items)).as("a read changes nothing").isEqualTo(1);
        catalog.drop(items.name());
        assertThat(jointly(catalog, List.of(part(orders, AttemptId.random(), append(3))), at(items, 1)))
                .isEqualTo(because(new TableGone(), items));
        assertThat(last(orders)).isEqualTo(2);
    }

    @Test
    void theCatalogForgetsWhatEachTableSaysIsPublished() {
        move(orders, 1);
        move(items, 1);
        TableProposal tidy = new TableProposal(orders.id(), Proposals.of(attempt, append(2)), Optional.of(version(1)));
        assertThat(jointly(tidy, part(items, attempt, append(2)))).isEqualTo(allRatified(2));
        assertThat(tip(orders).recent())
                .extracting(commit -> commit.content().isPresent())
                .containsExactly(false, true);
        assertThat(tip(items).recent())
                .allSatisfy(commit -> assertThat(commit.content()).isPresent());
    }

    @Test
    void aDateThatRunsBackwardsInOneTableUndoesAll() {
        move(items, 1);
        Proposal next = append(2);
        Proposal late =
                new Proposal(next.version(), attempt, append(1).summary(), next.content(), next.head(), next.sources());
        assertThatThrownBy(() -> jointly(part(orders, attempt, append(1)), part(items, attempt, late)))
                .isInstanceOfSatisfying(
                        SluiceException.class, error -> assertThat(error.kind()).isEqualTo(Kind.BUG));
        assertThat(last(orders)).isZero();
        assertThat(last(items)).isEqualTo(1);
    }

    @Test
    void whatIsNoJointCommitIsRefused() {
        assertIsNoJointCommit(List.of(), Map.of());
        assertIsNoJointCommit(List.of(part(orders, attempt, append(1)), part(orders, attempt, append(2))), Map.of());
        assertIsNoJointCommit(List.of(part(orders, attempt, append(1))), at(orders, 0));
        assertIsNoJointCommit(
                List.of(part(orders, attempt, append(1)), part(items, AttemptId.random(), append(1))), Map.of());
        assertThat(last(orders)).isZero();
    }

    private void assertIsNoJointCommit(List<TableProposal> parts, Map<TableId, TableVersion> unchanged) {
        assertThatThrownBy(() -> jointly(catalog, parts, unchanged))
                .isInstanceOfSatisfying(
                        SluiceException.class, error -> assertThat(error.kind()).isEqualTo(Kind.BUG));
    }

    @Test
    void positionsNameEveryTableOfEveryNamespaceAtItsLastVersion() {
        CatalogTable elsewhere = created("other", "orders");
        move(items, 1);
        assertThat(((MultiTableCommit) catalog).positions())
                .containsExactly(
                        Map.entry(TableName.of("other", "orders"), new Position(elsewhere, version(0))),
                        Map.entry(TableName.of("sales", "items"), new Position(items, version(1))),
                        Map.entry(TableName.of("sales", "orders"), new Position(orders, version(0))));
        catalog.drop(elsewhere.name());
        catalog.rename(items.name(), TableName.of("sales", "articles"));
        assertThat(((MultiTableCommit) catalog).positions())
                .containsOnlyKeys(TableName.of("sales", "articles"), TableName.of("sales", "orders"));
    }

    @Test
    void oneTableAloneIsAJointCommitToo() {
        assertThat(jointly(part(orders, attempt, append(1)))).isEqualTo(allRatified(1));
        assertThat(catalog.ratify(orders.id(), Proposals.of(attempt, append(1)), Optional.empty()))
                .isEqualTo(new Ratified(version(1)));
    }

    private TableTip tip(CatalogTable table) {
        return catalog.tip(table.id(), TableVersion.FIRST).orElseThrow();
    }

    private RatifiedCommit lastCommit(CatalogTable table) {
        List<RatifiedCommit> recent = tip(table).recent();
        return recent.get(recent.size() - 1);
    }
}
