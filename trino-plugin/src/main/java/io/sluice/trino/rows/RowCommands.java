package io.sluice.trino.rows;

import static java.util.Objects.requireNonNull;

import io.airlift.slice.Slice;
import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.error.SluiceException;
import io.sluice.lake.TransactionTable;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.table.DataFile;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.table.TableProperties.RowTrackingColumns;
import io.sluice.trino.handle.RowIdColumn;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.handle.StoredField;
import io.sluice.trino.read.Predicates;
import io.sluice.trino.read.StoredRows;
import io.sluice.trino.transaction.SluiceTransaction;
import io.sluice.trino.write.NewFiles;
import io.sluice.trino.write.StagedFiles;
import io.sluice.trino.write.TableWrites;
import io.sluice.trino.write.WriteRules;
import io.trino.spi.PageIndexerFactory;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.RetryMode;
import io.trino.spi.type.BigintType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Statements of one transaction that change rows, from before the first row to their changes. */
public final class RowCommands {
    private final SluiceTransaction transaction;
    private final StoredRows stored;
    private final PageIndexerFactory indexers;

    public RowCommands(SluiceTransaction transaction, StoredRows stored, PageIndexerFactory indexers) {
        this.transaction = requireNonNull(transaction, "transaction");
        this.stored = requireNonNull(stored, "stored");
        this.indexers = requireNonNull(indexers, "indexers");
    }

    /** The column that tells which row it is; asked for before a statement that changes rows is planned. */
    SluiceColumnHandle rowId(SluiceTableHandle table) {
        transaction.beforeChange();
        return rowId(transaction.snapshot(table).metadata());
    }

    private static SluiceColumnHandle rowId(TableMetadata table) {
        return RowIdColumn.of(TableProperties.of(table).rowTracking().map(RowTrackingColumns::rowId));
    }

    MergeHandle begin(ConnectorSession session, SluiceTableHandle table, RetryMode retries) {
        TransactionTable target = changeable(table);
        TableMetadata metadata = target.snapshot().metadata();
        NewFiles plain = TableWrites.newFiles(session, target.table().location(), metadata);
        Optional<RowTrackingColumns> tracking = TableProperties.of(metadata).rowTracking();
        NewFiles files = plain.withExtra(tracking.stream()
                .flatMap(columns -> List.of(number(columns.rowId()), number(columns.rowVersion())).stream())
                .toList());
        Optional<NewFiles> told = TableProperties.of(metadata).hasChangeFeed()
                ? Optional.of(plain.ofChangeData().withExtra(List.of(ToldChange.COLUMN)))
                : Optional.empty();
        MergeHandle merge = new MergeHandle(
                table,
                files,
                told,
                tracking.isPresent() ? MergeHandle.Tracking.TRACKED : MergeHandle.Tracking.UNTRACKED,
                refusal(table, metadata),
                retries);
        transaction.onEnd(files.write(), () -> {
            StagedFiles.removeAll(files);
            told.ifPresent(StagedFiles::removeAll);
        });
        StagedFiles.prepare(files);
        told.ifPresent(StagedFiles::prepare);
        transaction.expectTargets(table);
        return merge;
    }

    private static SluiceColumnHandle number(String physicalName) {
        return new SluiceColumnHandle(
                Role.STORED,
                physicalName,
                List.of(),
                BigintType.BIGINT,
                StoredField.of(Field.optional(physicalName, Primitive.LONG)));
    }

    private TransactionTable changeable(SluiceTableHandle table) {
        if (table.version().isPresent()) {
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED,
                    "rows of table %s can only be changed in its present state, and not in version %d"
                            .formatted(table.name(), table.version().getAsLong()));
        }
        TransactionTable target = transaction.changeable(table.name());
        WriteRules.requireChangeable(table.name(), target.snapshot().metadata());
        return target;
    }

    /** Rows may be deleted where none may be written. */
    private static Optional<String> refusal(SluiceTableHandle table, TableMetadata metadata) {
        try {
            WriteRules.requireWritable(table.name(), metadata);
            return Optional.empty();
        } catch (SluiceException refused) {
            return Optional.of(refused.getMessage());
        }
    }

    void finish(ConnectorSession session, MergeHandle merge, Collection<Slice> fragments) {
        // Where tasks are run again, so is the one that finishes, be it that it had come to its end.
        if (!transaction.isUnfinished(merge.files().write())) {
            return;
        }
        List<RowsDone> done = fragments.stream().map(RowsDone::of).toList();
        TableMetadata table = transaction.snapshot(merge.table()).metadata();
        RowCopies copies = new RowCopies(stored, indexers, session, merge, rowId(table));
        RowChanges changes = RowChanges.of(merge, done, table, transaction.files());
        if (merge.retries() != RetryMode.NO_RETRIES) {
            StagedFiles.removeOthers(merge.files(), paths(changes.added()));
            merge.told().ifPresent(told -> StagedFiles.removeOthers(told, paths(changes.told())));
        }
        List<TableChange> listed = changes.listed(copies);
        if (!listed.isEmpty()) {
            StagedFiles.sync(merge.files());
            merge.told().ifPresent(StagedFiles::sync);
            Operation operation = TableWrites.operation(session, changes.name(), changes.counts(), appended(listed));
            transaction.with(work -> {
                work.table(SluiceTransaction.name(merge.table().name())).change(operation, listed);
                return merge;
            });
        }
        transaction.forget(merge.files().write());
    }

    private static Set<String> paths(List<DataFile> files) {
        return files.stream().map(DataFile::path).collect(Collectors.toSet());
    }

    private static List<DataFile> appended(List<TableChange> changes) {
        return changes.stream()
                .filter(TableChange.AppendFiles.class::isInstance)
                .flatMap(change -> ((TableChange.AppendFiles) change).files().stream())
                .toList();
    }

    /** Takes whole files away; returns how many rows they had, if that is known. */
    OptionalLong deleteFiles(ConnectorSession session, SluiceTableHandle table) {
        Snapshot snapshot = changeable(table).snapshot();
        transaction.expectTargets(table);
        transaction.readRows(table, new Predicates(snapshot.metadata().schema()).of(table.constraint()));
        List<ScanTask> files = WholeFiles.of(snapshot, table);
        if (!files.isEmpty()) {
            List<TableChange> changes = List.of(new TableChange.RemoveFiles(
                    files.stream().map(task -> task.file().path()).toList()));
            Operation operation = TableWrites.operation(session, "DELETE", Map.of(), List.of());
            transaction.with(work -> {
                work.table(SluiceTransaction.name(table.name())).change(operation, changes);
                return table;
            });
        }
        return WholeFiles.rowCount(files);
    }
}
