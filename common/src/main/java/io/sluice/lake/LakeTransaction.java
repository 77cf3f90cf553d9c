package io.sluice.lake;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.MultiTableCommit;
import io.sluice.catalog.MultiTableCommit.Position;
import io.sluice.commit.CommitOutcome;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.JointOutcome;
import io.sluice.commit.NameChange;
import io.sluice.commit.Operation;
import io.sluice.commit.Participant;
import io.sluice.commit.TableChange;
import io.sluice.commit.Transaction;
import io.sluice.error.SluiceException;
import io.sluice.format.FormatTable;
import io.sluice.lake.Pins.Pin;
import io.sluice.lake.TransactionOutcome.Committed;
import io.sluice.lake.TransactionOutcome.Rejected;
import io.sluice.lake.TransactionOutcome.Unknown;
import io.sluice.lake.TransactionTable.Origin;
import io.sluice.scan.Snapshot;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One transaction over the tables of a lake: pinned versions to read, own changes on top, and one commit for all of
 * them.
 *
 * <p>Where the catalog can commit to several tables, the first touch of a table pins all tables of the lake in one
 * look, so that of every other transaction all or nothing is seen. Elsewhere each table is pinned at its own first
 * touch. Beginning a transaction asks the catalog nothing.
 *
 * <p>{@link #close} without {@link #commit}, and a commit that is known to have failed, remove the files that were
 * handed in by changes. For one thread.
 */
public final class LakeTransaction implements AutoCloseable {
    private final Lake lake;
    private final IsolationLevel level;
    private final String engine;
    private final Pins given;
    private final HandedFiles handed;
    private final TransactionNames names = new TransactionNames();
    private final Look look;

    private boolean pinned;
    private boolean over;

    /**
     * @param engine name and version of the program, as in {@link Operation}
     * @param given versions that were read elsewhere
     * @param look where tables are found, unless they are given
     */
    LakeTransaction(Lake lake, IsolationLevel level, String engine, Pins given, Look look) {
        this.lake = requireNonNull(lake, "lake");
        this.level = requireNonNull(level, "level");
        this.engine = requireNonNull(engine, "engine");
        this.given = requireNonNull(given, "given");
        this.look = requireNonNull(look, "look");
        handed = new HandedFiles(lake.storage());
    }

    /** The level that the transaction commits at. */
    public IsolationLevel level() {
        return level;
    }

    /** The table of that name, pinned; empty if there was none when the tables were pinned. */
    public Optional<TransactionTable> find(TableName name) {
        requireOpen();
        pin();
        return names.find(name).or(() -> names.isVacated(name) ? Optional.empty() : touch(name));
    }

    /** The table of that name, pinned; a user error if there was none when the tables were pinned. */
    public TransactionTable table(TableName name) {
        return find(name).orElseThrow(() -> Lake.missing(name));
    }

    /** The names of the tables that the transaction sees, those that it has made and renamed among them. */
    public Set<TableName> names() {
        requireOpen();
        pin();
        return names.seenBy(look.tables());
    }

    /**
     * Makes a table, which others see when the transaction is committed; a user error if there is one of that name.
     * From here on the transaction owns the files that the changes add.
     *
     * @param reserved by {@link Lake#reserve}
     * @param changes appends and sources that the table begins with
     */
    public TransactionTable create(
            CatalogTable reserved, TableMetadata metadata, List<TableChange> changes, Operation operation) {
        requireNamesChangeable();
        requireFree(reserved.name());
        TransactionTable made =
                new TransactionTable(this, lake.toBeMade(reserved, metadata), TableVersion.FIRST, Origin.MADE_HERE);
        names.put(reserved.name(), made);
        List<TableChange> all = new ArrayList<>();
        all.add(new TableChange.Redefine(metadata));
        all.addAll(changes);
        made.change(operation, all);
        return made;
    }

    /**
     * Removes a table; a user error if there is none. What was read of it counts to the end: the commit is rejected if
     * others change it meanwhile.
     */
    public void drop(TableName name) {
        requireNamesChangeable();
        table(name);
        names.drop(name);
    }

    /** Gives a table another name; a user error if there is none, or the other name is taken. */
    public void rename(TableName from, TableName to) {
        requireNamesChangeable();
        table(from);
        requireFree(to);
        names.rename(from, to);
    }

    private void requireFree(TableName name) {
        if (find(name).isPresent()) {
            throw SluiceException.user("there is a table %s already".formatted(name));
        }
    }

    private void requireNamesChangeable() {
        requireOpen();
        if (!(lake.catalog() instanceof MultiTableCommit)) {
            throw SluiceException.user("this lake's catalog makes, drops and renames tables only outside of"
                    + " transactions: COMMIT or ROLLBACK first");
        }
    }

    /** The versions of the tables that were touched or given, to be handed to others. */
    public Pins pins() {
        Map<TableName, Pin> pins = new TreeMap<>(given.tables());
        Stream.concat(names.present().stream(), names.dropped().stream())
                .filter(table -> !table.isMadeHere())
                .forEach(table -> pins.put(
                        table.table().name(),
                        new Pin(table.version(), Optional.of(table.table().id()))));
        return new Pins(pins);
    }

    private void pin() {
        if (!pinned) {
            look.take();
            given.tables().forEach(this::touchGiven);
            pinned = true;
        }
    }

    private Optional<TransactionTable> touch(TableName name) {
        Optional<TransactionTable> found = look.position(name)
                .map(position -> new TransactionTable(
                        this, lake.open(position.table()), position.version(), Origin.PINNED_HERE));
        found.ifPresent(table -> names.put(name, table));
        return found;
    }

    private void touchGiven(TableName name, Pin pin) {
        Position position = look.position(name).orElseThrow(() -> Lake.missing(name));
        CatalogTable table = position.table();
        if (pin.table().isPresent() && !pin.table().get().equals(table.id())) {
            throw SluiceException.user(
                    "table %s was dropped and made anew since version %s of it was read: read it again"
                            .formatted(name, pin.version()));
        }
        if (pin.version().isAfter(position.version())) {
            throw SluiceException.user("table %s has no version %s: the last one is %s"
                    .formatted(name, pin.version(), position.version()));
        }
        names.put(name, new TransactionTable(this, lake.open(table), pin.version(), Origin.PINNED_ELSEWHERE));
    }

    Snapshot snapshot(FormatTable table, TableVersion version) {
        return look.snapshot(table, version);
    }

    void requireOpen() {
        if (over) {
            throw SluiceException.user("the transaction is over: begin a new one");
        }
    }

    void requireChangeable(TransactionTable table) {
        boolean changesAnother = names.present().stream().anyMatch(other -> other != table && other.isChanged());
        if (changesAnother && !(lake.catalog() instanceof MultiTableCommit)) {
            throw SluiceException.user(
                    "the transaction would change %s beside another table, but this lake's catalog commits to one table at a time: use one transaction for each"
                            .formatted(table.table().name()));
        }
    }

    void hand(TransactionTable table, List<TableChange> changes) {
        handed.add(table.table(), changes);
    }

    /**
     * Ends the transaction. Without changes there is nothing to check: what was read was there, all at one moment.
     *
     * @throws SluiceException if the commit failed before anything was offered to the catalog; nothing is visible then,
     *     and files that were handed in are gone
     */
    public TransactionOutcome commit() {
        requireOpen();
        pin();
        over = true;
        TransactionOutcome outcome;
        try {
            outcome = offered();
        } catch (SluiceException nothingWasOffered) {
            handed.remove();
            throw nothingWasOffered;
        }
        // After anything else that is thrown the commit may stand, and the files with it.
        if (!(outcome instanceof Unknown)) {
            handed.remove();
        }
        return outcome;
    }

    private TransactionOutcome offered() {
        List<TransactionTable> changed =
                names.present().stream().filter(TransactionTable::isChanged).toList();
        List<NameChange> renamed = names.changes();
        if (changed.isEmpty() && renamed.isEmpty()) {
            return new Committed(Map.of());
        }
        Map<TransactionTable, Transaction> parts = new LinkedHashMap<>();
        Operation reading = new Operation(engine, "READ", Map.of(), Map.of());
        Stream.concat(changed.stream(), inputs()).forEach(table -> parts.put(table, table.transaction(level, reading)));
        names.dropped().stream()
                .filter(TransactionTable::isRead)
                .forEach(table -> parts.put(table, table.onlyReads(reading)));
        TransactionOutcome outcome = parts.size() == 1 && renamed.isEmpty()
                ? single(changed.get(0), parts.get(changed.get(0)))
                : joint(parts, renamed);
        if (outcome instanceof Committed) {
            parts.forEach((table, transaction) -> handed.release(table.table(), transaction.changes()));
        }
        return outcome;
    }

    /** What was only read matters at the higher level alone. */
    private Stream<TransactionTable> inputs() {
        return level == IsolationLevel.SERIALIZABLE
                ? names.present().stream().filter(TransactionTable::isInput)
                : Stream.empty();
    }

    private TransactionOutcome single(TransactionTable table, Transaction transaction) {
        TableName name = table.table().name();
        CommitOutcome outcome = lake.commit(table.opened(), transaction);
        if (outcome instanceof CommitOutcome.Committed committed) {
            return new Committed(Map.of(name, committed.version()));
        }
        if (outcome instanceof CommitOutcome.Rejected rejected) {
            return new Rejected(Optional.of(name), rejected);
        }
        CommitOutcome.Unknown unknown = (CommitOutcome.Unknown) outcome;
        return new Unknown(unknown.attempt(), Map.of(name, unknown.version()), unknown.cause());
    }

    private TransactionOutcome joint(Map<TransactionTable, Transaction> parts, List<NameChange> renamed) {
        List<Participant> participants = new ArrayList<>();
        parts.forEach((table, transaction) -> participants.add(
                new Participant(table.table().id(), table.opened().target(), transaction)));
        Map<TableId, TableName> known = new LinkedHashMap<>();
        names.dropped()
                .forEach(table -> known.put(table.table().id(), table.table().name()));
        names.byName().forEach((name, table) -> known.put(table.table().id(), name));
        JointOutcome outcome = lake.commit(participants, renamed);
        if (outcome instanceof JointOutcome.Committed committed) {
            return new Committed(named(committed.versions(), known));
        }
        if (outcome instanceof JointOutcome.Rejected rejected) {
            return new Rejected(rejected.table().map(known::get), rejected.cause());
        }
        JointOutcome.Unknown unknown = (JointOutcome.Unknown) outcome;
        return new Unknown(unknown.attempt(), named(unknown.versions(), known), unknown.cause());
    }

    private static Map<TableName, TableVersion> named(
            Map<TableId, TableVersion> versions, Map<TableId, TableName> names) {
        Map<TableName, TableVersion> named = new TreeMap<>();
        versions.forEach((id, version) -> named.put(names.get(id), version));
        return named;
    }

    /** Rolls back what is not committed: removes the files that were handed in. Harmless after {@link #commit}. */
    @Override
    public void close() {
        if (!over) {
            over = true;
            handed.remove();
        }
    }
}
