package io.sluice.trino.statistics;

import static java.util.Objects.requireNonNull;

import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.SqlTimestampWithTimeZone;
import io.trino.spi.type.TimeZoneKey;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.VarcharType;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code ANALYZE … WITH (…)} asks for. The names are those of Trino's own connector for Delta tables. */
public final class AnalyzeProperties {
    private static final String COLUMNS = "columns";
    private static final String MODE = "mode";
    private static final String FILES_MODIFIED_AFTER = "files_modified_after";

    private AnalyzeProperties() {}

    /** What becomes of the statistics that there are. */
    public enum Mode {
        /** All rows are read, and make up the statistics. */
        FULL_REFRESH,
        /** Rows of files are added that were written since. */
        INCREMENTAL
    }

    /**
     * What is asked for.
     *
     * @param columns names as the user writes them; empty for all
     * @param after older files, and those of that very moment, are left out
     */
    record Request(Optional<Set<String>> columns, Mode mode, Optional<Instant> after) {
        Request {
            requireNonNull(mode, "mode");
            requireNonNull(after, "after");
            columns = columns.map(Set::copyOf);
        }
    }

    /** The properties, for Trino. */
    public static List<PropertyMetadata<?>> all() {
        return List.of(
                new PropertyMetadata<>(
                        COLUMNS,
                        "Columns to be analyzed; all if it is not set",
                        new ArrayType(VarcharType.VARCHAR),
                        Set.class,
                        null,
                        false,
                        AnalyzeProperties::names,
                        names -> names),
                PropertyMetadata.enumProperty(
                        MODE,
                        "FULL_REFRESH reads the whole table, INCREMENTAL only files that were written since",
                        Mode.class,
                        Mode.FULL_REFRESH,
                        false),
                new PropertyMetadata<>(
                        FILES_MODIFIED_AFTER,
                        "Only files are read that were written after this moment",
                        TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS,
                        Instant.class,
                        null,
                        false,
                        value -> ((SqlTimestampWithTimeZone) value)
                                .toZonedDateTime()
                                .toInstant(),
                        instant -> SqlTimestampWithTimeZone.fromInstant(3, instant, TimeZoneKey.UTC_KEY.getZoneId())));
    }

    private static Set<String> names(Object value) {
        Set<String> names = new LinkedHashSet<>();
        for (Object name : (Collection<?>) value) {
            if (name == null) {
                throw new TrinoException(
                        StandardErrorCode.INVALID_ANALYZE_PROPERTY, "a column to be analyzed is null: give its name");
            }
            names.add((String) name);
        }
        return names;
    }

    static Request request(Map<String, Object> properties) {
        Optional<Set<String>> columns =
                Optional.ofNullable((Collection<?>) properties.get(COLUMNS)).map(AnalyzeProperties::names);
        return new Request(columns, (Mode) properties.get(MODE), Optional.ofNullable((Instant)
                properties.get(FILES_MODIFIED_AFTER)));
    }
}
