package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.spark.read.FileLimit.Files;
import io.sluice.spark.read.ReadLayout.Positions;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.types.SparkTypes;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportPartitioning;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.SupportsRuntimeV2Filtering;
import org.apache.spark.sql.connector.read.partitioning.Partitioning;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/** A read of the files that one pinned state of a table has. For the driver's thread that plans the statement. */
final class TableScan
        implements Scan, Batch, SupportsReportStatistics, SupportsReportPartitioning, SupportsRuntimeV2Filtering {
    /** What the statement does with the rows. */
    enum Purpose {
        /** Its result depends on them as a whole. */
        ROWS,
        /** It looks at them one by one, to decide whether to change each of them. */
        TARGETS
    }

    private final PinnedTable table;
    private final Purpose purpose;
    private final ReadOptions options;
    private final StructType wanted;
    private final Predicate predicate;
    private final Files planned;
    private final Function<String, MicroBatchStream> stream;
    private final FileNumbers numbers;
    private final PartitionKeys keys;
    /** What is left of the planned files after runtime filters. */
    private List<ScanTask> tasks;

    private Optional<ScanStatistics> statistics = Optional.empty();
    /** Whether Spark asks a stream for the files, and the stream whether their readers yield batches. */
    private boolean isStream;

    /**
     * A scan.
     *
     * @param stream opens a stream of the same rows, with a folder for what it has to remember
     * @param numbers that files are given
     */
    TableScan(
            PinnedTable table,
            Purpose purpose,
            ReadOptions options,
            StructType wanted,
            Predicate predicate,
            Files planned,
            Function<String, MicroBatchStream> stream,
            FileNumbers numbers) {
        this.table = requireNonNull(table, "table");
        this.purpose = requireNonNull(purpose, "purpose");
        this.options = requireNonNull(options, "options");
        this.wanted = requireNonNull(wanted, "wanted");
        this.predicate = requireNonNull(predicate, "predicate");
        this.planned = requireNonNull(planned, "planned");
        this.stream = requireNonNull(stream, "stream");
        this.numbers = requireNonNull(numbers, "numbers");
        keys = PartitionKeys.of(table.metadata(), wanted, options.grouping());
        tasks = planned.tasks();
    }

    @Override
    public StructType readSchema() {
        return wanted;
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpoint) {
        isStream = true;
        return stream.apply(checkpoint);
    }

    @Override
    public ColumnarSupportMode columnarSupportMode() {
        if (isStream) {
            return ColumnarSupportMode.PARTITION_DEFINED;
        }
        return RowReaders.mode(SparkSession.active(), layout()) == RowReaders.Mode.BATCHES
                ? ColumnarSupportMode.SUPPORTED
                : ColumnarSupportMode.UNSUPPORTED;
    }

    private ReadLayout layout() {
        boolean someAreGone =
                planned.tasks().stream().anyMatch(task -> !task.deletions().isEmpty());
        return ReadLayout.of(table.metadata(), wanted, someAreGone ? Positions.ALWAYS : Positions.IF_ASKED_FOR);
    }

    @Override
    public InputPartition[] planInputPartitions() {
        switch (purpose) {
            case ROWS -> table.readRows(predicate);
            case TARGETS -> table.readTargets(predicate);
        }
        SplitDraft draft = new SplitDraft(table.metadata(), layout(), numbers);
        SplitPlanner planner = SplitPlanner.of(SparkSession.active());
        return keys.groups(tasks, draft, planner).toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return RowReaders.of(SparkSession.active(), table.metadata(), layout(), predicate);
    }

    @Override
    public Partitioning outputPartitioning() {
        return keys.reported(tasks);
    }

    /** Partition columns, if the scan reads them. */
    @Override
    public NamedReference[] filterAttributes() {
        return RuntimeFilters.attributes(purpose, table.metadata(), wanted);
    }

    @Override
    public void filter(org.apache.spark.sql.connector.expressions.filter.Predicate[] filters) {
        tasks = new RuntimeFilters(table.metadata()).kept(tasks, filters);
    }

    @Override
    public Statistics estimateStatistics() {
        if (statistics.isEmpty()) {
            statistics = Optional.of(statistics());
        }
        return statistics.get();
    }

    /** Spark asks for columns only where it optimizes by costs; their statistics take another look at the log. */
    private ScanStatistics statistics() {
        TableMetadata metadata = table.metadata();
        ScanStatistics known = ScanStatistics.of(planned.tasks(), wanted, SparkTypes.structType(metadata.schema()));
        SQLConf conf = SQLConf.get();
        if (!conf.cboEnabled() && !conf.planStatsEnabled()) {
            return known;
        }
        List<Field> columns = metadata.schema().columns().stream()
                .filter(column -> ColumnEstimate.isFor(column.type())
                        && wanted.getFieldIndex(column.name()).isDefined())
                .toList();
        Set<String> names = columns.stream().map(Field::name).collect(Collectors.toSet());
        return known.withColumns(
                table.snapshot().planWithStatistics(predicate, names).tasks(), columns, metadata);
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return ReadMetrics.all();
    }

    @Override
    public CustomTaskMetric[] reportDriverMetrics() {
        Files now = new Files(tasks, planned.considered());
        return ReadMetrics.planned(tasks.size(), now.considered() - tasks.size(), now.sizeBytes(), now.deletedRows());
    }

    @Override
    public String description() {
        return "sluice %s version %s (%d of %d files, %d bytes, %d rows deleted), pruned by %s"
                .formatted(
                        table.name(),
                        table.snapshot().version(),
                        planned.tasks().size(),
                        planned.considered(),
                        planned.sizeBytes(),
                        planned.deletedRows(),
                        PredicateText.of(predicate));
    }

    /**
     * Spark reads what two equal scans read only once. Whoever looks up numbers gives the same object to all scans
     * whose rows it takes.
     */
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(Object other) {
        return other instanceof TableScan scan
                && table.snapshot() == scan.table.snapshot()
                && purpose == scan.purpose
                && (purpose == Purpose.ROWS || numbers == scan.numbers)
                && options.equals(scan.options)
                && wanted.equals(scan.wanted)
                && predicate.equals(scan.predicate)
                && tasks.equals(scan.tasks);
    }

    @Override
    public int hashCode() {
        return Objects.hash(table.name(), table.snapshot().version(), wanted, predicate);
    }
}
