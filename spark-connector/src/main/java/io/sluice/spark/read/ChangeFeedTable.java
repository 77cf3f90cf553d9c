package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.types.SparkTypes;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What has happened to the rows of a table, under the name {@code <table>.changes}: a row for each that a commit has
 * added, changed or taken away. Which commits, options of the read say or a condition on {@code _commit_version}.
 */
public final class ChangeFeedTable implements Table, SupportsRead {
    /** The last part of the name. */
    public static final String NAME = "changes";

    static final String READ_CHANGE_FEED = "readChangeFeed";

    private final PinnedTable table;
    private final StreamDoor streams;

    /** @param table gives the columns, and the last commit */
    public ChangeFeedTable(PinnedTable table, StreamDoor streams) {
        this.table = requireNonNull(table, "table");
        this.streams = requireNonNull(streams, "streams");
    }

    /** The table whose changes a name is about; empty if it is the name of something else. */
    public static Optional<Identifier> source(Identifier name) {
        String[] namespace = name.namespace();
        if (!name.name().equalsIgnoreCase(NAME) || namespace.length != 2) {
            return Optional.empty();
        }
        return Optional.of(Identifier.of(new String[] {namespace[0]}, namespace[1]));
    }

    /** The name of the changes of a table that has a namespace. */
    public static Identifier of(Identifier table) {
        return Identifier.of(new String[] {table.namespace()[0], table.name()}, NAME);
    }

    /** Whether a read that names a table wants its changes. */
    public static boolean isAskedFor(CaseInsensitiveStringMap options) {
        return options.getBoolean(READ_CHANGE_FEED, false);
    }

    @Override
    public String name() {
        return "%s.%s.%s".formatted(table.session().catalog(), table.name(), NAME);
    }

    @Override
    public Column[] columns() {
        return Arrays.stream(schema(table).fields())
                .map(field -> Column.create(
                        field.name(), field.dataType(), true, field.getComment().getOrElse(() -> null), null))
                .toArray(Column[]::new);
    }

    /** The table's columns, then those that tell of the change. */
    static StructType schema(PinnedTable table) {
        StructType schema = SparkTypes.structType(table.metadata().schema());
        for (ChangeColumn column : ChangeColumn.values()) {
            schema = schema.add(column.field());
        }
        return schema;
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ, TableCapability.MICRO_BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return new ChangeScanBuilder(table, options, streams);
    }
}
