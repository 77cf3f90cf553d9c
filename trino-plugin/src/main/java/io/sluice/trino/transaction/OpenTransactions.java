package io.sluice.trino.transaction;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.IsolationLevel;
import io.sluice.lake.Lake;
import io.sluice.lake.RecentLooks;
import io.sluice.trino.handle.SluiceTransactionHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The transactions of one catalog that are not over. Safe for use by several threads. */
public final class OpenTransactions {
    private final Lake lake;
    private final RecentLooks recent;
    private final Executor later;
    private final Map<UUID, SluiceTransaction> open = new ConcurrentHashMap<>();

    /**
     * @param later runs what is to be done once workers have noticed that a query has failed, which takes them some
     *     seconds at most
     */
    public OpenTransactions(Lake lake, RecentLooks recent, Executor later) {
        this.lake = requireNonNull(lake, "lake");
        this.recent = requireNonNull(recent, "recent");
        this.later = requireNonNull(later, "later");
    }

    /** What a transaction is about. */
    public enum Scope {
        /** It is over with its statement. */
        STATEMENT,
        /** It goes on until it is told to end. */
        SEVERAL_STATEMENTS
    }

    /** Begins a transaction; the catalog is not asked. */
    public SluiceTransactionHandle begin(io.trino.spi.transaction.IsolationLevel asked, Scope scope) {
        IsolationLevel level = asked == io.trino.spi.transaction.IsolationLevel.SERIALIZABLE
                ? IsolationLevel.SERIALIZABLE
                : IsolationLevel.WRITE_SERIALIZABLE;
        SluiceTransactionHandle handle = new SluiceTransactionHandle(UUID.randomUUID());
        open.put(handle.id(), new SluiceTransaction(lake, level, recent, scope));
        return handle;
    }

    /** The transaction of that handle, which is not over. */
    public SluiceTransaction of(ConnectorTransactionHandle handle) {
        SluiceTransaction found = open.get(((SluiceTransactionHandle) handle).id());
        if (found == null) {
            throw new IllegalArgumentException("the transaction is over: " + handle);
        }
        return found;
    }

    /** Commits a transaction, which is over then, whatever comes of it. */
    public void commit(ConnectorTransactionHandle handle) {
        ending(handle).commit();
    }

    /** Gives up a transaction. */
    public void rollback(ConnectorTransactionHandle handle) {
        ending(handle).rollback(later);
    }

    /** Does something in a transaction of its own, and commits it. */
    public void alone(Consumer<SluiceTransaction> work) {
        SluiceTransaction own =
                new SluiceTransaction(lake, IsolationLevel.WRITE_SERIALIZABLE, recent, Scope.SEVERAL_STATEMENTS);
        try {
            work.accept(own);
            own.commit();
        } finally {
            own.rollback(later);
        }
    }

    private SluiceTransaction ending(ConnectorTransactionHandle handle) {
        SluiceTransaction ending = of(handle);
        open.remove(((SluiceTransactionHandle) handle).id());
        return ending;
    }
}
