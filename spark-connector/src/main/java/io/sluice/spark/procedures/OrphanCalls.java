package io.sluice.spark.procedures;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.session.LakeSession;
import io.sluice.spark.session.PinnedTable;
import io.sluice.storage.StoredFile;
import io.sluice.table.Values;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.procedures.ProcedureParameter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** What writers have left behind in a table's folder. */
final class OrphanCalls {
    /** A write that takes longer than that is hardly one that goes on. */
    private static final Duration USUAL_AGE = Duration.ofDays(3);

    private static final StructType ORPHANS = new StructType()
            .add("orphan_file_location", DataTypes.StringType, false)
            .add("size_bytes", DataTypes.LongType, false)
            .add("modified", DataTypes.TimestampType, false);

    private final LakeSession session;
    private final InstantSource clock;

    OrphanCalls(LakeSession session, InstantSource clock) {
        this.session = requireNonNull(session, "session");
        this.clock = requireNonNull(clock, "clock");
    }

    Call list() {
        ProcedureParameter olderThan = ProcedureParameter.in("older_than", DataTypes.TimestampType)
                .comment("only files that were changed before; three days ago if it is not given")
                .defaultValue("NULL")
                .build();
        String description = "Lists files in a table's folder that nothing needs, and leaves them there.";
        return new Call("list_orphan_files", description, List.of(TableCalls.TABLE, olderThan), ORPHANS, this::listed);
    }

    private List<InternalRow> listed(InternalRow arguments) {
        PinnedTable table = TableCalls.table(session, arguments);
        Instant before = arguments.isNullAt(1)
                ? clock.instant().minus(USUAL_AGE)
                : Instant.EPOCH.plus(arguments.getLong(1), ChronoUnit.MICROS);
        return session.made().orphans(table.opened(), before).stream()
                .map(OrphanCalls::row)
                .toList();
    }

    private static InternalRow row(StoredFile file) {
        return new GenericInternalRow(new Object[] {
            UTF8String.fromString(file.location()),
            file.sizeBytes(),
            Values.micros(Instant.ofEpochMilli(file.modifiedMillis()))
        });
    }
}
