package io.sluice.catalog;

import static io.sluice.catalog.Proposals.append;
import static io.sluice.catalog.Proposals.source;
import static io.sluice.catalog.Proposals.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.AttemptId;
import io.sluice.commit.Ratification.Forgotten;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.TableProposal;
import io.sluice.error.SluiceException;
import io.sluice.error.SluiceException.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A joint commit that is offered again, because the reply was lost. */
abstract class JointRepetition extends JointSuite {
    private final AttemptId attempt = AttemptId.random();
    private CatalogTable customers;
    private List<TableProposal> parts;

    @BeforeEach
    void commitJointly() {
        customers = created("sales", "customers");
        parts = List.of(
                part(orders, attempt, append(1, source("a.csv"))), part(items, attempt, append(1, source("a.csv"))));
        assertThat(jointly(catalog, parts, at(customers, 0))).isEqualTo(allRatified(1));
    }

    @Test
    void itIsRatifiedAgainAndNothingChanges() {
        assertThat(jointly(catalog, parts, at(customers, 0))).isEqualTo(allRatified(1));
        assertThat(last(orders)).isEqualTo(1);
        assertThat(last(items)).isEqualTo(1);
    }

    @Test
    void itIsRatifiedAgainAlsoWhenOthersHaveFollowedAndWhatWasReadHasChanged() {
        move(orders, 2);
        move(customers, 1);
        assertThat(jointly(catalog, parts, at(customers, 0))).isEqualTo(allRatified(1));
        catalog.drop(customers.name());
        assertThat(jointly(catalog, parts, at(customers, 0))).isEqualTo(allRatified(1));
        assertThat(last(orders)).isEqualTo(2);
        assertThat(last(items)).isEqualTo(1);
    }

    @Test
    void itIsRatifiedAgainAlsoWhenOneOfItsTablesIsGone() {
        catalog.drop(orders.name());
        assertThat(jointly(catalog, parts, at(customers, 0))).isEqualTo(allRatified(1));
    }

    @Test
    void itIsRatifiedAgainAlsoWhenOneOfItsVersionsIsForgotten() {
        for (int v = 2; v <= 2 * Catalog.REMEMBERED_COMMITS; v++) {
            catalog.ratify(orders.id(), append(v), Optional.of(version(v - 1)));
        }
        assertThat(jointly(parts.get(0))).isEqualTo(because(new Forgotten(version(1)), orders));
        assertThat(jointly(catalog, parts, at(customers, 0))).isEqualTo(allRatified(1));
        catalog.drop(items.name());
        assertThat(jointly(catalog, parts, at(customers, 0)))
                .as("nobody can tell any more")
                .isEqualTo(because(new Forgotten(version(1)), orders));
    }

    @Test
    void anotherAttemptAtTheSameVersionsIsSuperseded() {
        AttemptId other = AttemptId.random();
        assertThat(jointly(part(orders, other, append(1)), part(items, other, append(1))))
                .isEqualTo(because(new Superseded(version(1)), orders));
    }

    @Test
    void anAttemptThatWasRatifiedWithOtherPartsIsABug() {
        assertThatThrownBy(() -> jointly(parts.get(0), part(items, attempt, append(2))))
                .isInstanceOfSatisfying(
                        SluiceException.class, error -> assertThat(error.kind()).isEqualTo(Kind.BUG));
        assertThat(last(items)).isEqualTo(1);
    }
}
