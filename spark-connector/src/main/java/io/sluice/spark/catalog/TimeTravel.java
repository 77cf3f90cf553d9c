package io.sluice.spark.catalog;

import io.sluice.error.SluiceException;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Spark's ways to name an earlier state of a table. */
public final class TimeTravel {
    private TimeTravel() {}

    /** The version of that number; a user error if it is none. */
    public static TableVersion version(String text) {
        try {
            return new TableVersion(Long.parseLong(text.strip()));
        } catch (IllegalArgumentException notANumber) {
            throw SluiceException.user(
                    "'%s' is not a version of a table: versions are numbers from 0".formatted(text), notANumber);
        }
    }

    /**
     * The instant.
     *
     * @param micros microseconds since the epoch
     */
    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
