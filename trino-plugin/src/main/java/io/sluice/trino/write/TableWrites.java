package io.sluice.trino.write;

import static java.util.Objects.requireNonNull;

import io.airlift.slice.Slice;
import io.sluice.catalog.CatalogTable;
import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.lake.Lake;
import io.sluice.lake.TransactionTable;
import io.sluice.table.DataFile;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.trino.definitions.TableDefinitions;
import io.sluice.trino.definitions.TablePlan;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.handle.StoredField;
import io.sluice.trino.statistics.CollectedColumns;
import io.sluice.trino.statistics.StatisticsCollection;
import io.sluice.trino.transaction.EngineName;
import io.sluice.trino.transaction.SluiceTransaction;
import io.sluice.trino.types.TrinoTypes;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.RetryMode;
import io.trino.spi.connector.SchemaTableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Statements of one transaction that write rows, from before the first row to their changes. Files that are not handed
 * to the transaction are removed when it ends.
 */
public final class TableWrites {
    private final SluiceTransaction transaction;
    private final TableDefinitions definitions;
    private final StatisticsCollection statistics;
    /** By the name of the write. */
    private final Map<String, NewTable> begun = new ConcurrentHashMap<>();

    public TableWrites(SluiceTransaction transaction, TableDefinitions definitions, StatisticsCollection statistics) {
        this.transaction = requireNonNull(transaction, "transaction");
        this.definitions = requireNonNull(definitions, "definitions");
        this.statistics = requireNonNull(statistics, "statistics");
    }

    /** Tells that the statement writes rows, before anything is planned. */
    void announce() {
        transaction.beforeChange();
    }

    /** The names of the columns that the table is partitioned by, as Trino has them. */
    List<String> partitionColumns(SluiceTableHandle table) {
        return transaction.snapshot(table).metadata().partitionColumns().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }

    WriteHandle beginInsert(ConnectorSession session, SluiceTableHandle table, RetryMode retries) {
        TransactionTable target = transaction.changeable(table.name());
        TableMetadata metadata = target.snapshot().metadata();
        WriteRules.requireWritable(table.name(), metadata);
        NewFiles files = newFiles(session, target.table().location(), metadata);
        Set<String> summedUp = statistics.collectedWhenAdded(session, target);
        return begin(new WriteHandle(table.name(), files, summedUp, retries));
    }

    /** Files for rows that have the table's columns in their order. */
    public static NewFiles newFiles(ConnectorSession session, String location, TableMetadata table) {
        List<SluiceColumnHandle> columns = table.schema().columns().stream()
                .map(column -> column(table, column))
                .toList();
        String write = session.getQueryId() + "-" + UUID.randomUUID().toString().substring(0, 8);
        return new NewFiles(
                location,
                "",
                write,
                columns,
                List.of(),
                TableProperties.of(table).compression(),
                WriteSettings.limits(session, table));
    }

    private static SluiceColumnHandle column(TableMetadata table, Field column) {
        Role role = table.partitionColumns().contains(column.name()) ? Role.PARTITION : Role.STORED;
        return new SluiceColumnHandle(
                role, column.name(), List.of(), TrinoTypes.type(column.type()), StoredField.of(column));
    }

    private WriteHandle begin(WriteHandle handle) {
        NewFiles files = handle.files();
        transaction.onEnd(files.write(), () -> StagedFiles.removeAll(files));
        StagedFiles.prepare(files);
        return handle;
    }

    void finishInsert(ConnectorSession session, WriteHandle handle, Collection<Slice> fragments) {
        if (isFinished(handle)) {
            return;
        }
        List<WriterFragment> writers = told(fragments);
        List<DataFile> files = finished(handle, writers);
        if (!files.isEmpty()) {
            statistics.added(handle.table(), collected(writers));
            Operation operation = operation(session, "WRITE", Map.of("mode", "Append"), files);
            transaction.with(work -> {
                work.table(SluiceTransaction.name(handle.table()))
                        .change(operation, List.of(new TableChange.AppendFiles(files)));
                return handle;
            });
        }
        transaction.forget(handle.files().write());
    }

    /** Where tasks are run again, so is the one that finishes a write, be it that it had come to its end. */
    private boolean isFinished(WriteHandle handle) {
        return !transaction.isUnfinished(handle.files().write());
    }

    private static List<WriterFragment> told(Collection<Slice> fragments) {
        return fragments.stream().map(WriterFragment::of).toList();
    }

    private static List<CollectedColumns> collected(List<WriterFragment> told) {
        return told.stream().map(WriterFragment::collected).toList();
    }

    /** The files that are to be committed; those of failed attempts are gone. */
    private static List<DataFile> finished(WriteHandle handle, List<WriterFragment> told) {
        List<DataFile> files = told.stream()
                .flatMap(fragment -> fragment.file().stream())
                .map(WrittenFile::dataFile)
                .toList();
        if (handle.retries() != RetryMode.NO_RETRIES) {
            Set<String> kept = files.stream().map(DataFile::path).collect(Collectors.toSet());
            StagedFiles.removeOthers(handle.files(), kept);
        }
        if (!files.isEmpty()) {
            StagedFiles.sync(handle.files());
        }
        return files;
    }

    /** @param replace whether a table of that name may be there */
    WriteHandle beginCreate(
            ConnectorSession session, ConnectorTableMetadata asked, RetryMode retries, Replacing replace) {
        transaction.beforeChange();
        SchemaTableName name = asked.getTable();
        NewTable made =
                replace == Replacing.ALLOWED && transaction.find(name).isPresent() ? replacement(asked) : first(asked);
        NewFiles files = newFiles(session, made.place().location(), made.planned());
        begun.put(files.write(), made);
        Set<String> summedUp = statistics.collectedWhenMade(session, made.planned());
        WriteHandle handle = begin(new WriteHandle(name, files, summedUp, retries));
        if (made.kind() == NewTable.Kind.FIRST) {
            transaction.onEnd(files.write(), () -> {
                StagedFiles.removeAll(files);
                StagedFiles.removeFolder(files);
            });
        }
        return handle;
    }

    /** Whether a statement that makes a table takes away one that has the name. */
    enum Replacing {
        ALLOWED,
        REFUSED
    }

    private NewTable first(ConnectorTableMetadata asked) {
        definitions.requireNameable(asked.getTable());
        Lake lake = transaction.lake();
        CatalogTable reserved = lake.reserve(SluiceTransaction.name(asked.getTable()));
        TableMetadata wanted = new TablePlan(asked).metadata(reserved.id());
        TableMetadata planned = lake.planned(wanted);
        return new NewTable(NewTable.Kind.FIRST, reserved, planned, planned);
    }

    private NewTable replacement(ConnectorTableMetadata asked) {
        TransactionTable target = transaction.changeable(asked.getTable());
        WriteRules.requireChangeable(asked.getTable(), target.snapshot().metadata());
        CatalogTable there = target.table();
        TableMetadata wanted = new TablePlan(asked).metadata(there.id());
        return new NewTable(
                NewTable.Kind.REPLACEMENT, there, wanted, transaction.lake().planned(wanted));
    }

    void finishCreate(ConnectorSession session, WriteHandle handle, Collection<Slice> fragments) {
        if (isFinished(handle)) {
            return;
        }
        NewTable made = begun.get(handle.files().write());
        List<WriterFragment> writers = told(fragments);
        List<DataFile> files = finished(handle, writers);
        List<TableChange> rows = files.isEmpty() ? List.of() : List.of(new TableChange.AppendFiles(files));
        Map<String, String> told =
                Map.of("partitionBy", made.planned().partitionColumns().toString());
        switch (made.kind()) {
            case FIRST -> {
                Operation operation = operation(session, "CREATE TABLE AS SELECT", told, files);
                transaction.with(work -> work.create(made.place(), made.planned(), rows, operation));
            }
            case REPLACEMENT -> {
                Operation operation = operation(session, "CREATE OR REPLACE TABLE AS SELECT", told, files);
                List<TableChange> changes = new ArrayList<>();
                changes.add(new TableChange.Redefine(made.wanted()));
                changes.addAll(rows);
                transaction.with(work -> {
                    work.table(made.place().name()).change(operation, changes);
                    return made;
                });
            }
        }
        statistics.made(handle.table(), collected(writers));
        begun.remove(handle.files().write());
        transaction.forget(handle.files().write());
    }

    /** An operation that adds files, and who asked for it. */
    public static Operation operation(
            ConnectorSession session, String name, Map<String, String> told, List<DataFile> added) {
        Map<String, String> parameters = new LinkedHashMap<>(told);
        parameters.put("queryId", session.getQueryId());
        parameters.put("user", session.getUser());
        session.getSource().ifPresent(source -> parameters.put("source", source));
        Map<String, String> metrics = new LinkedHashMap<>();
        metrics.put("numFiles", Integer.toString(added.size()));
        metrics.put(
                "numOutputRows",
                Long.toString(added.stream()
                        .mapToLong(file -> file.statistics().rowCount())
                        .sum()));
        metrics.put(
                "numOutputBytes",
                Long.toString(added.stream().mapToLong(DataFile::sizeBytes).sum()));
        return new Operation(EngineName.TEXT, name, parameters, metrics);
    }
}
