package io.sluice.spark.read;

import io.sluice.error.SluiceException;
import io.sluice.format.FormatTable;
import io.sluice.scan.Snapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.catalyst.util.DateTimeUtils$;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.unsafe.types.UTF8String;

/** Times in options of a read, and the commits that they choose. */
public final class CommitTimes {
    private CommitTimes() {}

    /** The instant that an option names, in the session's time zone; a user error if it is no time. */
    public static Optional<Instant> option(CaseInsensitiveStringMap options, String name) {
        return Optional.ofNullable(options.get(name)).map(text -> {
            scala.Option<Object> micros = DateTimeUtils$.MODULE$.stringToTimestamp(
                    UTF8String.fromString(text),
                    DateTimeUtils.getZoneId(SQLConf.get().sessionLocalTimeZone()));
            if (micros.isEmpty()) {
                throw SluiceException.user(
                        "option '%s' is '%s': write a time such as 2024-02-29 12:00:00".formatted(name, text));
            }
            return Instant.EPOCH.plus((Long) micros.get(), ChronoUnit.MICROS);
        });
    }

    /** The number of the first version that is not older than that; one more than the last version if all are. */
    public static long firstFrom(FormatTable table, Instant instant) {
        Snapshot before;
        try {
            before = table.snapshotAsOf(instant);
        } catch (SluiceException younger) {
            return 0;
        }
        long version = before.version().number();
        return before.committedAt().equals(instant) ? version : version + 1;
    }
}
