package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.AttemptId;
import io.sluice.commit.ChangeKind;
import io.sluice.commit.Operation;
import io.sluice.commit.Proposal;
import io.sluice.commit.SourceFile;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.MarkIngested;
import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.Metadata;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Version 0 of a table in the making. */
final class FirstCommit {
    private final DeltaTable table;
    private final TableMetadata metadata;

    /** @param metadata as {@link PlannedTable#first} has planned it */
    FirstCommit(DeltaTable table, TableMetadata metadata) {
        this.table = requireNonNull(table, "table");
        this.metadata = requireNonNull(metadata, "metadata");
    }

    /**
     * Writes it down. May store files that nobody sees.
     *
     * @param changes of the files that the table begins with, and of the table itself
     */
    Proposal propose(List<TableChange> changes, Operation operation, AttemptId attempt) {
        Instant now = table.now().truncatedTo(ChronoUnit.MILLIS);
        CommitDraft draft = CommitDraft.fold(firstHead(now), States.NONE, changes);
        requireUnused();
        VectorDraft vectors = new VectorDraft(attempt);
        byte[] content = ActionWriter.write(draft.firstActions(operation, attempt, now, vectors));
        vectors.content().ifPresent(bytes -> table.commits().storeVectors(attempt, bytes));
        return new Proposal(
                TableVersion.FIRST,
                attempt,
                draft.summary(operation, kinds(changes), now),
                table.commits().prepared(TableVersion.FIRST, attempt, content),
                Optional.of(draft.head().text()),
                sources(changes));
    }

    private KnownHead firstHead(Instant now) {
        if (!metadata.id().equals(table.table().id())) {
            throw SluiceException.bug("table %s has the id %s in its metadata, and %s in the catalog"
                    .formatted(
                            table.table().name(), metadata.id(), table.table().id()));
        }
        Metadata action = new Metadata(
                table.table().id().toString(),
                Optional.of(table.table().name().table()),
                metadata.comment(),
                SchemaJson.write(metadata.schema()),
                metadata.partitionColumns(),
                OptionalLong.of(now.toEpochMilli()),
                metadata.properties());
        DeltaHead head = new DeltaHead(
                TableFeature.protocolOf(metadata.schema(), metadata.properties()),
                action,
                metadata,
                OptionalLong.empty());
        return KnownHead.of(head.text(), head);
    }

    private void requireUnused() {
        if (table.commits().isPublished(TableVersion.FIRST)) {
            throw SluiceException.user("there is a Delta table in the folder %s already: choose another folder"
                    .formatted(table.table().location()));
        }
    }

    private static Set<ChangeKind> kinds(List<TableChange> changes) {
        Set<ChangeKind> kinds = new TreeSet<>(Set.of(ChangeKind.SCHEMA, ChangeKind.PROPERTIES));
        changes.forEach(change -> kinds.addAll(change.kinds()));
        return kinds;
    }

    private static List<SourceFile> sources(List<TableChange> changes) {
        return changes.stream()
                .filter(MarkIngested.class::isInstance)
                .flatMap(change -> ((MarkIngested) change).sources().stream())
                .toList();
    }
}
