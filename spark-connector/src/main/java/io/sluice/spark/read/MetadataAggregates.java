package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.scan.Tally;
import io.sluice.scan.Tally.Measure;
import io.sluice.spark.types.SparkTypes;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.Max;
import org.apache.spark.sql.connector.expressions.aggregate.Min;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Counts and extremes that the log tells without a look at files, for a whole table or by its partition columns. There
 * is an answer only if it is exact: what one file does not say, nobody answers.
 */
final class MetadataAggregates {
    private final Snapshot snapshot;
    private final TableMetadata table;
    private final Predicate predicate;

    /** @param predicate true for all rows of the files that it does not rule out */
    MetadataAggregates(Snapshot snapshot, Predicate predicate) {
        this.snapshot = requireNonNull(snapshot, "snapshot");
        this.predicate = requireNonNull(predicate, "predicate");
        table = snapshot.metadata();
    }

    Optional<MetadataAnswer> answer(Aggregation aggregation) {
        Optional<List<Field>> groups = groups(aggregation.groupByExpressions());
        List<Column> columns = new ArrayList<>();
        for (AggregateFunc function : aggregation.aggregateExpressions()) {
            Optional<Column> column = column(function);
            if (column.isEmpty()) {
                return Optional.empty();
            }
            columns.add(column.get());
        }
        return groups.flatMap(by -> answer(by, columns));
    }

    private Optional<MetadataAnswer> answer(List<Field> groups, List<Column> columns) {
        Set<String> needed = new LinkedHashSet<>();
        columns.forEach(column -> column.field().ifPresent(field -> needed.add(field.name())));
        List<ScanTask> tasks = snapshot.planWithStatistics(predicate, needed).tasks();
        Map<List<Object>, List<Tally>> rows = new LinkedHashMap<>();
        if (groups.isEmpty()) {
            rows.put(List.of(), tallies(columns));
        }
        for (ScanTask task : tasks) {
            long count = task.file().statistics().rowCount();
            if (count == FileStatistics.UNKNOWN_ROW_COUNT) {
                return Optional.empty();
            }
            if (count == task.deletions().count()) {
                continue;
            }
            List<Object> key = new ArrayList<>();
            groups.forEach(group -> key.add(SplitDraft.partitionValue(task, group)));
            for (Tally tally : rows.computeIfAbsent(key, any -> tallies(columns))) {
                if (!tally.add(task)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new MetadataAnswer(schema(groups, columns), found(columns, rows), description(tasks)));
    }

    private String description(List<ScanTask> tasks) {
        return "sluice version %s, answered from the statistics of %d files"
                .formatted(snapshot.version(), tasks.size());
    }

    private List<Tally> tallies(List<Column> columns) {
        return columns.stream()
                .map(column -> new Tally(column.measure(), column.field(), table))
                .toList();
    }

    private static List<InternalRow> found(List<Column> columns, Map<List<Object>, List<Tally>> rows) {
        List<InternalRow> found = new ArrayList<>();
        rows.forEach((key, tallies) -> {
            List<Object> values = new ArrayList<>(key);
            for (int i = 0; i < tallies.size(); i++) {
                values.add(columns.get(i).value(tallies.get(i)));
            }
            found.add(new GenericInternalRow(values.toArray()));
        });
        return found;
    }

    private static StructType schema(List<Field> groups, List<Column> columns) {
        StructType schema = new StructType();
        for (Field group : groups) {
            schema = schema.add(SparkTypes.structField(group));
        }
        for (Column column : columns) {
            schema = schema.add(column.name(), column.type(), true);
        }
        return schema;
    }

    /** A column of the result. */
    private record Column(String name, Measure measure, Optional<Field> field) {
        DataType type() {
            return switch (measure) {
                case ROWS, VALUES -> DataTypes.LongType;
                case MIN, MAX -> SparkTypes.dataType(field.orElseThrow().type());
            };
        }

        /** As Spark's rows have it. */
        Object value(Tally tally) {
            if (tally.value().isEmpty()) {
                return null;
            }
            Long value = tally.value().getAsLong();
            if (measure == Measure.ROWS || measure == Measure.VALUES) {
                return value;
            }
            return switch ((Primitive) field.orElseThrow().type()) {
                case BYTE -> (Object) value.byteValue();
                case SHORT -> value.shortValue();
                case INTEGER, DATE -> value.intValue();
                default -> value;
            };
        }
    }

    private Optional<Column> column(AggregateFunc function) {
        String name = function.describe();
        if (function instanceof CountStar) {
            return Optional.of(new Column(name, Measure.ROWS, Optional.empty()));
        }
        if (function instanceof Count count && !count.isDistinct()) {
            return named(count.column()).map(field -> new Column(name, Measure.VALUES, Optional.of(field)));
        }
        if (function instanceof Min min) {
            return named(min.column())
                    .filter(this::hasExactBounds)
                    .map(field -> new Column(name, Measure.MIN, Optional.of(field)));
        }
        return function instanceof Max max
                ? named(max.column())
                        .filter(this::hasExactBounds)
                        .map(field -> new Column(name, Measure.MAX, Optional.of(field)))
                : Optional.empty();
    }

    private boolean hasExactBounds(Field field) {
        return Tally.hasExactBounds(field.type());
    }

    /** A column of the table, not a field within one. */
    private Optional<Field> named(Expression expression) {
        return expression instanceof NamedReference reference && reference.fieldNames().length == 1
                ? table.schema().column(reference.fieldNames()[0])
                : Optional.empty();
    }

    private Optional<List<Field>> groups(Expression[] expressions) {
        List<Field> groups = new ArrayList<>();
        for (Expression expression : expressions) {
            Optional<Field> group =
                    named(expression).filter(field -> table.partitionColumns().contains(field.name()));
            if (group.isEmpty()) {
                return Optional.empty();
            }
            groups.add(group.get());
        }
        return Optional.of(groups);
    }
}
