package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.scan.Tally;
import io.sluice.scan.Tally.Measure;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableMetadata;
import io.sluice.trino.handle.Answer;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.handle.StoredField;
import io.sluice.trino.types.TrinoTypes;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.connector.AggregateFunction;
import io.trino.spi.connector.AggregationApplicationResult;
import io.trino.spi.connector.Assignment;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Variable;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Counts and extremes that the log tells without a look at files, for a whole table or by its partition columns. There
 * is an answer only if it is exact: what one file does not say, nobody answers.
 */
final class MetadataAnswers {
    /** Of more groups, the files are read. */
    private static final int MOST_GROUPS = 10_000;

    private final Snapshot snapshot;
    private final SluiceTableHandle table;

    MetadataAnswers(Snapshot snapshot, SluiceTableHandle table) {
        this.snapshot = requireNonNull(snapshot, "snapshot");
        this.table = requireNonNull(table, "table");
    }

    /** A measure of the result. */
    private record Measured(Measure measure, Optional<SluiceColumnHandle> column, Type type) {
        Tally tally(TableMetadata table) {
            return new Tally(measure, column.map(one -> table.schema().requireColumn(one.name())), table);
        }
    }

    /** @param columns by the names that the functions have for them */
    Optional<AggregationApplicationResult<ConnectorTableHandle>> apply(
            List<AggregateFunction> functions,
            Map<String, ColumnHandle> columns,
            List<List<ColumnHandle>> groupingSets) {
        boolean isWhole = table.limit().isEmpty()
                && table.isOfRows()
                && !table.constraint().isNone()
                && FilterPushdown.isDecidedByFiles(table.constraint());
        if (!isWhole || groupingSets.size() != 1) {
            return Optional.empty();
        }
        List<SluiceColumnHandle> groups =
                groupingSets.get(0).stream().map(SluiceColumnHandle.class::cast).toList();
        List<Optional<Measured>> measures =
                functions.stream().map(function -> measured(function, columns)).toList();
        if (!groups.stream().allMatch(MetadataAnswers::isGroup)
                || measures.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        List<Measured> known = measures.stream().map(Optional::orElseThrow).toList();
        return answer(groups, known).map(answer -> result(answer, groups, known));
    }

    private static boolean isGroup(SluiceColumnHandle column) {
        return column.role() == Role.PARTITION
                && !(column.type() instanceof DoubleType || column.type() instanceof RealType);
    }

    private static Optional<Measured> measured(AggregateFunction function, Map<String, ColumnHandle> columns) {
        boolean isPlain = !function.isDistinct()
                && function.getFilter().isEmpty()
                && function.getSortItems().isEmpty()
                && function.getArguments().size() <= 1;
        if (!isPlain) {
            return Optional.empty();
        }
        Type type = function.getOutputType();
        if (function.getArguments().isEmpty()) {
            return function.getFunctionName().equals("count")
                    ? Optional.of(new Measured(Measure.ROWS, Optional.empty(), type))
                    : Optional.empty();
        }
        if (!(function.getArguments().get(0) instanceof Variable variable)
                || !(columns.get(variable.getName()) instanceof SluiceColumnHandle column)
                || !column.isWholeColumn()) {
            return Optional.empty();
        }
        return measure(function.getFunctionName(), column)
                .map(measure -> new Measured(measure, Optional.of(column), type));
    }

    private static Optional<Measure> measure(String function, SluiceColumnHandle column) {
        boolean isExact =
                TrinoTypes.stored(column.type()).filter(Tally::hasExactBounds).isPresent();
        return switch (function) {
            case "count" -> Optional.of(Measure.VALUES);
            case "min" -> isExact ? Optional.of(Measure.MIN) : Optional.empty();
            case "max" -> isExact ? Optional.of(Measure.MAX) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<Answer> answer(List<SluiceColumnHandle> groups, List<Measured> measures) {
        Set<String> needed = new LinkedHashSet<>();
        measures.forEach(measure -> measure.column().ifPresent(column -> needed.add(column.name())));
        Predicate predicate = new Predicates(snapshot.metadata().schema()).of(table.constraint());
        PartitionFilter filter = new PartitionFilter(table.constraint());
        List<ScanTask> tasks = needed.isEmpty()
                ? snapshot.plan(predicate).tasks()
                : snapshot.planWithStatistics(predicate, needed).tasks();
        Map<List<Object>, List<Tally>> rows = new LinkedHashMap<>();
        if (groups.isEmpty()) {
            rows.put(List.of(), tallies(measures));
        }
        for (ScanTask task : tasks) {
            if (filter.accepts(task) && !add(task, groups, measures, rows)) {
                return Optional.empty();
            }
        }
        String text = "version %s, told by the log about %d files".formatted(snapshot.version(), tasks.size());
        return Optional.of(page(groups, measures, rows, text));
    }

    /** False if the file does not say what is needed. */
    private boolean add(
            ScanTask task,
            List<SluiceColumnHandle> groups,
            List<Measured> measures,
            Map<List<Object>, List<Tally>> rows) {
        long count = task.file().statistics().rowCount();
        if (count == FileStatistics.UNKNOWN_ROW_COUNT) {
            return false;
        }
        if (count == task.deletions().count()) {
            return true;
        }
        List<Object> key = new ArrayList<>();
        groups.forEach(group -> key.add(PartitionFilter.value(group, task)));
        List<Tally> tallies = rows.computeIfAbsent(key, any -> tallies(measures));
        return rows.size() <= MOST_GROUPS && tallies.stream().allMatch(tally -> tally.add(task));
    }

    private List<Tally> tallies(List<Measured> measures) {
        return measures.stream()
                .map(measure -> measure.tally(snapshot.metadata()))
                .toList();
    }

    private static Answer page(
            List<SluiceColumnHandle> groups,
            List<Measured> measures,
            Map<List<Object>, List<Tally>> rows,
            String text) {
        List<BlockBuilder> builders = new ArrayList<>();
        groups.forEach(group -> builders.add(group.type().createBlockBuilder(null, rows.size())));
        measures.forEach(measure -> builders.add(measure.type().createBlockBuilder(null, rows.size())));
        rows.forEach((key, tallies) -> {
            for (int i = 0; i < groups.size(); i++) {
                TypeUtils.writeNativeValue(groups.get(i).type(), builders.get(i), key.get(i));
            }
            for (int i = 0; i < measures.size(); i++) {
                TypeUtils.writeNativeValue(
                        measures.get(i).type(), builders.get(groups.size() + i), value(tallies.get(i)));
            }
        });
        return new Answer(builders.stream().map(BlockBuilder::build).toList(), rows.size(), text);
    }

    /** In Trino's native representation; null for null. */
    private static Long value(Tally tally) {
        return tally.value().isPresent() ? Long.valueOf(tally.value().getAsLong()) : null;
    }

    private AggregationApplicationResult<ConnectorTableHandle> result(
            Answer answer, List<SluiceColumnHandle> groups, List<Measured> measures) {
        Map<ColumnHandle, ColumnHandle> groupColumns = new LinkedHashMap<>();
        List<ConnectorExpression> projections = new ArrayList<>();
        List<Assignment> assignments = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            SluiceColumnHandle column = column(i, groups.get(i).type());
            groupColumns.put(groups.get(i), column);
            assignments.add(new Assignment(column.name(), column, column.type()));
        }
        for (int i = 0; i < measures.size(); i++) {
            SluiceColumnHandle column =
                    column(groups.size() + i, measures.get(i).type());
            projections.add(new Variable(column.name(), column.type()));
            assignments.add(new Assignment(column.name(), column, column.type()));
        }
        return new AggregationApplicationResult<>(
                table.answered(answer), projections, assignments, groupColumns, false);
    }

    private static SluiceColumnHandle column(int number, Type type) {
        String name = "answer_" + number;
        return new SluiceColumnHandle(
                Role.ANSWER, name, List.of(), type, new StoredField(name, OptionalInt.of(number), List.of()));
    }
}
