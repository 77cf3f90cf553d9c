package io.sluice.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.JointProposal;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.SourceFile;
import io.sluice.error.SluiceException;
import io.sluice.storage.FaultyStorage.Effect;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A catalog whose commit path fails where a test wants it to, and that counts its calls. Names and namespaces pass.
 * Safe for use by several threads.
 */
public final class FaultyCatalog extends ForwardingCatalog {
    /** What is called. */
    public enum Call {
        CREATE,
        TIP,
        RATIFY,
        RATIFY_JOINTLY,
        POSITIONS,
        MARK_PUBLISHED,
        INGESTED
    }

    /** Decides on each call. */
    @FunctionalInterface
    public interface Faults {
        Faults NONE = call -> Effect.PASS;

        Effect effect(Call call);
    }

    private final Map<Call, AtomicLong> calls = new ConcurrentHashMap<>();
    private volatile Faults faults = Faults.NONE;

    public FaultyCatalog(Catalog catalog) {
        super(catalog);
    }

    /** From now on these faults happen. */
    public void inject(Faults newFaults) {
        faults = requireNonNull(newFaults, "newFaults");
    }

    /** How often something was called, failed calls included. */
    public long count(Call call) {
        AtomicLong count = calls.get(call);
        return count == null ? 0 : count.get();
    }

    @Override
    public Ratification create(CatalogTable table, Proposal first) {
        return faulty(Call.CREATE, () -> super.create(table, first));
    }

    @Override
    public Optional<TableTip> tip(TableId table, TableVersion base) {
        return faulty(Call.TIP, () -> super.tip(table, base));
    }

    @Override
    public Ratification ratify(TableId table, Proposal proposal, Optional<TableVersion> published) {
        return faulty(Call.RATIFY, () -> super.ratify(table, proposal, published));
    }

    @Override
    public Answer ratify(JointProposal joint) {
        return faulty(Call.RATIFY_JOINTLY, () -> super.ratify(joint));
    }

    @Override
    public Map<TableName, Position> positions() {
        return faulty(Call.POSITIONS, super::positions);
    }

    @Override
    public void markPublished(TableId table, TableVersion published) {
        faulty(Call.MARK_PUBLISHED, () -> {
            super.markPublished(table, published);
            return published;
        });
    }

    @Override
    public Set<SourceFile> ingested(TableId table, List<SourceFile> sources) {
        return faulty(Call.INGESTED, () -> super.ingested(table, sources));
    }

    private <T> T faulty(Call call, Supplier<T> action) {
        calls.computeIfAbsent(call, key -> new AtomicLong()).incrementAndGet();
        Effect effect = faults.effect(call);
        if (effect == Effect.REFUSE) {
            throw SluiceException.external("injected: %s is refused".formatted(call), null);
        }
        T result = action.get();
        if (effect == Effect.LOSE_REPLY) {
            throw SluiceException.external("injected: the reply to %s is lost".formatted(call), null);
        }
        return result;
    }
}
