package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.ScanTask;
import io.sluice.spark.read.MetadataColumns;
import io.sluice.spark.read.ReadFiles;
import io.sluice.spark.read.SluiceScanBuilder;
import io.sluice.spark.session.PinnedTable;
import io.sluice.table.TableProperties;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperation;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A command on a table without deletion vectors: each file that may have a row to change is written anew, with its
 * other rows as they are.
 */
final class RewriteOperation implements RowLevelOperation {
    private final PinnedTable table;
    private final Command command;
    /** Those that Spark has built for the command; not all of them need be run. */
    private final List<ReadFiles> scans = new ArrayList<>();

    RewriteOperation(PinnedTable table, Command command) {
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
        return SluiceScanBuilder.ofRewritten(table, options, scans::add);
    }

    /** The file, so that Spark finds out beforehand which files have rows to change; and what rows keep. */
    @Override
    public NamedReference[] requiredMetadataAttributes() {
        boolean tracksRows = TableProperties.of(table.metadata()).rowTracking().isPresent();
        List<String> names = tracksRows
                ? List.of(MetadataColumns.ROW_ID, MetadataColumns.ROW_VERSION, MetadataColumns.FILE)
                : List.of(MetadataColumns.FILE);
        return names.stream().map(Expressions::column).toArray(NamedReference[]::new);
    }

    /** Only a file whose rows were given to tasks may go: the rows of another are nowhere else. */
    private List<ScanTask> filesRead() {
        return scans.stream().flatMap(scan -> scan.files().stream()).distinct().toList();
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        return new RewriteWriteBuilder(table, command, info, this::filesRead);
    }
}
