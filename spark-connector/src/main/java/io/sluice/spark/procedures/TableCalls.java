package io.sluice.spark.procedures;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.Operation;
import io.sluice.commit.TableChange.Restore;
import io.sluice.error.SluiceException;
import io.sluice.format.HistoryEntry;
import io.sluice.scan.Snapshot;
import io.sluice.spark.session.EngineName;
import io.sluice.spark.session.LakeSession;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.session.TableChanges;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import io.sluice.table.Values;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.connector.catalog.procedures.ProcedureParameter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** What can be told of, and done to, one table beside SQL. */
final class TableCalls {
    static final ProcedureParameter TABLE = ProcedureParameter.in("table", DataTypes.StringType)
            .comment("namespace.table")
            .build();
    private static final DataType TEXTS = DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType);
    /** The columns that users of Delta know. Those that a lake has nothing to say about are null. */
    private static final StructType HISTORY = new StructType()
            .add("version", DataTypes.LongType, false)
            .add("timestamp", DataTypes.TimestampType, false)
            .add("userId", DataTypes.StringType)
            .add("userName", DataTypes.StringType)
            .add("operation", DataTypes.StringType, false)
            .add("operationParameters", TEXTS, false)
            .add("readVersion", DataTypes.LongType)
            .add("isolationLevel", DataTypes.StringType)
            .add("isBlindAppend", DataTypes.BooleanType, false)
            .add("operationMetrics", TEXTS, false)
            .add("userMetadata", DataTypes.StringType)
            .add("engineInfo", DataTypes.StringType, false);
    /** The columns that users of Delta know. */
    private static final StructType RESTORED = new StructType()
            .add("table_size_after_restore", DataTypes.LongType, false)
            .add("num_of_files_after_restore", DataTypes.LongType, false)
            .add("num_removed_files", DataTypes.LongType, false)
            .add("num_restored_files", DataTypes.LongType, false)
            .add("removed_files_size", DataTypes.LongType, false)
            .add("restored_files_size", DataTypes.LongType, false);

    private final LakeSession session;

    TableCalls(LakeSession session) {
        this.session = requireNonNull(session, "session");
    }

    Call history() {
        ProcedureParameter limit = ProcedureParameter.in("limit", DataTypes.IntegerType)
                .comment("how many commits at most")
                .defaultValue("100")
                .build();
        String description = "Lists the commits of a table, newest first.";
        return new Call("history", description, List.of(TABLE, limit), HISTORY, arguments -> {
            List<InternalRow> rows = new ArrayList<>();
            table(arguments).opened().history(arguments.getInt(1)).forEach(entry -> rows.add(row(entry)));
            return rows;
        });
    }

    private static InternalRow row(HistoryEntry entry) {
        Operation operation = entry.operation();
        return new GenericInternalRow(new Object[] {
            entry.version().number(),
            Values.micros(entry.committedAt()),
            null,
            null,
            UTF8String.fromString(operation.name()),
            map(operation.parameters()),
            entry.readVersion().isPresent() ? entry.readVersion().getAsLong() : null,
            entry.isolationLevel().map(UTF8String::fromString).orElse(null),
            entry.isBlindAppend(),
            map(operation.metrics()),
            null,
            UTF8String.fromString(operation.engine())
        });
    }

    private static ArrayBasedMapData map(Map<String, String> texts) {
        return new ArrayBasedMapData(
                new GenericArrayData(
                        texts.keySet().stream().map(UTF8String::fromString).toArray()),
                new GenericArrayData(
                        texts.values().stream().map(UTF8String::fromString).toArray()));
    }

    Call restore() {
        ProcedureParameter version = ProcedureParameter.in("version", DataTypes.LongType)
                .comment("the version to restore")
                .defaultValue("NULL")
                .build();
        ProcedureParameter timestamp = ProcedureParameter.in("timestamp", DataTypes.TimestampType)
                .comment("or when it was the last one")
                .defaultValue("NULL")
                .build();
        String description = "Makes an earlier version of a table its last one.";
        return new Call("restore", description, List.of(TABLE, version, timestamp), RESTORED, this::restore);
    }

    private List<InternalRow> restore(InternalRow arguments) {
        PinnedTable table = table(arguments);
        Snapshot earlier = earlier(table, arguments);
        TableVersion version = earlier.version();
        if (version.isAfter(table.snapshot().version())) {
            throw SluiceException.user("table %s has no version %s: the last one is %s"
                    .formatted(table.name(), version, table.snapshot().version()));
        }
        RestoredFiles files = RestoredFiles.of(table.snapshot(), earlier);
        Operation operation = new Operation(
                EngineName.TEXT, "RESTORE", Map.of("version", version.toString()), files.operationMetrics());
        table.commit(new TableChanges(operation, List.of(new Restore(version)), Map.of()));
        return List.of(new GenericInternalRow(files.row()));
    }

    private static Snapshot earlier(PinnedTable table, InternalRow arguments) {
        if (arguments.isNullAt(1) == arguments.isNullAt(2)) {
            throw SluiceException.user(
                    "restore needs a version or a timestamp: CALL system.restore(table => 'sales.orders', version => 3)");
        }
        if (!arguments.isNullAt(1)) {
            // Asked for, so that a version that is not there any more is refused by its number.
            return table.opened().snapshotAt(new TableVersion(Math.max(0, arguments.getLong(1))));
        }
        return table.opened().snapshotAsOf(Instant.EPOCH.plus(arguments.getLong(2), ChronoUnit.MICROS));
    }

    private PinnedTable table(InternalRow arguments) {
        return table(session, arguments);
    }

    /** The table that the first argument names; a user error if there is none. */
    static PinnedTable table(LakeSession session, InternalRow arguments) {
        TableName name = TableName.parse(arguments.getUTF8String(0).toString());
        return session.find(name)
                .orElseThrow(() ->
                        SluiceException.user("there is no table %s in catalog %s".formatted(name, session.catalog())));
    }
}
