package io.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.MultiTableCommit.Position;
import io.sluice.commit.AttemptId;
import io.sluice.commit.JointTarget.Answer;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.TableProposal;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** A part of the contract for several tables: each test has two tables, {@code orders} and {@code items}. */
abstract class JointSuite extends CatalogSuite {
    protected CatalogTable orders;
    protected CatalogTable items;

    @BeforeEach
    void makeTwoTables() {
        orders = created("sales", "orders");
        items = created("sales", "items");
    }

    protected static TableProposal part(CatalogTable table, AttemptId attempt, Proposal proposal) {
        return new TableProposal(table.id(), Proposals.of(attempt, proposal), Optional.empty());
    }

    protected static Answer jointly(Catalog catalog, List<TableProposal> parts, Map<TableId, TableVersion> unchanged) {
        return ((MultiTableCommit) catalog).ratify(parts, unchanged);
    }

    protected Answer jointly(TableProposal... parts) {
        return jointly(catalog, List.of(parts), Map.of());
    }

    /** A commit to one table, so that it moves on. */
    protected void move(CatalogTable table, long version) {
        assertThat(catalog.ratify(table.id(), Proposals.append(version), Optional.empty()))
                .isEqualTo(new Ratified(Proposals.version(version)));
    }

    protected long last(CatalogTable table) {
        return last(catalog, table);
    }

    protected static long last(Catalog catalog, CatalogTable table) {
        return catalog.tip(table.id(), TableVersion.FIRST)
                .orElseThrow()
                .version()
                .number();
    }

    protected static Map<TableId, TableVersion> at(CatalogTable table, long version) {
        return Map.of(table.id(), Proposals.version(version));
    }

    protected Position position(CatalogTable table) {
        return ((MultiTableCommit) catalog).positions().get(table.name());
    }

    protected static Answer allRatified(long version) {
        return new Answer(new Ratified(Proposals.version(version)), Optional.empty());
    }

    protected static Answer because(Ratification answer, CatalogTable table) {
        return new Answer(answer, Optional.of(table.id()));
    }
}
