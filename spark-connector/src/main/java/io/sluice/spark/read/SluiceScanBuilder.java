package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.scan.DataFileBounds;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanPlan;
import io.sluice.spark.read.TableScan.Purpose;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.types.SparkTypes;
import io.sluice.table.TableMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownTopN;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Plans a read of one pinned table. */
public final class SluiceScanBuilder
        implements SupportsPushDownV2Filters,
                SupportsPushDownRequiredColumns,
                SupportsPushDownAggregates,
                SupportsPushDownLimit,
                SupportsPushDownTopN {
    private final PinnedTable table;
    private final CaseInsensitiveStringMap given;
    private final ReadOptions options;
    private final Purpose purpose;
    private final FileNumbers numbers;
    private final List<org.apache.spark.sql.connector.expressions.filter.Predicate> pushed = new ArrayList<>();
    private Predicate predicate = Predicate.ALL;
    private StructType wanted;
    private Optional<ScanPlan> plan = Optional.empty();
    private Optional<MetadataAnswer> answer = Optional.empty();
    /** What Spark has asked last whether it is answered, before it asks for the answer; null before that. */
    private Aggregation asked;

    private Optional<MetadataAnswer> found = Optional.empty();
    private int limit = Integer.MAX_VALUE;
    private Optional<LargestRows> largest = Optional.empty();
    private StreamDoor streams = (rows, streamOptions, checkpoint) -> {
        throw SluiceException.bug("a statement that changes rows does not read a stream");
    };

    /**
     * A read of rows that the statement's result depends on.
     *
     * @param table the state to read; the scan says what it reads by {@link PinnedTable#readRows}
     * @param options of the read, as the user gave them
     * @param streams where a stream of the table comes from
     */
    public SluiceScanBuilder(PinnedTable table, CaseInsensitiveStringMap options, StreamDoor streams) {
        this(table, options, Purpose.ROWS, new FileNumbers());
        this.streams = requireNonNull(streams, "streams");
    }

    private SluiceScanBuilder(
            PinnedTable table, CaseInsensitiveStringMap options, Purpose purpose, FileNumbers numbers) {
        this.table = requireNonNull(table, "table");
        given = requireNonNull(options, "options");
        this.options = ReadOptions.of(options);
        this.purpose = purpose;
        this.numbers = requireNonNull(numbers, "numbers");
        wanted = SparkTypes.structType(table.metadata().schema());
    }

    /**
     * A read of rows that the statement may change: it looks at them one by one, which the scan says by
     * {@link PinnedTable#readTargets}.
     *
     * @param numbers by which the statement finds the files of those rows again
     */
    public static SluiceScanBuilder ofTargets(
            PinnedTable table, CaseInsensitiveStringMap options, FileNumbers numbers) {
        return new SluiceScanBuilder(table, options, Purpose.TARGETS, numbers);
    }

    @Override
    public org.apache.spark.sql.connector.expressions.filter.Predicate[] pushPredicates(
            org.apache.spark.sql.connector.expressions.filter.Predicate[] filters) {
        FilterTranslation translation = new FilterTranslation(table.metadata().schema());
        List<Optional<Predicate>> translated = new ArrayList<>();
        for (var filter : filters) {
            Optional<Predicate> part = translation.translate(filter);
            translated.add(part);
            part.ifPresent(known -> pushed.add(filter));
        }
        List<Predicate> parts = new ArrayList<>(List.of(predicate));
        translated.forEach(part -> part.ifPresent(parts::add));
        predicate = Predicate.and(parts);
        plan = Optional.empty();
        asked = null;
        List<org.apache.spark.sql.connector.expressions.filter.Predicate> remaining = new ArrayList<>();
        for (int i = 0; i < filters.length; i++) {
            if (!translated.get(i).map(this::isTrueOfAllFiles).orElse(false)) {
                remaining.add(filters[i]);
            }
        }
        return remaining.toArray(org.apache.spark.sql.connector.expressions.filter.Predicate[]::new);
    }

    /** Only partition values say it of all rows; the files' statistics are not at hand here. */
    private boolean isTrueOfAllFiles(Predicate part) {
        TableMetadata metadata = table.metadata();
        return PartitionColumns.areAllOf(part, metadata)
                && plan().tasks().stream().allMatch(task -> new DataFileBounds(task.file(), metadata).mustMatch(part));
    }

    private ScanPlan plan() {
        if (plan.isEmpty()) {
            plan = Optional.of(table.snapshot().plan(predicate));
        }
        return plan.get();
    }

    @Override
    public org.apache.spark.sql.connector.expressions.filter.Predicate[] pushedPredicates() {
        return pushed.toArray(org.apache.spark.sql.connector.expressions.filter.Predicate[]::new);
    }

    @Override
    public void pruneColumns(StructType required) {
        wanted = required;
    }

    @Override
    public boolean supportCompletePushDown(Aggregation aggregation) {
        return answer(aggregation).isPresent();
    }

    @Override
    public boolean pushAggregation(Aggregation aggregation) {
        answer = answer(aggregation);
        return answer.isPresent();
    }

    @SuppressWarnings("ReferenceEquality")
    private Optional<MetadataAnswer> answer(Aggregation aggregation) {
        if (purpose != Purpose.ROWS) {
            return Optional.empty();
        }
        if (asked != aggregation) {
            found = new MetadataAggregates(table.snapshot(), predicate).answer(aggregation);
            asked = aggregation;
        }
        return found;
    }

    @Override
    public boolean pushLimit(int rows) {
        limit = rows;
        return true;
    }

    @Override
    public boolean pushTopN(SortOrder[] orders, int rows) {
        largest = purpose == Purpose.ROWS ? LargestRows.of(orders, rows, table.metadata()) : Optional.empty();
        return largest.isPresent();
    }

    /** Whole files are left out; Spark counts the rows of the others. */
    @Override
    public boolean isPartiallyPushed() {
        return true;
    }

    private MicroBatchStream stream(String checkpoint) {
        return streams.open(new TableRows(table, wanted), given, checkpoint);
    }

    @Override
    public Scan build() {
        if (answer.isPresent()) {
            table.readRows(predicate);
            return answer.get();
        }
        return new TableScan(table, purpose, options, wanted, predicate, files(), this::stream, numbers);
    }

    private FileLimit.Files files() {
        if (largest.isPresent()) {
            LargestRows rows = largest.get();
            return rows.of(table.snapshot()
                    .planWithStatistics(predicate, Set.of(rows.field().name())));
        }
        return new FileLimit(limit).of(plan());
    }
}
