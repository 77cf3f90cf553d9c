package io.sluice.format.delta;

import io.sluice.commit.AttemptId;
import io.sluice.commit.ChangeKind;
import io.sluice.commit.CommitSummary;
import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AddChangeData;
import io.sluice.commit.TableChange.AdvanceWriter;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.Redefine;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.commit.TableChange.ReplaceFiles;
import io.sluice.commit.TableChange.Restore;
import io.sluice.commit.Transaction;
import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.Metadata;
import io.sluice.format.delta.Action.Protocol;
import io.sluice.format.delta.Action.Provenance;
import io.sluice.format.delta.Action.Txn;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.table.TableVersion;
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
 * A commit in the making: the changes of a transaction, folded over the head of the table. Changes of files that are
 * there look at the table's states; the others do no I/O.
 *
 * <p>{@link #fold} takes the changes in order, {@link #actions} writes the result down. Files are judged by the schema
 * after all changes.
 */
final class CommitDraft {
    private static final Set<ChangeKind> BLIND =
            EnumSet.of(ChangeKind.APPEND, ChangeKind.SOURCES, ChangeKind.WRITER_PROGRESS);

    private final KnownHead base;
    private DeltaHead head;
    private final States states;
    private final FileDraft files;
    private final Map<String, Long> writers = new LinkedHashMap<>();

    private CommitDraft(KnownHead base, States states) {
        this.base = base;
        this.states = states;
        files = new FileDraft(states);
        head = base.head();
    }

    /** A user error if a change does not fit the table. */
    static CommitDraft fold(KnownHead base, States states, List<TableChange> changes) {
        TableFeature.requireWritable(base.head().protocol());
        SchemaRules.requireWritable(base.head().table());
        CommitDraft draft = new CommitDraft(base, states);
        changes.forEach(draft::apply);
        draft.rules().requireValid(draft.files.newFiles());
        MadeColumns.requireMade(draft.head.table(), changes);
        draft.requireAllowed();
        return draft;
    }

    private void requireAllowed() {
        if (files.takesRows() && isSet(base.head(), DeltaProperties.APPEND_ONLY)) {
            throw SluiceException.user(
                    ("table '%s' is append-only, its rows can be neither changed nor removed: set its property %s to"
                                    + " 'false' first")
                            .formatted(name(), DeltaProperties.APPEND_ONLY));
        }
        if (files.needsVectors() && !isSet(head, DeltaProperties.ENABLE_DELETION_VECTORS)) {
            throw SluiceException.user(
                    ("rows cannot be taken out of files of table '%s', as its property %s is not 'true': set it, or"
                                    + " write the files anew")
                            .formatted(name(), DeltaProperties.ENABLE_DELETION_VECTORS));
        }
    }

    private static boolean isSet(DeltaHead head, String property) {
        return Boolean.parseBoolean(head.table().properties().get(property));
    }

    private String name() {
        return head.metadata().name().orElse(head.metadata().id());
    }

    private void apply(TableChange change) {
        if (change instanceof AppendFiles append) {
            files.append(append.files());
        } else if (change instanceof DeleteRows delete) {
            files.delete(delete.rows());
        } else if (change instanceof RemoveFiles remove) {
            files.remove(remove.paths());
        } else if (change instanceof ReplaceFiles replace) {
            files.replace(replace.paths(), replace.replacements());
        } else if (change instanceof AddChangeData added) {
            files.addChangeData(added.files());
        } else if (change instanceof Restore restore) {
            DeltaSnapshot old = states.at(restore.version());
            files.restore(old);
            changeHead(PlannedTable.restored(head.table(), old.metadata()));
        } else if (change instanceof AdvanceWriter advance) {
            writers.put(advance.applicationId(), advance.version());
        } else {
            if (change instanceof Redefine) {
                files.clear();
            }
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
        head = new DeltaHead(protocol, metadata, table, head.highestRowId());
    }

    private FileRules rules() {
        return new FileRules(head.table());
    }

    /** The head after the commit. */
    DeltaHead head() {
        return head;
    }

    /** The head after the commit, if the commit changes it. Known when the actions are. */
    Optional<DeltaHead> changedHead() {
        return head.equals(base.head()) ? Optional.empty() : Optional.of(head);
    }

    /** The actions of a commit of an existing table. */
    List<Action> actions(
            TableVersion version,
            Transaction transaction,
            AttemptId attempt,
            Instant committedAt,
            VectorDraft vectors) {
        boolean blind = transaction.reads().isBlind()
                && BLIND.containsAll(transaction.kinds())
                && !files.newFiles().isEmpty();
        Provenance provenance = new Provenance(
                committedAt.toEpochMilli(),
                Optional.of(attempt.toString()),
                measured(transaction.operation()),
                blind,
                Optional.of(transaction.isolation().text()),
                OptionalLong.of(transaction.reads().version().number()),
                tags());
        List<Action> actions = new ArrayList<>();
        actions.add(provenance);
        if (!head.protocol().equals(base.head().protocol())) {
            actions.add(head.protocol());
        }
        if (!head.metadata().equals(base.head().metadata())) {
            actions.add(head.metadata());
        }
        if (startsTracking()) {
            files.restate(add -> RowTracking.lineage(add).isEmpty());
        }
        addProgressAndFiles(actions, committedAt, vectors);
        trackRows(actions, version, highestRowId());
        return actions;
    }

    /** The actions of the first commit of a table. */
    List<Action> firstActions(Operation operation, AttemptId attempt, Instant committedAt, VectorDraft vectors) {
        Provenance provenance = new Provenance(
                committedAt.toEpochMilli(),
                Optional.of(attempt.toString()),
                measured(operation),
                !files.newFiles().isEmpty(),
                Optional.empty(),
                OptionalLong.empty());
        List<Action> actions = new ArrayList<>();
        actions.add(provenance);
        actions.add(head.protocol());
        actions.add(head.metadata());
        addProgressAndFiles(actions, committedAt, vectors);
        trackRows(actions, TableVersion.FIRST, OptionalLong.empty());
        return actions;
    }

    /** Every row has an id from here on, which is not so yet. */
    private boolean startsTracking() {
        return TableProperties.of(head.table()).rowTracking().isPresent()
                && TableProperties.of(base.head().table()).rowTracking().isEmpty();
    }

    /** The catalog knows it, unless somebody else has written the head. */
    private OptionalLong highestRowId() {
        if (head.highestRowId().isPresent()
                || !RowTracking.isSupported(
                        base.head().protocol(), base.head().table().properties())) {
            return head.highestRowId();
        }
        return Optional.ofNullable(states.tip().state().domains().get(RowTracking.DOMAIN))
                .map(RowTracking::mark)
                .orElse(OptionalLong.empty());
    }

    private Map<String, String> tags() {
        return TableProperties.of(head.table()).rowTracking().isPresent()
                ? Map.of(RowTracking.PRESERVED, Boolean.toString(!files.mayMoveRows()))
                : Map.of();
    }

    private void trackRows(List<Action> actions, TableVersion version, OptionalLong highest) {
        if (RowTracking.isSupported(head.protocol(), head.table().properties())) {
            StatsJson counts = StatsJson.of(head.table().schema(), path -> false);
            head = head.withHighestRowId(RowTracking.assign(actions, highest, version.number(), counts));
        }
    }

    CommitSummary summary(Operation operation, Set<ChangeKind> kinds, Instant committedAt) {
        return new CommitSummary(committedAt, operation.engine(), operation.name(), kinds, writers);
    }

    private void addProgressAndFiles(List<Action> actions, Instant committedAt, VectorDraft vectors) {
        writers.forEach((application, version) ->
                actions.add(new Txn(application, version, OptionalLong.of(committedAt.toEpochMilli()))));
        StatsJson stats =
                head.metadata().equals(base.head().metadata()) ? base.stats() : StatsJson.forWriting(head.table());
        actions.addAll(files.actions(rules(), stats, vectors, committedAt));
    }

    /** The operation with the counts that the files tell, where the engine has not given its own. */
    private Operation measured(Operation operation) {
        Map<String, String> metrics = new LinkedHashMap<>(operation.metrics());
        files.metrics().forEach(metrics::putIfAbsent);
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
