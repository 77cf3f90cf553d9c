package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.RatifiedCommit;
import io.sluice.catalog.TableTip;
import io.sluice.error.SluiceException;
import io.sluice.format.CommittedChanges;
import io.sluice.format.HistoryEntry;
import io.sluice.format.NamedFiles;
import io.sluice.format.delta.Action.Provenance;
import io.sluice.format.delta.Checkpoints.Found;
import io.sluice.scan.Predicate;
import io.sluice.storage.Storage;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The states of one table, from its log and its catalog. The catalog is asked first and says which version is the last
 * one; whatever lies in the log's folder beyond it is not looked at. Safe for use by several threads.
 */
final class DeltaLog {
    /** Beyond every version: asks a catalog only for commits that it still holds. */
    private static final TableVersion FAR = new TableVersion(Long.MAX_VALUE / 2);

    private final CatalogTable table;
    private final Catalog catalog;
    private final Storage storage;
    private final DeltaLogs shared;
    private final LogFiles files;
    private final Checkpoints checkpoints;
    private final DeletionVectors vectors;

    DeltaLog(CatalogTable table, Catalog catalog, Storage storage, DeltaLogs shared) {
        this.table = requireNonNull(table, "table");
        this.catalog = requireNonNull(catalog, "catalog");
        this.storage = requireNonNull(storage, "storage");
        this.shared = requireNonNull(shared, "shared");
        files = new LogFiles(table.location());
        vectors = new DeletionVectors(storage, table.location());
        checkpoints = new Checkpoints(files, storage, shared.readers());
    }

    /** The last state; a user error if the table is gone. */
    DeltaSnapshot snapshot() {
        TableTip tip = tip();
        return snapshot(tip.version(), tip);
    }

    /** The state of that number; a user error that names the last one if there is none. */
    DeltaSnapshot snapshotAt(TableVersion version) {
        return at(version, tip());
    }

    /** The state that was the last one at that instant; a user error if the table is younger. */
    DeltaSnapshot snapshotAsOf(Instant instant) {
        TableTip tip = tip();
        return snapshot(versionAsOf(instant, tip), tip);
    }

    /** The state of that number, of a table whose tip is known; a user error if there is none. */
    DeltaSnapshot at(TableVersion version, TableTip tip) {
        requirePresent(version, tip);
        return snapshot(version, tip);
    }

    private void requirePresent(TableVersion version, TableTip tip) {
        if (version.isAfter(tip.version())) {
            throw SluiceException.user(
                    "table %s has no version %s: the last one is %s".formatted(table.name(), version, tip.version()));
        }
    }

    /** The commits, newest first, as far back as the log reaches, at most {@code limit}. */
    List<HistoryEntry> history(int limit) {
        TableTip tip = tip();
        CommitContents commits = contents(tip.recent());
        List<HistoryEntry> history = new ArrayList<>();
        long oldest = Math.max(0, tip.version().number() - limit + 1);
        for (long number = tip.version().number(); number >= oldest; number--) {
            TableVersion version = new TableVersion(number);
            Optional<byte[]> content = commits.find(version);
            if (content.isEmpty()) {
                break;
            }
            Provenance commit = provenance(version, content.get());
            history.add(new HistoryEntry(
                    version,
                    Instant.ofEpochMilli(commit.committedMillis()),
                    commit.operation(),
                    commit.readVersion(),
                    commit.isolationLevel(),
                    commit.blindAppend()));
        }
        return history;
    }

    /** What each of these versions did to files, oldest first; a user error if one of them is not there. */
    List<CommittedChanges> changes(TableVersion from, TableVersion to) {
        if (from.isAfter(to)) {
            throw SluiceException.user("changes of table %s from version %s to version %s: the first is the later one"
                    .formatted(table.name(), from, to));
        }
        TableTip tip = tip();
        requirePresent(to, tip);
        requireLogged(from, tip);
        return changeLog(tip).between(from, to, at(from, tip).metadata());
    }

    private void requireLogged(TableVersion version, TableTip tip) {
        if (contents(tip.recent()).find(version).isEmpty()) {
            throw SluiceException.user(
                    "the changes of version %s of table %s are not known any more: its log has been cleaned up"
                            .formatted(version, table.name()));
        }
    }

    /** The files of all versions that can still be read, and of commits that have not been decided yet. */
    NamedFiles namedFiles() {
        FileNamesInLog names = new FileNamesInLog(table.location(), vectors);
        // Before the tip is asked for: what is staged later is younger than what a caller looks at.
        storage.list(files.stagedFolder())
                .forEach(staged ->
                        storage.read(staged.location()).ifPresent(content -> names.add(staged.location(), content)));
        TableTip tip = tip();
        CommitContents commits = contents(tip.recent());
        TableVersion version = tip.version();
        Optional<byte[]> content = commits.find(version);
        while (content.isPresent() && version.number() > 0) {
            names.add(files.commit(version), content.get());
            version = new TableVersion(version.number() - 1);
            content = commits.find(version);
        }
        if (content.isPresent()) {
            names.add(files.commit(version), content.get());
        } else {
            snapshotAt(version.next()).plan(Predicate.ALL).tasks().forEach(names::add);
        }
        return new NamedFiles(names.locations(), Set.of(files.folder()));
    }

    /** What commits did to files, up to a tip. */
    ChangeLog changeLog(TableTip tip) {
        return new ChangeLog(table, files, contents(tip.recent()), vectors);
    }

    /** The state of a version of which all commits are published, without asking the catalog. */
    DeltaSnapshot published(TableVersion version) {
        return state(version, contents(List.of()));
    }

    LogFiles files() {
        return files;
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    private TableTip tip() {
        return catalog.tip(table.id(), FAR)
                .orElseThrow(() -> SluiceException.user(
                        "table %s is gone: it was dropped after it had been opened".formatted(table.name())));
    }

    private CommitContents contents(List<RatifiedCommit> recent) {
        return new CommitContents(files, storage, recent);
    }

    private DeltaSnapshot snapshot(TableVersion version, TableTip tip) {
        CommitContents commits = contents(tip.recent());
        DeltaSnapshot snapshot = state(version, commits);
        ReaderFeatures.require(table.name().toString(), snapshot.state().protocol());
        return snapshot;
    }

    /** Goes on from the cached state if that is not later, else begins anew and leaves the cache alone. */
    private DeltaSnapshot state(TableVersion version, CommitContents commits) {
        SnapshotCache.Entry cached = shared.cache().entry(table.id());
        synchronized (cached) {
            DeltaSnapshot latest = cached.latest();
            if (latest == null || !latest.version().isAfter(version)) {
                return latest != null && latest.version().equals(version) ? latest : advance(cached, version, commits);
            }
        }
        return build(load(version, commits), version, commits);
    }

    private DeltaSnapshot advance(SnapshotCache.Entry cached, TableVersion version, CommitContents commits) {
        Replay replay = cached.replay();
        try {
            if (replay == null) {
                replay = load(version, commits);
            } else {
                if (replay.isMostlyDead()) {
                    replay.compact();
                }
                apply(replay, cached.latest().version().next(), version, commits);
            }
            DeltaSnapshot snapshot = build(replay, version, commits);
            cached.put(replay, snapshot);
        } catch (RuntimeException | Error failure) {
            // The replay may have applied a part.
            cached.clear();
            throw failure;
        }
        shared.cache().trim();
        return cached.latest();
    }

    private DeltaSnapshot build(Replay replay, TableVersion version, CommitContents commits) {
        TableState state = replay.state(version);
        TableMetadata metadata = DeltaHead.table(state.metadata());
        Provenance commit = provenance(version, commits.read(version));
        return new DeltaSnapshot(
                state,
                Instant.ofEpochMilli(commit.committedMillis()),
                metadata,
                new FilePlanner(table.location(), metadata, state.files(), vectors, shared.readers()));
    }

    /** Replays from the latest usable checkpoint, or from the first commit. */
    private Replay load(TableVersion version, CommitContents commits) {
        List<String> problems = new ArrayList<>();
        Optional<Found> checkpoint = checkpoints.latest(version, problems);
        if (checkpoint.isEmpty() && commits.find(TableVersion.FIRST).isEmpty()) {
            checkpoint = checkpoints.listed(version, problems);
            if (checkpoint.isEmpty()) {
                throw SluiceException.bug(
                        "the log of table %s in %s does not reach back to version 0, and no checkpoint can be used%s"
                                .formatted(table.name(), files.folder(), problems.isEmpty() ? "" : ": " + problems));
            }
        }
        Replay replay = checkpoint.map(Found::replay).orElseGet(Replay::new);
        TableVersion from = checkpoint.map(found -> found.version().next()).orElse(TableVersion.FIRST);
        apply(replay, from, version, commits);
        return replay;
    }

    private void apply(Replay replay, TableVersion from, TableVersion to, CommitContents commits) {
        if (!from.isAfter(to)) {
            commits.scan(from, to, shared.readers()).forEach(replay::apply);
        }
    }

    /** The last version that is not later than the instant. In-commit timestamps always grow. */
    private TableVersion versionAsOf(Instant instant, TableTip tip) {
        if (!instant.isBefore(tip.committedAt())) {
            return tip.version();
        }
        CommitContents commits = contents(tip.recent());
        long low = 0;
        Instant first = committedAt(TableVersion.FIRST, commits);
        if (instant.isBefore(first)) {
            throw SluiceException.user(
                    "table %s did not exist at %s: its first version is of %s".formatted(table.name(), instant, first));
        }
        long high = tip.version().number();
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (committedAt(new TableVersion(middle), commits).isAfter(instant)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return new TableVersion(low);
    }

    private Instant committedAt(TableVersion version, CommitContents commits) {
        return Instant.ofEpochMilli(provenance(version, commits.read(version)).committedMillis());
    }

    private Provenance provenance(TableVersion version, byte[] content) {
        return ActionReader.provenance(files.commit(version), content)
                .orElseThrow(() -> SluiceException.bug(
                        "version %s of table %s does not begin with commitInfo".formatted(version, table.name())));
    }
}
