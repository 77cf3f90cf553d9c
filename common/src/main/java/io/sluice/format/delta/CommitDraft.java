package io.sluice.format.delta;

import io.sluice.commit.AttemptId;
import io.sluice.commit.ChangeKind;
import io.sluice.commit.CommitSummary;
import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AdvanceWriter;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.Transaction;
import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.Add;
import io.sluice.format.delta.Action.Extras;
import io.sluice.format.delta.Action.Metadata;
import io.sluice.format.delta.Action.Protocol;
import io.sluice.format.delta.Action.Provenance;
import io.sluice.format.delta.Action.Txn;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A commit in the making: the changes of a transaction, folded over the head of the table. Does no I/O.
 *
 * <p>{@link #fold} takes the changes in order, {@link #actions} writes the result down. Files are judged by the schema
 * after all changes.
 */
final class CommitDraft {
    private static final Set<ChangeKind> BLIND =
            EnumSet.of(ChangeKind.APPEND, ChangeKind.SOURCES, ChangeKind.WRITER_PROGRESS);

    private final KnownHead base;
    private DeltaHead head;
    private final List<DataFile> files = new ArrayList<>();
    private final Map<String, Long> writers = new LinkedHashMap<>();

    private CommitDraft(KnownHead base) {
        this.base = base;
        head = base.head();
    }

    /** A user error if a change does not fit the table. */
    static CommitDraft fold(KnownHead base, List<TableChange> changes) {
        TableFeature.requireWritable(base.head().protocol());
        SchemaRules.requireWritable(base.head().table());
        CommitDraft draft = new CommitDraft(base);
        changes.forEach(draft::apply);
        draft.rules().requireValid(draft.files);
        return draft;
    }

    private void apply(TableChange change) {
        if (change instanceof AppendFiles append) {
            files.addAll(append.files());
        } else if (change instanceof AdvanceWriter advance) {
            writers.put(advance.applicationId(), advance.version());
        } else {
            TableMetadata changed = PlannedTable.after(head.table(), change);
            if (!changed.equals(head.table())) {
                changeHead(changed);
            }
        }
        // Ingested sources are the catalog's business, and no action says them.
    }

    private void changeHead(TableMetadata table) {
        Metadata old = head.metadata();
        Metadata metadata = new Metadata(
                old.id(),
                old.name(),
                table.comment(),
                SchemaJson.write(table.schema()),
                table.partitionColumns(),
                old.createdMillis(),
                table.properties());
        Protocol protocol = TableFeature.upgraded(head.protocol(), table.schema(), table.properties());
        head = new DeltaHead(protocol, metadata, table);
    }

    private FileRules rules() {
        return new FileRules(head.table());
    }

    /** The head after the commit, if the commit changes it. */
    Optional<DeltaHead> changedHead() {
        return head.equals(base.head()) ? Optional.empty() : Optional.of(head);
    }

    /** The actions of a commit of an existing table. */
    List<Action> actions(Transaction transaction, AttemptId attempt, Instant committedAt) {
        boolean blind = transaction.reads().isBlind() && !files.isEmpty() && BLIND.containsAll(transaction.kinds());
        Provenance provenance = new Provenance(
                committedAt.toEpochMilli(),
                Optional.of(attempt.toString()),
                measured(transaction.operation()),
                blind,
                Optional.of(transaction.isolation().text()),
                OptionalLong.of(transaction.reads().version().number()));
        List<Action> actions = new ArrayList<>(4 + writers.size() + files.size());
        actions.add(provenance);
        if (!head.protocol().equals(base.head().protocol())) {
            actions.add(head.protocol());
        }
        if (!head.equals(base.head())) {
            actions.add(head.metadata());
        }
        addProgressAndFiles(actions, committedAt);
        return actions;
    }

    /** The actions of the first commit of a table. */
    List<Action> firstActions(Operation operation, AttemptId attempt, Instant committedAt) {
        Provenance provenance = new Provenance(
                committedAt.toEpochMilli(),
                Optional.of(attempt.toString()),
                measured(operation),
                !files.isEmpty(),
                Optional.empty(),
                OptionalLong.empty());
        List<Action> actions = new ArrayList<>(4 + writers.size() + files.size());
        actions.add(provenance);
        actions.add(head.protocol());
        actions.add(head.metadata());
        addProgressAndFiles(actions, committedAt);
        return actions;
    }

    CommitSummary summary(Operation operation, Set<ChangeKind> kinds, Instant committedAt) {
        return new CommitSummary(committedAt, operation.engine(), operation.name(), kinds, writers);
    }

    private void addProgressAndFiles(List<Action> actions, Instant committedAt) {
        writers.forEach((application, version) ->
                actions.add(new Txn(application, version, OptionalLong.of(committedAt.toEpochMilli()))));
        if (files.isEmpty()) {
            return;
        }
        FileRules rules = rules();
        StatsJson stats = head.equals(base.head()) ? base.stats() : StatsJson.forWriting(head.table());
        for (DataFile file : files) {
            actions.add(new Add(
                    file.path(),
                    rules.partitionValues(file),
                    file.sizeBytes(),
                    file.modifiedMillis(),
                    true,
                    isCounted(file) ? Optional.of(stats.write(file.statistics())) : Optional.empty(),
                    Extras.NONE));
        }
    }

    private static boolean isCounted(DataFile file) {
        return file.statistics().rowCount() != FileStatistics.UNKNOWN_ROW_COUNT;
    }

    /** The operation with the counts that the files tell, where the engine has not given its own. */
    private Operation measured(Operation operation) {
        if (files.isEmpty()) {
            return operation;
        }
        long bytes = 0;
        long rows = 0;
        boolean counted = true;
        for (DataFile file : files) {
            bytes += file.sizeBytes();
            counted &= isCounted(file);
            rows += isCounted(file) ? file.statistics().rowCount() : 0;
        }
        Map<String, String> metrics = new LinkedHashMap<>(operation.metrics());
        metrics.putIfAbsent("numFiles", Integer.toString(files.size()));
        metrics.putIfAbsent("numOutputBytes", Long.toString(bytes));
        if (counted) {
            metrics.putIfAbsent("numOutputRows", Long.toString(rows));
        }
        return new Operation(operation.engine(), operation.name(), operation.parameters(), metrics);
    }

    /** Checks that changes can be part of a table's first commit. */
    static void requireFirst(List<TableChange> changes) {
        for (TableChange change : changes) {
            if (!BLIND.containsAll(change.kinds())) {
                throw SluiceException.bug("a table cannot be created with a " + change.kinds());
            }
        }
    }
}
