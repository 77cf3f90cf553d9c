package io.sluice.compat.spark.program;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.ForwardingCatalog;
import io.sluice.commit.JointProposal;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.util.Optional;
import java.util.function.Supplier;

/** A catalog whose process dies at the next decision, once it is told to. */
final class MortalCatalog extends ForwardingCatalog {
    /** When the process dies. */
    enum Death {
        NEVER,
        /** All files are written, and the catalog has heard of nothing. */
        BEFORE_THE_DECISION,
        /** The catalog has committed, and nobody has heard of it. */
        AFTER_THE_DECISION
    }

    private volatile Death death = Death.NEVER;

    MortalCatalog(Catalog catalog) {
        super(catalog);
    }

    void die(Death when) {
        death = when;
    }

    @Override
    public Ratification create(CatalogTable table, Proposal first) {
        return decide(() -> super.create(table, first));
    }

    @Override
    public Ratification ratify(TableId table, Proposal proposal, Optional<TableVersion> published) {
        return decide(() -> super.ratify(table, proposal, published));
    }

    @Override
    public Answer ratify(JointProposal joint) {
        return decide(() -> super.ratify(joint));
    }

    private <T> T decide(Supplier<T> decision) {
        if (death == Death.BEFORE_THE_DECISION) {
            OwnProcess.kill();
        }
        T answer = decision.get();
        if (death == Death.AFTER_THE_DECISION) {
            OwnProcess.kill();
        }
        return answer;
    }
}
