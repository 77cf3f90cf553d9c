package io.sluice.spark.stream;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.format.CommittedChanges;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.spark.read.StreamedPart;
import io.sluice.spark.read.StreamedPart.OfCommit;
import io.sluice.spark.read.StreamedPart.OfSnapshot;
import io.sluice.spark.read.StreamedRows;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.stream.StreamPosition.Part;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Goes through a table: the files of a state first, then commit by commit. For one thread. */
final class TableFeed {
    private static final Comparator<ScanTask> AS_WRITTEN = Comparator.<ScanTask>comparingLong(
                    task -> task.file().modifiedMillis())
            .thenComparing(task -> task.file().path());

    private final StreamedRows rows;
    private final Removals removals;
    private final CommitWindow commits;
    /** Null when the stream is through with it. */
    private OfSnapshot begun;

    TableFeed(StreamedRows rows, Removals removals) {
        this.rows = requireNonNull(rows, "rows");
        this.removals = requireNonNull(removals, "removals");
        commits = new CommitWindow(rows.table().opened());
    }

    /**
     * Where a batch ends that begins there. It ends before a commit that cannot be read.
     *
     * @param last the last version of the table that is read
     * @throws SluiceException a user error if the commit that comes first cannot be read
     */
    StreamPosition advance(StreamPosition start, TableVersion last, BatchBudget budget) {
        StreamPosition position = start;
        if (start.part() == Part.SNAPSHOT) {
            position = within(start, snapshot(start.version()).files(), budget);
        }
        while (position.part() == Part.COMMIT && !position.version().isAfter(last)) {
            CommittedChanges commit = commits.at(position.version(), last);
            Optional<SluiceException> refusal = refusal(commit);
            if (refusal.isPresent()) {
                if (position.equals(start)) {
                    throw refusal.get();
                }
                return position;
            }
            StreamPosition reached = switch (rows.unit()) {
                case FILE -> within(position, removals.emitted(commit), budget);
                case COMMIT -> budget.take(filesOfChanges(commit)) ? position.afterAll() : position;
            };
            if (reached.part() == Part.COMMIT && reached.version().equals(position.version())) {
                return reached;
            }
            position = reached;
        }
        return position;
    }

    private static StreamPosition within(StreamPosition position, List<ScanTask> files, BatchBudget budget) {
        int read = (int) Math.min(position.files(), files.size());
        while (read < files.size()) {
            if (!budget.take(files.subList(read, read + 1))) {
                return position.after(read);
            }
            read++;
        }
        return position.afterAll();
    }

    private static List<ScanTask> filesOfChanges(CommittedChanges commit) {
        if (!commit.files().changeData().isEmpty()) {
            return commit.files().changeData();
        }
        return Stream.of(
                        commit.files().removed().stream(),
                        commit.files().deleted().stream().map(deleted -> deleted.task()),
                        commit.files().added().stream())
                .flatMap(part -> part)
                .toList();
    }

    /**
     * What is between two positions, as an earlier call of {@link #advance} has answered them.
     *
     * @throws SluiceException a user error if a commit cannot be read, or is not there any more
     */
    List<StreamedPart> between(StreamPosition start, StreamPosition end) {
        List<StreamedPart> parts = new ArrayList<>();
        StreamPosition position = start;
        if (start.part() == Part.SNAPSHOT && start.isBefore(end)) {
            OfSnapshot first = snapshot(start.version());
            parts.add(new OfSnapshot(first.snapshot(), part(first.files(), start, end)));
            position = start.afterAll();
        }
        while (position.isBefore(end)) {
            TableVersion last =
                    end.files() == 0 ? new TableVersion(end.version().number() - 1) : end.version();
            CommittedChanges commit = commits.at(position.version(), last);
            refusal(commit).ifPresent(refused -> {
                throw refused;
            });
            List<ScanTask> files = switch (rows.unit()) {
                case FILE -> part(removals.emitted(commit), position, end);
                case COMMIT -> List.of();
            };
            parts.add(new OfCommit(commit, files));
            position = position.afterAll();
        }
        return parts;
    }

    private static List<ScanTask> part(List<ScanTask> files, StreamPosition start, StreamPosition end) {
        boolean endsHere = end.part() == start.part() && end.version().equals(start.version());
        int to = endsHere ? (int) Math.min(end.files(), files.size()) : files.size();
        int from = (int) Math.min(start.files(), to);
        return files.subList(from, to);
    }

    /** The state with its files in an order that is the same whenever it is asked for. */
    private OfSnapshot snapshot(TableVersion version) {
        if (begun == null || !begun.snapshot().version().equals(version)) {
            Snapshot snapshot = rows.table().opened().snapshotAt(version);
            columnRefusal(version, snapshot.metadata()).ifPresent(refused -> {
                throw refused;
            });
            begun = new OfSnapshot(
                    snapshot,
                    snapshot.plan(Predicate.ALL).tasks().stream()
                            .sorted(AS_WRITTEN)
                            .toList());
        }
        return begun;
    }

    private Optional<SluiceException> refusal(CommittedChanges commit) {
        Optional<SluiceException> ofColumns = columnRefusal(commit.version(), commit.metadata());
        if (ofColumns.isPresent() || rows.unit() == StreamedRows.Unit.COMMIT) {
            return ofColumns;
        }
        return removals.refusal(commit)
                .map(reason -> SluiceException.user("the stream of table %s stops before version %s: %s"
                        .formatted(rows.table().name(), commit.version(), reason)));
    }

    private Optional<SluiceException> columnRefusal(TableVersion version, TableMetadata then) {
        PinnedTable table = rows.table();
        if (version.isAfter(table.snapshot().version())) {
            return ColumnChanges.areNone(then, table.metadata())
                    ? Optional.empty()
                    : Optional.of(SluiceException.user(
                            "the columns of table %s were changed in version %s, after the stream was started: start the query again, from its checkpoint, to read on with the new columns"
                                    .formatted(table.name(), version)));
        }
        return ColumnChanges.refusal(then, table.metadata())
                .map(reason -> SluiceException.user(
                        "the stream of table %s cannot read version %s with the columns of now: %s. Start a new query, with a new checkpoint"
                                .formatted(table.name(), version, reason)));
    }

    /** Nothing before is asked for again. */
    void forgetBefore(StreamPosition position) {
        if (position.part() == Part.COMMIT) {
            begun = null;
            commits.forgetBefore(position.version());
        }
    }
}
