package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.AttemptId;
import io.sluice.commit.CommitTarget;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.Redefine;
import io.sluice.commit.TableProposal;
import io.sluice.commit.Transaction;
import io.sluice.commit.Winner;
import io.sluice.error.SluiceException;
import io.sluice.scan.FileChanges;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the first version of a table, which a catalog decides on together with the table's name. There is nobody to
 * be overtaken by.
 */
final class FirstTarget implements CommitTarget {
    private static final Logger LOG = LoggerFactory.getLogger(FirstTarget.class);

    private final DeltaTable table;
    /** Attempts that may have a file of deletion vectors. */
    private final Set<AttemptId> attempts = new HashSet<>();

    private TableMetadata metadata;

    FirstTarget(DeltaTable table, TableMetadata metadata) {
        this.table = requireNonNull(table, "table");
        this.metadata = requireNonNull(metadata, "metadata");
    }

    @Override
    public Turn takeTurn() {
        return Turn.FREE;
    }

    @Override
    public Optional<Tip> tip(TableVersion base) {
        return Optional.of(new Tip(TableVersion.FIRST, List.of()));
    }

    @Override
    public Proposal propose(Tip tip, Transaction transaction, AttemptId attempt) {
        List<TableChange> changes = new ArrayList<>();
        for (TableChange change : transaction.changes()) {
            if (change instanceof Redefine redefine) {
                metadata = PlannedTable.first(redefine.metadata());
            } else {
                changes.add(change);
            }
        }
        attempts.add(attempt);
        return new FirstCommit(table, metadata).propose(changes, transaction.operation(), attempt);
    }

    @Override
    public Ratification ratify(Proposal proposal) {
        throw SluiceException.bug("table %s is made together with its name"
                .formatted(table.table().name()));
    }

    @Override
    public FileChanges changes(Winner winner) {
        throw SluiceException.bug("a table in the making has no winners");
    }

    @Override
    public TableMetadata metadata() {
        return metadata;
    }

    @Override
    public TableProposal part(Proposal proposal) {
        return new TableProposal(table.table().id(), proposal, Optional.empty());
    }

    @Override
    public void publish(Proposal proposal) {
        publish(table, proposal);
    }

    static void publish(DeltaTable table, Proposal first) {
        try {
            table.publisher().publish(List.of(), first.version(), first.content());
        } catch (RuntimeException failure) {
            LOG.warn("table {} is created, but not published yet", table.table().name(), failure);
        }
    }

    @Override
    public void discard(Proposal proposal) {
        DeltaTarget.discard(table, proposal.content());
        if (attempts.remove(proposal.attempt())) {
            try {
                table.commits().discardVectors(proposal.attempt());
            } catch (RuntimeException failure) {
                LOG.warn(
                        "table {}: deletion vectors of a commit that lost could not be removed",
                        table.table().name(),
                        failure);
            }
        }
    }
}
