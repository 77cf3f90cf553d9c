package io.sluice.trino;

import static java.util.Objects.requireNonNull;

import io.sluice.trino.procedures.Restores;
import io.sluice.trino.procedures.StatisticsDrop;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.procedure.Procedure;
import io.trino.spi.procedure.Procedure.Argument;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.VarcharType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What {@code CALL lake.system.…} does, as Trino finds and calls it. */
final class SluiceProcedures {
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-M-d['T'][' ']H:m[:s]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[' ']VV")
            .toFormatter(Locale.ROOT);

    private final Restores restores;
    private final StatisticsDrop drop;

    SluiceProcedures(Restores restores, StatisticsDrop drop) {
        this.restores = requireNonNull(restores, "restores");
        this.drop = requireNonNull(drop, "drop");
    }

    Set<Procedure> all() {
        return Set.of(
                procedure(
                        "rollback_to_version",
                        "rollbackToVersion",
                        List.of(new Argument("VERSION", BigintType.BIGINT)),
                        List.of(Long.class)),
                procedure(
                        "restore_to_timestamp",
                        "restoreToTimestamp",
                        List.of(new Argument("TIMESTAMP", VarcharType.VARCHAR)),
                        List.of(String.class)),
                procedure("drop_extended_stats", "dropExtendedStats", List.of(), List.of()));
    }

    /** @param others arguments after the table's name, and the classes of their values */
    private Procedure procedure(String name, String method, List<Argument> others, List<Class<?>> values) {
        List<Argument> arguments = new ArrayList<>(List.of(
                new Argument("SCHEMA_NAME", VarcharType.VARCHAR), new Argument("TABLE_NAME", VarcharType.VARCHAR)));
        arguments.addAll(others);
        List<Class<?>> classes = new ArrayList<>(List.of(String.class, String.class));
        classes.addAll(values);
        MethodType signature = MethodType.methodType(void.class, classes);
        try {
            MethodHandle handle = MethodHandles.lookup().findVirtual(SluiceProcedures.class, method, signature);
            return new Procedure("system", name, arguments, handle.bindTo(this));
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("there is no method for " + name, impossible);
        }
    }

    void rollbackToVersion(String schema, String table, Long version) {
        SchemaTableName name = name(schema, table, version);
        Guard.run(() -> restores.toVersion(name, version));
    }

    void restoreToTimestamp(String schema, String table, String timestamp) {
        SchemaTableName name = name(schema, table, timestamp);
        // Trino's procedures take no timestamps.
        Guard.run(() -> restores.toTimestamp(name, instant(timestamp)));
    }

    void dropExtendedStats(String schema, String table) {
        SchemaTableName name = name(schema, table);
        Guard.run(() -> drop.of(name));
    }

    private static Instant instant(String text) {
        try {
            return ZonedDateTime.parse(text, MOMENT).toInstant();
        } catch (DateTimeException malformed) {
            throw new TrinoException(
                    StandardErrorCode.INVALID_PROCEDURE_ARGUMENT,
                    "'%s' is no moment: write date, time and time zone, for example '2024-01-31 12:00:00 UTC'"
                            .formatted(text),
                    malformed);
        }
    }

    private static SchemaTableName name(String schema, String table, Object moment) {
        if (moment == null) {
            throw new TrinoException(
                    StandardErrorCode.INVALID_PROCEDURE_ARGUMENT,
                    "an argument is null: give the schema, the table and the moment");
        }
        return name(schema, table);
    }

    private static SchemaTableName name(String schema, String table) {
        if (schema == null || table == null) {
            throw new TrinoException(
                    StandardErrorCode.INVALID_PROCEDURE_ARGUMENT,
                    "an argument is null: give the names of the schema and of the table");
        }
        return new SchemaTableName(schema, table);
    }
}
