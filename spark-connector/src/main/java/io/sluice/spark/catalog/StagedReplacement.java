package io.sluice.spark.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.Redefine;
import io.sluice.spark.session.EngineName;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.session.TableChanges;
import io.sluice.table.TableMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A table that is there, and is made anew: a change like others, checked against what the statement has read. */
final class StagedReplacement implements StagedWrite {
    private final PinnedTable table;
    private final TableMetadata metadata;
    private final TableMetadata planned;
    private final HandedRows rows = new HandedRows();

    /** @param planned what becomes of the metadata that is asked for */
    StagedReplacement(PinnedTable table, TableMetadata metadata, TableMetadata planned) {
        this.table = requireNonNull(table, "table");
        this.metadata = requireNonNull(metadata, "metadata");
        this.planned = requireNonNull(planned, "planned");
    }

    @Override
    public CatalogTable table() {
        return table.table();
    }

    @Override
    public TableMetadata metadata() {
        return planned;
    }

    @Override
    public IsolationLevel isolation(Map<String, String> options) {
        return table.isolation(options);
    }

    @Override
    public void commit(TableChanges changes) {
        rows.add(changes);
    }

    @Override
    public void publish() {
        List<TableChange> changes = new ArrayList<>();
        changes.add(new Redefine(metadata));
        changes.addAll(rows.changes());
        Operation operation = new Operation(
                EngineName.TEXT,
                "CREATE OR REPLACE TABLE" + rows.suffix(),
                Map.of("partitionBy", planned.partitionColumns().toString()),
                rows.metrics());
        rows.offer(() -> {
            table.commit(new TableChanges(operation, changes, rows.options()));
            return true;
        });
    }

    @Override
    public void abandon() {
        rows.discard(table.table());
    }
}
