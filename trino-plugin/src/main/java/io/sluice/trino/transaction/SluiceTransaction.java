package io.sluice.trino.transaction;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.IsolationLevel;
import io.sluice.error.SluiceException;
import io.sluice.format.FormatTable;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeTransaction;
import io.sluice.lake.Look;
import io.sluice.lake.RecentLooks;
import io.sluice.lake.TransactionOutcome;
import io.sluice.lake.TransactionTable;
import io.sluice.scan.Predicate;
import io.sluice.scan.Snapshot;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.transaction.OpenTransactions.Scope;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.SchemaTableName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * One of Trino's transactions, of one statement or of several. The first touch of a table asks the catalog, once for
 * all tables. Safe for use by several threads: splits of several scans are planned at the same time.
 */
public final class SluiceTransaction {
    private final Lake lake;
    private final List<SluiceTableHandle> targets = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    /** What is to be done about statements that have not finished, by the name of what they do. */
    private final Map<String, Runnable> unfinished = new LinkedHashMap<>();

    private final FileNumbers files = new FileNumbers();
    private final RecentLooks recent;
    private final Scope scope;

    private IsolationLevel level;
    private Duration maxStaleness = Duration.ZERO;
    /** Begun when it is first used; null before. */
    private LakeTransaction work;
    /** What somebody has seen before and the transaction reads; null if it looks itself. */
    private Look seen;

    private boolean mayChange;

    SluiceTransaction(Lake lake, IsolationLevel level, RecentLooks recent, Scope scope) {
        this.lake = requireNonNull(lake, "lake");
        this.level = requireNonNull(level, "level");
        this.recent = requireNonNull(recent, "recent");
        this.scope = requireNonNull(scope, "scope");
    }

    /** Asks for a level at least; it counts if nothing was read or changed before. */
    public synchronized void demand(IsolationLevel asked) {
        if (asked == IsolationLevel.SERIALIZABLE) {
            level = asked;
        }
    }

    /**
     * Permits that what is read is that old, as long as nothing is changed. It counts for a transaction of one
     * statement, if nothing was read before.
     */
    public synchronized void permit(Duration staleness) {
        if (work == null && scope == Scope.STATEMENT && !mayChange) {
            maxStaleness = staleness;
        }
    }

    private LakeTransaction work() {
        if (work == null && maxStaleness.isZero()) {
            work = lake.begin(level, EngineName.TEXT);
        } else if (work == null) {
            seen = recent.atMost(maxStaleness);
            work = lake.begin(level, EngineName.TEXT, seen);
        }
        return work;
    }

    /** What somebody has seen before and the transaction reads; empty if it looks itself. */
    public synchronized Optional<Look> seen() {
        if (!maxStaleness.isZero()) {
            work();
        }
        return Optional.ofNullable(seen);
    }

    /**
     * Has the transaction see the lake as it is now, where it has only been asked for columns of tables so far and not
     * for their rows.
     *
     * @throws TrinoException if one of these tables has other columns or settings by now
     */
    public synchronized void lookAnew() {
        if (seen == null && maxStaleness.isZero()) {
            return;
        }
        recent.forget();
        if (seen != null) {
            LakeTransaction before = work;
            seen = null;
            work = null;
            requireSameColumns(before);
        }
    }

    private void requireSameColumns(LakeTransaction before) {
        for (TableName name : before.pins().tables().keySet()) {
            TransactionTable known = before.table(name);
            boolean isSame = work().find(name)
                    .filter(now -> now.table().id().equals(known.table().id()))
                    .filter(now -> now.base().metadata().equals(known.base().metadata()))
                    .isPresent();
            if (!isSame) {
                throw new TrinoException(
                        StandardErrorCode.TRANSACTION_CONFLICT,
                        "table %s has other columns or settings than max_staleness made this statement believe: run it again, it sees them then"
                                .formatted(name));
            }
        }
    }

    /**
     * Has the transaction see the lake as it is now, and those who come after it what it has changed. Trino tells only
     * while it analyzes a statement that it will change something, and has asked for the columns of other tables by
     * then; it has not planned anything on their files.
     *
     * @throws TrinoException if one of these tables has other columns or settings by now
     */
    public synchronized void beforeChange() {
        mayChange = true;
        maxStaleness = Duration.ZERO;
        lookAnew();
    }

    /** Whether a statement has said that it will change something. */
    public synchronized boolean mayChange() {
        return mayChange;
    }

    /** The files that scans read to change their rows. */
    public FileNumbers files() {
        return files;
    }

    /** Whether the transaction sees tables as of a moment already. */
    public synchronized boolean hasLooked() {
        return work != null;
    }

    /** Does something outside of the transaction once it is committed. */
    public synchronized void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** The lake apart from the transaction. */
    public Lake lake() {
        return lake;
    }

    /** Changes something in the transaction, that nobody else has at the same time. */
    public synchronized <T> T with(Function<LakeTransaction, T> change) {
        beforeChange();
        return change.apply(work());
    }

    /** A table that a statement changes; a user error if it is missing, or one that nobody may change. */
    public synchronized TransactionTable changeable(SchemaTableName name) {
        beforeChange();
        TransactionTable table = work().table(name(name));
        table.requireChangeable();
        return table;
    }

    /** The names of the tables that the transaction sees. */
    public synchronized Set<TableName> names() {
        return work().names();
    }

    /** The lake's name for a table. */
    public static TableName name(SchemaTableName name) {
        return TableName.of(name.getSchemaName(), name.getTableName());
    }

    /** The table as the transaction sees it; empty if there is none of that name. */
    public synchronized Optional<TransactionTable> find(SchemaTableName name) {
        return known(name).flatMap(work()::find);
    }

    /** The lake's name for a table; empty if no table can be called like that. */
    private static Optional<TableName> known(SchemaTableName name) {
        try {
            return Optional.of(name(name));
        } catch (SluiceException noName) {
            return Optional.empty();
        }
    }

    /** The state of a table that a scan reads. */
    public synchronized Snapshot snapshot(SluiceTableHandle table) {
        TransactionTable found = work().table(name(table.name()));
        return table.version().isPresent()
                ? found.opened().snapshotAt(new TableVersion(table.version().getAsLong()))
                : found.snapshot();
    }

    /**
     * Notes that what the transaction does depends on these rows. A version that was asked for cannot change. The scan
     * that finds the rows which a statement changes looks at them one by one.
     */
    public synchronized void readRows(SluiceTableHandle table, Predicate predicate) {
        if (table.version().isPresent()) {
            return;
        }
        TransactionTable read = work().table(name(table.name()));
        if (targets.remove(table)) {
            read.readTargets(predicate);
        } else {
            read.readRows(predicate);
        }
    }

    /**
     * Expects one scan that finds the rows which a statement changes. Which of two equal scans it is makes no
     * difference.
     */
    public synchronized void expectTargets(SluiceTableHandle scanned) {
        targets.add(scanned);
    }

    /** The version that a table had at that instant; a user error if it is younger. */
    public synchronized long versionAsOf(SchemaTableName name, Instant instant) {
        FormatTable opened = work().table(name(name)).opened();
        return opened.snapshotAsOf(instant).version().number();
    }

    /** Has something done when the transaction ends, unless it is forgotten before. */
    public synchronized void onEnd(String name, Runnable clearing) {
        unfinished.put(name, clearing);
    }

    /** Whether something is to be done about it: its statement has been begun, and has not come to its end. */
    public synchronized boolean isUnfinished(String name) {
        return unfinished.containsKey(name);
    }

    public synchronized void forget(String name) {
        unfinished.remove(name);
    }

    private List<Runnable> clear() {
        List<Runnable> clearings = List.copyOf(unfinished.values());
        unfinished.clear();
        clearings.forEach(Runnable::run);
        return clearings;
    }

    /**
     * Ends the transaction, all or nothing.
     *
     * @throws TrinoException if another writer's commit stood in the way, or nobody knows
     * @throws SluiceException if nothing was offered to the catalog; nothing is visible
     */
    synchronized void commit() {
        try {
            offer();
        } finally {
            forgetWhatWasSeen();
        }
    }

    /** Who comes next sees what was done, and what may have been done. */
    private void forgetWhatWasSeen() {
        if (mayChange) {
            recent.forget();
        }
    }

    private void offer() {
        clear();
        // Where no table was touched, the catalog has nothing to be asked.
        if (work != null) {
            TransactionOutcome outcome = work.commit();
            if (!(outcome instanceof TransactionOutcome.Committed)) {
                throw Conflicts.failure(outcome);
            }
        }
        afterCommit.forEach(Runnable::run);
    }

    /**
     * Gives the transaction up. What is unfinished is cleared at once, and again later: writers may have begun new
     * files in between, and those of a MERGE are never told that their query has failed.
     */
    synchronized void rollback(Executor later) {
        try {
            clear().forEach(later::execute);
        } finally {
            if (work != null) {
                work.close();
            }
            forgetWhatWasSeen();
        }
    }
}
