package io.sluice.spark.read;

import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.And;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.In;
import io.sluice.scan.Predicate.IsNotNull;
import io.sluice.scan.Predicate.IsNull;
import io.sluice.scan.Predicate.Or;
import io.sluice.scan.Predicate.StartsWith;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.sources.EqualTo;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.sources.GreaterThan;
import org.apache.spark.sql.sources.GreaterThanOrEqual;
import org.apache.spark.sql.sources.LessThan;
import org.apache.spark.sql.sources.LessThanOrEqual;
import org.apache.spark.sql.sources.Not;
import org.apache.spark.sql.sources.StringStartsWith;

/**
 * Predicates as filters for the Parquet reader, which skips row groups and pages by them. They name columns as files
 * do: a column that was renamed has another name there, and another column may have its name. A part that files know
 * nothing of, such as one on a partition column, is left out; of an {@code OR} all or nothing.
 */
final class ParquetFilters {
    private static final String MAPPING_MODE = "delta.columnMapping.mode";

    private final TableMetadata table;

    ParquetFilters(TableMetadata table) {
        this.table = table;
    }

    /** Filters that all are true for every row that the predicate is true for. */
    List<Filter> of(Predicate predicate) {
        // The reader matches filters by name even where it finds columns by their ids.
        if (table.properties().getOrDefault(MAPPING_MODE, "none").equals("id")) {
            return List.of();
        }
        List<Predicate> conjuncts = predicate instanceof And and ? and.parts() : List.of(predicate);
        List<Filter> filters = new ArrayList<>();
        conjuncts.forEach(conjunct -> filter(conjunct).ifPresent(filters::add));
        return filters;
    }

    private Optional<Filter> filter(Predicate predicate) {
        if (predicate instanceof And and) {
            return all(and.parts(), org.apache.spark.sql.sources.And::new);
        }
        if (predicate instanceof Or or) {
            return all(or.parts(), org.apache.spark.sql.sources.Or::new);
        }
        if (predicate instanceof Comparison comparison) {
            return column(comparison.column()).flatMap(column -> compared(column, comparison));
        }
        if (predicate instanceof In in) {
            return column(in.column()).flatMap(column -> in(column, in.literals()));
        }
        if (predicate instanceof StartsWith startsWith) {
            return column(startsWith.column()).map(column -> new StringStartsWith(column.name(), startsWith.prefix()));
        }
        if (predicate instanceof IsNull isNull) {
            return column(isNull.column()).map(column -> new org.apache.spark.sql.sources.IsNull(column.name()));
        }
        return predicate instanceof IsNotNull isNotNull
                ? column(isNotNull.column()).map(column -> new org.apache.spark.sql.sources.IsNotNull(column.name()))
                : Optional.empty();
    }

    @FunctionalInterface
    private interface Combination {
        Filter of(Filter left, Filter right);
    }

    private Optional<Filter> all(List<Predicate> parts, Combination combination) {
        Filter combined = null;
        for (Predicate part : parts) {
            Optional<Filter> filter = filter(part);
            if (filter.isEmpty()) {
                return Optional.empty();
            }
            combined = combined == null ? filter.get() : combination.of(combined, filter.get());
        }
        return Optional.ofNullable(combined);
    }

    private static Optional<Filter> compared(Column column, Comparison comparison) {
        String name = column.name();
        return value(column.type(), comparison.literal()).map(value -> switch (comparison.operator()) {
            case EQUAL -> new EqualTo(name, value);
            case NOT_EQUAL -> new Not(new EqualTo(name, value));
            case LESS -> new LessThan(name, value);
            case LESS_OR_EQUAL -> new LessThanOrEqual(name, value);
            case GREATER -> new GreaterThan(name, value);
            case GREATER_OR_EQUAL -> new GreaterThanOrEqual(name, value);
        });
    }

    private static Optional<Filter> in(Column column, List<Comparable<?>> literals) {
        List<Object> values = new ArrayList<>();
        for (Comparable<?> literal : literals) {
            Optional<Object> value = value(column.type(), literal);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(new org.apache.spark.sql.sources.In(column.name(), values.toArray()));
    }

    /** @param name as filters have it: parts with dots between them, each quoted if it has a dot itself */
    private record Column(String name, DataType type) {}

    /** The column of a dotted path, if it is in files. */
    private Optional<Column> column(String path) {
        List<Field> fields = table.schema().columns();
        List<String> physical = new ArrayList<>();
        Field field = null;
        for (String name : path.split("\\.", -1)) {
            Optional<Field> next = fields.stream()
                    .filter(known -> known.name().equalsIgnoreCase(name))
                    .findFirst();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            field = next.get();
            physical.add(quoted(field.physicalName()));
            fields = field.type() instanceof Struct struct ? struct.fields() : List.of();
        }
        boolean inFiles = !(physical.size() == 1 && table.partitionColumns().contains(field.name()));
        return inFiles ? Optional.of(new Column(String.join(".", physical), field.type())) : Optional.empty();
    }

    private static String quoted(String name) {
        return name.matches("[a-zA-Z0-9_]*[a-zA-Z_][a-zA-Z0-9_]*") ? name : "`" + name.replace("`", "``") + "`";
    }

    /** The value as the filters of Spark's first API have it. */
    private static Optional<Object> value(DataType type, Comparable<?> literal) {
        if (!(type instanceof Primitive primitive)) {
            return Optional.of(literal);
        }
        return switch (primitive) {
            case BOOLEAN, DOUBLE, STRING, LONG -> Optional.of(literal);
            case BYTE ->
                narrow((Long) literal, Byte.MIN_VALUE, Byte.MAX_VALUE).map(value -> (Object) value.byteValue());
            case SHORT ->
                narrow((Long) literal, Short.MIN_VALUE, Short.MAX_VALUE).map(value -> (Object) value.shortValue());
            case INTEGER ->
                narrow((Long) literal, Integer.MIN_VALUE, Integer.MAX_VALUE).map(value -> (Object) value.intValue());
            case DATE -> Optional.of(LocalDate.ofEpochDay((Long) literal));
            case TIMESTAMP -> Optional.of(Instant.EPOCH.plus((Long) literal, ChronoUnit.MICROS));
            case TIMESTAMP_NTZ, FLOAT, BINARY -> Optional.empty();
        };
    }

    private static Optional<Long> narrow(Long value, long min, long max) {
        return value >= min && value <= max ? Optional.of(value) : Optional.empty();
    }
}
