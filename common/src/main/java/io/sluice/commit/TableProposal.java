package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.util.Optional;

/**
 * A proposal and the table that it is for.
 *
 * @param published commits of the table up to this version are durably published, and the catalog need not keep their
 *     content; empty if nothing new is known
 */
public record TableProposal(TableId table, Proposal proposal, Optional<TableVersion> published) {
    public TableProposal {
        requireNonNull(table, "table");
        requireNonNull(proposal, "proposal");
        requireNonNull(published, "published");
    }
}
