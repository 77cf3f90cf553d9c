package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.read.FileNumbers;
import io.sluice.spark.read.MetadataColumns;
import io.sluice.spark.read.SluiceScanBuilder;
import io.sluice.spark.session.PinnedTable;
import io.sluice.table.TableProperties;
import java.util.ArrayList;
import java.util.List;
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
    /** Of the files that its scans read. */
    private final FileNumbers numbers = new FileNumbers();

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
        return SluiceScanBuilder.ofTargets(table, options, numbers);
    }

    /** Each row of the table goes through the join of a MERGE with that: the location of its file would be long. */
    @Override
    public NamedReference[] rowId() {
        return new NamedReference[] {
            Expressions.column(MetadataColumns.FILE_NUMBER), Expressions.column(MetadataColumns.POSITION)
        };
    }

    /**
     * Changed rows keep the ids that the table has given them, which come first. The location of the file is there for
     * conditions of a MERGE: Spark leaves it out where they do not name it.
     */
    @Override
    public NamedReference[] requiredMetadataAttributes() {
        List<NamedReference> required = new ArrayList<>();
        if (TableProperties.of(table.metadata()).rowTracking().isPresent()) {
            required.add(Expressions.column(MetadataColumns.ROW_ID));
        }
        boolean isShown = table.metadata().schema().columns().stream()
                .noneMatch(column -> column.name().equalsIgnoreCase(MetadataColumns.FILE));
        if (isShown) {
            required.add(Expressions.column(MetadataColumns.FILE));
        }
        return required.toArray(NamedReference[]::new);
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
                return new RowCommandWrite(table, command, numbers, info);
            }
        };
    }
}
