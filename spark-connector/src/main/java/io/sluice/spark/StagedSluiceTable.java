package io.sluice.spark;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.catalog.StagedWrite;
import io.sluice.spark.catalog.TableDescription;
import io.sluice.spark.write.SluiceWriteBuilder;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.constraints.Constraint;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** A table that a statement makes or replaces, until it is committed with its rows. */
final class StagedSluiceTable implements StagedTable, SupportsWrite {
    private final String catalog;
    private final StagedWrite staged;

    StagedSluiceTable(String catalog, StagedWrite staged) {
        this.catalog = requireNonNull(catalog, "catalog");
        this.staged = requireNonNull(staged, "staged");
    }

    @Override
    public String name() {
        return catalog + "." + staged.table().name();
    }

    @Override
    public Column[] columns() {
        return TableDescription.columns(staged.metadata());
    }

    @Override
    public Transform[] partitioning() {
        return TableDescription.partitioning(staged.metadata());
    }

    @Override
    public Map<String, String> properties() {
        return TableDescription.properties(staged.table(), staged.metadata());
    }

    @Override
    public Constraint[] constraints() {
        return TableDescription.constraints(staged.metadata());
    }

    @Override
    public Set<TableCapability> capabilities() {
        return SluiceTable.CAPABILITIES;
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo written) {
        return new SluiceWriteBuilder(staged, written);
    }

    @Override
    public void commitStagedChanges() {
        staged.publish();
    }

    @Override
    public void abortStagedChanges() {
        staged.abandon();
    }

    /** For logs and plans. */
    @Override
    public String toString() {
        return name();
    }
}
