package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.read.MetadataColumns;
import io.sluice.spark.read.SluiceScanBuilder;
import io.sluice.spark.session.PinnedTable;
import io.sluice.table.TableProperties;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.DeltaWrite;
import org.apache.spark.sql.connector.write.DeltaWriteBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsDelta;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A DELETE, UPDATE or MERGE: rows go by their places in files, and changed rows come back in new files. What becomes of
 * the files that rows went from is decided when the command commits.
 */
final class RowCommand implements SupportsDelta {
    private final PinnedTable table;
    private final Command command;

    RowCommand(PinnedTable table, Command command) {
        this.table = requireNonNull(table, "table");
        this.command = requireNonNull(command, "command");
    }

    @Override
    public String description() {
        return "sluice " + table.name();
    }

    @Override
    public Command command() {
        return command;
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return SluiceScanBuilder.ofTargets(table, options);
    }

    @Override
    public NamedReference[] rowId() {
        return new NamedReference[] {
            Expressions.column(MetadataColumns.FILE), Expressions.column(MetadataColumns.POSITION)
        };
    }

    /** Changed rows keep the ids that the table has given them. */
    @Override
    public NamedReference[] requiredMetadataAttributes() {
        boolean tracksRows = TableProperties.of(table.metadata()).rowTracking().isPresent();
        return tracksRows ? new NamedReference[] {Expressions.column(MetadataColumns.ROW_ID)} : new NamedReference[0];
    }

    /** A change feed tells rows that were changed from those that were deleted. */
    @Override
    public boolean representUpdateAsDeleteAndInsert() {
        return false;
    }

    @Override
    public DeltaWriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        return new DeltaWriteBuilder() {
            @Override
            public DeltaWrite build() {
                return new RowCommandWrite(table, command, info);
            }
        };
    }
}
