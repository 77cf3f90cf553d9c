package io.sluice.format.delta;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.ForwardingCatalog;
import io.sluice.catalog.TableTip;
import io.sluice.commit.CommitTarget.Turn;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Forgotten;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Optional;

/** A catalog that remembers no commit but the last version's number, and so decides nothing. */
final class ForgetfulCatalog extends ForwardingCatalog {

    ForgetfulCatalog(Catalog catalog) {
        super(catalog);
    }

    @Override
    public Optional<TableTip> tip(TableId table, TableVersion base) {
        return super.tip(table, base).map(tip -> new TableTip(tip.version(), tip.committedAt(), tip.head(), List.of()));
    }

    @Override
    public Ratification ratify(TableId table, Proposal proposal, Optional<TableVersion> published) {
        return new Forgotten(proposal.version());
    }

    @Override
    public Turn takeTurn(TableId table) {
        return Turn.FREE;
    }
}
