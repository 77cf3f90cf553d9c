package io.sluice.spark.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.spark.session.EngineName;
import io.sluice.spark.session.LakeSession;
import io.sluice.spark.session.TableChanges;
import io.sluice.table.TableMetadata;
import java.util.Map;

/** A table that is not there yet. */
final class StagedCreation implements StagedWrite {
    private final LakeSession session;
    private final CatalogTable reserved;
    private final TableMetadata metadata;
    private final HandedRows rows = new HandedRows();

    /** @param metadata as the lake has planned it */
    StagedCreation(LakeSession session, CatalogTable reserved, TableMetadata metadata) {
        this.session = requireNonNull(session, "session");
        this.reserved = requireNonNull(reserved, "reserved");
        this.metadata = requireNonNull(metadata, "metadata");
    }

    @Override
    public CatalogTable table() {
        return reserved;
    }

    @Override
    public TableMetadata metadata() {
        return metadata;
    }

    @Override
    public IsolationLevel isolation(Map<String, String> options) {
        return session.isolation(options);
    }

    @Override
    public void commit(TableChanges changes) {
        rows.add(changes);
    }

    @Override
    public void publish() {
        Operation operation = new Operation(
                EngineName.TEXT,
                "CREATE TABLE" + rows.suffix(),
                Map.of("partitionBy", metadata.partitionColumns().toString()),
                rows.metrics());
        TableChanges changes = new TableChanges(operation, rows.changes(), rows.options());
        if (!rows.offer(() -> session.create(reserved, metadata, changes))) {
            throw SparkErrors.taken(reserved.name());
        }
    }

    @Override
    public void abandon() {
        rows.discard(reserved);
    }
}
