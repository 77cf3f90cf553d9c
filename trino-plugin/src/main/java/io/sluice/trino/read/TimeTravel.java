package io.sluice.trino.read;

import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.DateType;
import io.trino.spi.type.LongTimestamp;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** What follows {@code FOR TIMESTAMP AS OF}. */
final class TimeTravel {
    private static final int PICOS_PER_NANO = 1000;

    private TimeTravel() {}

    /** @param zone of times and days that do not say theirs; a day is its beginning */
    static Instant instant(ConnectorTableVersion version, ZoneId zone) {
        Type type = version.getVersionType();
        Object value = version.getVersion();
        if (type instanceof TimestampWithTimeZoneType instants) {
            if (instants.isShort()) {
                return Instant.ofEpochMilli(DateTimeEncoding.unpackMillisUtc((Long) value));
            }
            LongTimestampWithTimeZone exact = (LongTimestampWithTimeZone) value;
            return Instant.ofEpochMilli(exact.getEpochMillis()).plusNanos(exact.getPicosOfMilli() / PICOS_PER_NANO);
        }
        if (type instanceof TimestampType times) {
            return times.isShort()
                    ? local((Long) value).atZone(zone).toInstant()
                    : local((LongTimestamp) value).atZone(zone).toInstant();
        }
        if (type instanceof DateType) {
            return LocalDate.ofEpochDay((Long) value).atStartOfDay(zone).toInstant();
        }
        throw new TrinoException(
                StandardErrorCode.NOT_SUPPORTED,
                "Unsupported type for temporal table version: %s; write FOR TIMESTAMP AS OF and a timestamp or a date"
                        .formatted(type.getDisplayName()));
    }

    private static LocalDateTime local(long micros) {
        return LocalDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    private static LocalDateTime local(LongTimestamp time) {
        return local(time.getEpochMicros()).plusNanos(time.getPicosOfMicro() / PICOS_PER_NANO);
    }
}
