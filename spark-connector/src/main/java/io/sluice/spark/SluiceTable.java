package io.sluice.spark;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.catalog.TableDescription;
import io.sluice.spark.read.MetadataColumns;
import io.sluice.spark.read.SluiceScanBuilder;
import io.sluice.spark.rows.FilterDelete;
import io.sluice.spark.rows.SluiceRowLevelOperation;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.stream.TableStream;
import io.sluice.spark.write.SluiceWriteBuilder;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsDeleteV2;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsRowLevelOperations;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.constraints.Constraint;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperationBuilder;
import org.apache.spark.sql.connector.write.RowLevelOperationInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A table of a lake, pinned in one state. Everything that it does is done in the rooms for reading and for writing. */
public class SluiceTable
        implements SupportsRead, SupportsWrite, SupportsMetadataColumns, SupportsRowLevelOperations, SupportsDeleteV2 {
    static final Set<TableCapability> CAPABILITIES = Set.of(
            TableCapability.BATCH_READ,
            TableCapability.MICRO_BATCH_READ,
            TableCapability.BATCH_WRITE,
            TableCapability.STREAMING_WRITE,
            TableCapability.TRUNCATE,
            TableCapability.OVERWRITE_BY_FILTER,
            TableCapability.OVERWRITE_DYNAMIC,
            TableCapability.AUTOMATIC_SCHEMA_EVOLUTION);

    private final PinnedTable table;

    SluiceTable(PinnedTable table) {
        this.table = requireNonNull(table, "table");
    }

    /** What the table is, for the rooms below. */
    public PinnedTable pinned() {
        return table;
    }

    @Override
    public String name() {
        return table.session().catalog() + "." + table.name();
    }

    @Override
    public String id() {
        return table.table().id().toString();
    }

    /** Null while a statement changes the columns: Spark looks for a versioned table again, as others see it. */
    @Override
    public String version() {
        return table.isEvolved() ? null : table.snapshot().version().toString();
    }

    @Override
    public Column[] columns() {
        return TableDescription.columns(table.metadata());
    }

    @Override
    public Transform[] partitioning() {
        return TableDescription.partitioning(table.metadata());
    }

    @Override
    public Map<String, String> properties() {
        return TableDescription.properties(table.table(), table.metadata());
    }

    @Override
    public Constraint[] constraints() {
        return TableDescription.constraints(table.metadata());
    }

    @Override
    public Set<TableCapability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public MetadataColumn[] metadataColumns() {
        return MetadataColumns.of(table.metadata());
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return new SluiceScanBuilder(table, options, TableStream::open);
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo written) {
        return new SluiceWriteBuilder(table, written);
    }

    @Override
    public RowLevelOperationBuilder newRowLevelOperationBuilder(RowLevelOperationInfo asked) {
        return new SluiceRowLevelOperation(table, asked);
    }

    @Override
    public boolean canDeleteWhere(Predicate[] predicates) {
        return new FilterDelete(table).takesWholeFiles(predicates);
    }

    @Override
    public void deleteWhere(Predicate[] predicates) {
        new FilterDelete(table).delete(predicates);
    }

    /** For logs and plans. */
    @Override
    public String toString() {
        return name();
    }
}
