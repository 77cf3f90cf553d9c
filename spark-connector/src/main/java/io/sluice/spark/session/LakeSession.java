package io.sluice.spark.session;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.RejectionReason;
import io.sluice.error.SluiceException;
import io.sluice.format.CreateOutcome;
import io.sluice.format.FormatTable;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeTransaction;
import io.sluice.lake.LakeUri;
import io.sluice.lake.TransactionOutcome;
import io.sluice.lake.TransactionTable;
import io.sluice.scan.Snapshot;
import io.sluice.spark.session.PinnedTable.Moment;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A lake in one Spark session under one catalog name: its tables, the explicit transaction if one was begun, and what
 * running statements have read. Safe for use by several threads.
 */
public final class LakeSession {
    /** The option that names the lake. */
    public static final String LAKE = "lake";
    /** The option, of the catalog or of a write, that chooses the isolation level. */
    public static final String ISOLATION = "isolationLevel";
    /** The configuration of the session that chooses the isolation level. */
    public static final String SESSION_ISOLATION = "spark.sluice.isolationLevel";

    private final String catalog;
    private final LakeUri uri;
    private final Map<String, String> options;
    private final SparkContext context;
    /** Null outside of an explicit transaction. */
    private LakeTransaction transaction;

    private LakeSession(String catalog, LakeUri uri, Map<String, String> options, SparkContext context) {
        this.context = requireNonNull(context, "context");
        this.catalog = requireNonNull(catalog, "catalog");
        this.uri = requireNonNull(uri, "uri");
        this.options = requireNonNull(options, "options");
    }

    /**
     * A session for a catalog as it is configured. The lake is opened when it is first needed.
     *
     * @param options what is configured below {@code spark.sql.catalog.<name>.}
     */
    public static LakeSession configured(String catalog, CaseInsensitiveStringMap options) {
        String lake = options.get(LAKE);
        if (lake == null || lake.isBlank()) {
            throw SluiceException.user(
                    "catalog '%s' does not say where its lake is: set spark.sql.catalog.%s.%s to a folder or to postgresql://host/db?warehouse=/folder"
                            .formatted(catalog, catalog, LAKE));
        }
        SparkContext context = SparkSession.active().sparkContext();
        OpenLakes.closeWith(context);
        return new LakeSession(catalog, LakeUri.parse(lake), options, context);
    }

    /** The name that the session knows the lake by. */
    public String catalog() {
        return catalog;
    }

    /**
     * The same lake apart from the session's explicit transaction: for what goes on in the background, as a stream
     * does, and is none of the session's statements.
     */
    public LakeSession apart() {
        return new LakeSession(catalog, uri, options, context);
    }

    /** The lake; empty if there is none yet. */
    public Optional<Lake> existing() {
        return OpenLakes.existing(uri);
    }

    /** The lake, which is made if there is none yet. */
    public Lake made() {
        return OpenLakes.made(uri);
    }

    /** The table as the session sees it now; empty if there is none of that name. */
    public synchronized Optional<PinnedTable> find(TableName name) {
        if (transaction != null) {
            return transaction.find(name).map(table -> PinnedTable.within(transaction, this, table));
        }
        return existing()
                .flatMap(lake -> lake.find(name))
                .map(table -> new PinnedTable(this, table, table.snapshot(), Moment.LATEST));
    }

    /** The table at that version; empty if there is no such table, a user error if there is no such version. */
    public Optional<PinnedTable> find(TableName name, TableVersion version) {
        return chosen(name, table -> table.snapshotAt(version));
    }

    /** The table as it was at that instant; empty if there is no such table, a user error if it is younger. */
    public Optional<PinnedTable> find(TableName name, Instant instant) {
        return chosen(name, table -> table.snapshotAsOf(instant));
    }

    /** The last state of a table, of which a statement has seen the rows in an earlier version. */
    public synchronized PinnedTable seen(TableName name, TableVersion version) {
        PinnedTable last = find(name).orElseThrow(() -> SluiceException.user("there is no table %s".formatted(name)));
        boolean unchanged = transaction != null || last.snapshot().version().equals(version);
        return unchanged
                ? last
                : new PinnedTable(this, last.opened(), last.opened().snapshotAt(version), Moment.LATEST);
    }

    private Optional<PinnedTable> chosen(TableName name, Function<FormatTable, Snapshot> choice) {
        return existing()
                .flatMap(lake -> lake.find(name))
                .map(table -> new PinnedTable(this, table, choice.apply(table), Moment.CHOSEN));
    }

    /**
     * Begins a transaction that the following statements of the session belong to.
     *
     * @throws SluiceException a user error if there is one already
     */
    public synchronized void begin(IsolationLevel level) {
        if (transaction != null) {
            throw SluiceException.user("there is a transaction already: commit it or roll it back first");
        }
        transaction = made().begin(level, EngineName.TEXT);
    }

    /** Whether the session is in a transaction that was begun. */
    public synchronized boolean isInTransaction() {
        return transaction != null;
    }

    /**
     * Commits the session's transaction, which is over then, whatever comes of it.
     *
     * @return the versions of the tables that it has changed
     */
    public synchronized Map<TableName, TableVersion> commit() {
        LakeTransaction ending = ending();
        return committed(ending.commit(), ": the transaction is over");
    }

    /** Gives up the session's transaction. */
    public synchronized void rollback() {
        ending().close();
    }

    private LakeTransaction ending() {
        if (transaction == null) {
            throw SluiceException.user("there is no transaction: begin one first");
        }
        LakeTransaction ending = transaction;
        transaction = null;
        return ending;
    }

    /**
     * The level of a write with these options: theirs, else the session's, else the catalog's, else the lowest. A user
     * error that names the setting if it says no level.
     */
    public IsolationLevel isolation(Map<String, String> writeOptions) {
        String ofWrite = new CaseInsensitiveStringMap(writeOptions).get(ISOLATION);
        if (ofWrite != null) {
            return IsolationLevel.parse(ofWrite, "the option " + ISOLATION);
        }
        String ofSession = SparkSession.active().conf().get(SESSION_ISOLATION, null);
        if (ofSession != null) {
            return IsolationLevel.parse(ofSession, SESSION_ISOLATION);
        }
        String ofCatalog = options.get(ISOLATION);
        return ofCatalog == null
                ? IsolationLevel.WRITE_SERIALIZABLE
                : IsolationLevel.parse(ofCatalog, "spark.sql.catalog.%s.%s".formatted(catalog, ISOLATION));
    }

    synchronized void note(PinnedTable pinned, TableRead read) {
        requireLoadedHere(pinned);
        if (transaction != null) {
            TransactionTable table = transaction.table(pinned.name());
            table.readRows(read.rows());
            table.readTargets(read.targets());
        } else {
            StatementReads.currentExecution(context)
                    .ifPresent(execution -> StatementReads.of(context).note(execution, uri, pinned.name(), read));
        }
    }

    /** A state that another transaction sees is none that this one can depend on. */
    private void requireLoadedHere(PinnedTable table) {
        if (!table.within().equals(Optional.ofNullable(transaction))) {
            throw SluiceException.user("table %s was read %s: ask for it again"
                    .formatted(
                            table.name(),
                            transaction == null ? "in a transaction that is over" : "before the transaction began"));
        }
    }

    /** Commits the changes of one statement, or adds them to the session's transaction. */
    synchronized void commit(PinnedTable target, TableChanges changes) {
        requireLoadedHere(target);
        if (transaction != null) {
            TransactionTable table = transaction.table(target.name());
            if (!table.snapshot().equals(target.base())) {
                throw SluiceException.user(
                        "table %s was changed by another statement of the transaction since it was read: ask for it again"
                                .formatted(target.name()));
            }
            table.readRows(target.seen().rows());
            change(table, changes);
            return;
        }
        Map<TableName, TableRead> read = StatementPins.with(target, currentReads());
        try (LakeTransaction single = begun(isolation(changes.options()), read)) {
            change(single.table(target.name()), changes);
            committed(single.commit(), "");
        }
    }

    /** A transaction of one statement that has read this. */
    private LakeTransaction begun(IsolationLevel level, Map<TableName, TableRead> read) {
        LakeTransaction single = made().begin(level, EngineName.TEXT, StatementPins.of(read));
        read.forEach((name, part) -> {
            TransactionTable table = single.table(name);
            table.readRows(part.rows());
            table.readTargets(part.targets());
        });
        return single;
    }

    /**
     * Makes a table with the rows that one statement has written. At serializable the commit is checked against what
     * the statement has read; a new table that depends on nothing else is never rejected for it.
     *
     * @param metadata as the lake has planned it
     * @return false if the name is taken; nothing is visible then
     * @throws CommitRejectedException if another writer's commit stood in the way; nothing is visible
     * @throws CommitUnknownException if the table may be there or not: its files are kept
     */
    public boolean create(CatalogTable reserved, TableMetadata metadata, TableChanges changes) {
        IsolationLevel level = isolation(changes.options());
        Map<TableName, TableRead> read = currentReads();
        if (level == IsolationLevel.SERIALIZABLE && !read.isEmpty()) {
            return createChecked(reserved, metadata, changes, read);
        }
        CreateOutcome outcome = made().create(reserved, metadata, changes.changes(), changes.operation());
        if (outcome instanceof CreateOutcome.Unknown unknown) {
            throw new CommitUnknownException(reserved.name(), unknown.cause());
        }
        return outcome instanceof CreateOutcome.Created;
    }

    private boolean createChecked(
            CatalogTable reserved, TableMetadata metadata, TableChanges changes, Map<TableName, TableRead> read) {
        try (LakeTransaction single = begun(IsolationLevel.SERIALIZABLE, read)) {
            if (single.find(reserved.name()).isPresent()) {
                return false;
            }
            single.create(reserved, metadata, changes.changes(), changes.operation());
            committed(single.commit(), "");
            return true;
        } catch (CommitRejectedException rejected) {
            if (rejected.reason() == RejectionReason.NAME_TAKEN) {
                return false;
            }
            throw rejected;
        }
    }

    private Map<TableName, TableRead> currentReads() {
        return StatementReads.currentExecution(context)
                .map(execution -> StatementReads.of(context).of(execution, uri))
                .orElse(Map.of());
    }

    private static void change(TransactionTable table, TableChanges changes) {
        table.change(changes.operation(), changes.changes());
    }

    private static Map<TableName, TableVersion> committed(TransactionOutcome outcome, String afterwards) {
        if (outcome instanceof TransactionOutcome.Committed committed) {
            return committed.versions();
        }
        if (outcome instanceof TransactionOutcome.Rejected rejected) {
            throw new CommitRejectedException(rejected, afterwards);
        }
        throw new CommitUnknownException((TransactionOutcome.Unknown) outcome);
    }
}
