package io.sluice.spark.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.Operation;
import io.sluice.error.SluiceException;
import io.sluice.format.CreateOutcome;
import io.sluice.lake.Lake;
import io.sluice.spark.session.EngineName;
import io.sluice.spark.session.TableChanges;
import io.sluice.table.TableMetadata;
import java.util.Map;

/** A table that is not there yet. */
final class StagedCreation implements StagedWrite {
    private final Lake lake;
    private final CatalogTable reserved;
    private final TableMetadata metadata;
    private final HandedRows rows = new HandedRows();

    /** @param metadata as the lake has planned it */
    StagedCreation(Lake lake, CatalogTable reserved, TableMetadata metadata) {
        this.lake = requireNonNull(lake, "lake");
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
    public void commit(TableChanges changes) {
        rows.add(changes);
    }

    @Override
    public void publish() {
        CreateOutcome outcome;
        try {
            outcome = create();
        } catch (SluiceException failure) {
            abandon();
            throw failure;
        }
        if (outcome instanceof CreateOutcome.NameTaken) {
            abandon();
            throw SparkErrors.taken(reserved.name());
        }
        if (outcome instanceof CreateOutcome.Unknown unknown) {
            throw SluiceException.external(
                    "the catalog did not answer (%s): table %s may or may not be there"
                            .formatted(unknown.cause().getMessage(), reserved.name()),
                    unknown.cause());
        }
    }

    private CreateOutcome create() {
        Operation operation = new Operation(
                EngineName.TEXT,
                "CREATE TABLE" + rows.suffix(),
                Map.of("partitionBy", metadata.partitionColumns().toString()),
                rows.metrics());
        return lake.create(reserved, metadata, rows.changes(), operation);
    }

    @Override
    public void abandon() {
        rows.discard(reserved);
    }
}
