package io.sluice.compat.histories.program;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.ForwardingCatalog;
import io.sluice.catalog.TableTip;
import io.sluice.commit.JointProposal;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.error.SluiceException;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A catalog behind a bad line: some requests do not arrive, some replies do not come back, and now and then nothing
 * comes through for longer than a writer's patience. Not safe for use by several threads.
 */
final class LossyCatalog extends ForwardingCatalog {
    private static final double LOST_LOOKS = 0.01;
    private static final double LOST_REQUESTS = 0.05;
    private static final double LOST_REPLIES = 0.1;
    private static final double OUTAGES = 0.03;
    /** With the one that began it, as often as a committer sends one proposal. */
    private static final int CALLS_IN_AN_OUTAGE = 7;

    private final RandomGenerator random;
    private final Observer observer;
    private int callsToFail;

    LossyCatalog(Catalog catalog, RandomGenerator random, Observer observer) {
        super(catalog);
        this.random = random;
        this.observer = observer;
    }

    @Override
    public Optional<TableTip> tip(TableId table, TableVersion base) {
        return look("tip", () -> super.tip(table, base));
    }

    @Override
    public Ratification ratify(TableId table, Proposal proposal, Optional<TableVersion> published) {
        observer.offers(proposal.attempt());
        return decide("ratification", () -> super.ratify(table, proposal, published));
    }

    @Override
    public Answer ratify(JointProposal joint) {
        joint.parts().stream()
                .findFirst()
                .ifPresent(part -> observer.offers(part.proposal().attempt()));
        return decide("joint ratification", () -> super.ratify(joint));
    }

    @Override
    public Map<TableName, Position> positions() {
        Map<TableName, Position> positions = look("positions", super::positions);
        observer.looked(positions);
        return positions;
    }

    private <T> T look(String call, Supplier<T> action) {
        if (random.nextDouble() < LOST_LOOKS) {
            throw lost(call);
        }
        return action.get();
    }

    private <T> T decide(String call, Supplier<T> action) {
        double fate = random.nextDouble();
        if (callsToFail > 0) {
            callsToFail--;
            throw lost(call);
        }
        if (fate < LOST_REQUESTS) {
            throw lost(call);
        }
        T reply = action.get();
        if (fate > 1 - OUTAGES) {
            callsToFail = CALLS_IN_AN_OUTAGE;
        }
        if (fate > 1 - OUTAGES - LOST_REPLIES) {
            throw lost(call);
        }
        return reply;
    }

    private static SluiceException lost(String call) {
        return SluiceException.external("injected: no reply for a " + call, null);
    }
}
