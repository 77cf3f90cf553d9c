package io.sluice.ingest;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.AttemptId;
import io.sluice.commit.CommitOutcome;
import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.CommitOutcome.Unknown;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.Reads;
import io.sluice.commit.SchemaEdit;
import io.sluice.commit.SourceFile;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.MarkIngested;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.commit.Transaction;
import io.sluice.duckdb.EngineName;
import io.sluice.format.CreateOutcome;
import io.sluice.format.FormatTable;
import io.sluice.format.FormatTable.Current;
import io.sluice.ingest.Loader.Loaded;
import io.sluice.lake.Lake;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import io.sluice.write.DataFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Commits what was loaded: as version 0 of a new table, or as the next version of one that is there. */
final class IngestCommit {
    /** Delta tables change types only with this property, which the user has asked for by asking for the change. */
    private static final String TYPE_WIDENING = "delta.enableTypeWidening";

    private final Lake lake;
    private final Path folder;
    private final Loaded loaded;
    private final List<SourceFile> sources;
    private final long committedMillis;

    /**
     * Prepares a commit.
     *
     * @param folder the table's location
     * @param now milliseconds since the epoch
     */
    IngestCommit(Lake lake, Path folder, Loaded loaded, List<SourceFile> sources, long now) {
        this.lake = lake;
        this.folder = folder;
        this.loaded = loaded;
        this.sources = sources;
        this.committedMillis = now;
    }

    /** Empty if another writer has created a table of that name meanwhile. */
    Optional<CommitOutcome> create(CatalogTable reserved, TableMetadata metadata) {
        CreateOutcome outcome =
                lake.create(reserved, metadata, fileChanges(metadata), operation("CREATE TABLE AS SELECT", metadata));
        if (outcome instanceof CreateOutcome.Created) {
            return Optional.of(new Committed(TableVersion.FIRST));
        }
        return outcome instanceof CreateOutcome.Unknown unknown
                ? Optional.of(new Unknown(AttemptId.random(), TableVersion.FIRST, unknown.cause()))
                : Optional.empty();
    }

    CommitOutcome append(FormatTable table, Current current) {
        TableMetadata metadata = current.metadata();
        List<TableChange> changes =
                new ArrayList<>(columnChanges(metadata, loaded.schema().edits()));
        changes.addAll(fileChanges(planned(table, metadata, loaded.schema())));
        return lake.commit(
                table,
                new Transaction(
                        Reads.schemaOf(current.version()),
                        changes,
                        IsolationLevel.WRITE_SERIALIZABLE,
                        operation("WRITE", metadata)));
    }

    /** The table as it is going to be: files have the physical names of its columns. */
    static TableMetadata planned(FormatTable table, TableMetadata before, SchemaPlan schema) {
        return table.planned(before, columnChanges(before, schema.edits()));
    }

    private static List<TableChange> columnChanges(TableMetadata before, List<SchemaEdit> edits) {
        if (edits.isEmpty()) {
            return List.of();
        }
        boolean widens = edits.stream().anyMatch(SchemaEdit.WidenColumn.class::isInstance);
        return widens && !"true".equals(before.properties().get(TYPE_WIDENING))
                ? List.of(new SetProperties(Map.of(TYPE_WIDENING, "true"), Set.of()), new AlterSchema(edits))
                : List.of(new AlterSchema(edits));
    }

    private List<TableChange> fileChanges(TableMetadata written) {
        List<TableChange> changes = new ArrayList<>();
        if (!loaded.files().isEmpty()) {
            changes.add(new AppendFiles(loaded.files().stream()
                    .map(file -> DataFiles.of(file, written, folder, committedMillis))
                    .toList()));
        }
        changes.add(new MarkIngested(sources));
        return changes;
    }

    private Operation operation(String name, TableMetadata metadata) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("mode", "Append");
        parameters.put(
                "partitionBy",
                metadata.partitionColumns().stream()
                        .map(column -> '"' + column.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .toList()
                        .toString());
        Map<String, String> metrics = new LinkedHashMap<>();
        metrics.put("numFiles", Integer.toString(loaded.files().size()));
        metrics.put("numOutputRows", Long.toString(loaded.rows()));
        metrics.put("numOutputBytes", Long.toString(loaded.bytes()));
        return new Operation(EngineName.TEXT, name, parameters, metrics);
    }
}
