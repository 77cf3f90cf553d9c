package io.sluice.compat.judge;

import io.delta.kernel.CommitActions;
import io.delta.kernel.CommitRange;
import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.engine.hadoopio.HadoopFileIO;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.actions.CommitInfo;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.files.ParsedCatalogCommitData;
import io.delta.kernel.internal.files.ParsedLogData;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * Delta Kernel, given what a catalog gives to a reader: the folder with its published files, the last ratified version,
 * and the ratified commits that may not be published.
 */
public final class KernelJudge implements TableReader {
    private final String root;
    private final Engine engine;
    private final long latest;
    private final List<ParsedLogData> tail = new ArrayList<>();

    public KernelJudge(CommittedTable table) {
        this.root = "file:" + table.folder().toAbsolutePath();
        this.latest = table.latest();
        Map<String, byte[]> staged = new HashMap<>();
        table.tail().forEach((version, commit) -> {
            String path = root + "/_delta_log/_staged_commits/" + commit.fileName();
            staged.put(path, commit.content());
            tail.add(ParsedCatalogCommitData.forFileStatus(FileStatus.of(path, commit.content().length, 1L)));
        });
        this.engine = DefaultEngine.create(StagedFiles.over(new HadoopFileIO(new Configuration()), staged));
    }

    @Override
    public State latest() {
        return state(latestSnapshot());
    }

    @Override
    public State at(long version) {
        return state(snapshotAt(version));
    }

    @Override
    public State asOf(Instant instant) {
        return state(TableManager.loadSnapshot(root)
                .withLogData(tail)
                .withMaxCatalogVersion(latest)
                .atTimestamp(instant.toEpochMilli(), latestSnapshot())
                .build(engine));
    }

    @Override
    public Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>(latestSnapshot().getTableProperties());
        properties.keySet().removeIf(name -> name.startsWith("delta.feature."));
        return properties;
    }

    @Override
    public OptionalLong writerVersion(String applicationId) {
        return latestSnapshot()
                .getLatestTransactionVersion(engine, applicationId)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    @Override
    @SuppressWarnings("try") // Kernel's close() is declared to throw whatever it likes.
    public List<HistoryLine> history() {
        CommitRange range = TableManager.loadCommitRange(root, CommitBoundary.atVersion(0))
                .withEndBoundary(CommitBoundary.atVersion(latest))
                .withLogData(tail)
                .withMaxCatalogVersion(latest)
                .build(engine);
        List<HistoryLine> lines = new ArrayList<>();
        // The snapshot has to be that of the first version asked for.
        try (CloseableIterator<CommitActions> commits =
                range.getCommitActions(engine, snapshotAt(0), EnumSet.of(DeltaAction.COMMITINFO))) {
            while (commits.hasNext()) {
                try (CommitActions commit = commits.next()) {
                    lines.add(historyLine(commit));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        Collections.reverse(lines);
        return lines;
    }

    private static HistoryLine historyLine(CommitActions commit) throws IOException {
        try (CloseableIterator<ColumnarBatch> batches = commit.getActions()) {
            while (batches.hasNext()) {
                ColumnarBatch batch = batches.next();
                ColumnVector commitInfo =
                        batch.getColumnVector(batch.getSchema().indexOf("commitInfo"));
                for (int row = 0; row < batch.getSize(); row++) {
                    if (!commitInfo.isNullAt(row)) {
                        return historyLine(commit.getVersion(), CommitInfo.fromColumnVector(commitInfo, row));
                    }
                }
            }
        }
        throw new IllegalStateException("version " + commit.getVersion() + " has no commitInfo");
    }

    private static HistoryLine historyLine(long version, CommitInfo commit) {
        return new HistoryLine(
                version,
                Instant.ofEpochMilli(commit.getInCommitTimestamp()
                        .orElseThrow(() -> new IllegalStateException("no inCommitTimestamp in version " + version))),
                commit.getOperation().orElse(""),
                commit.getEngineInfo().orElse(""),
                commit.getOperationMetrics());
    }

    /** The data files of the last state: full path to statistics as JSON, empty where a file has none. */
    public Map<String, Optional<String>> statistics() {
        Map<String, Optional<String>> found = new TreeMap<>();
        try (CloseableIterator<FilteredColumnarBatch> batches =
                latestSnapshot().getScanBuilder().build().getScanFiles(engine, true)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> files = batches.next().getRows()) {
                    while (files.hasNext()) {
                        Row file = files.next();
                        Row add = file.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL);
                        int stats = InternalScanFileUtils.ADD_FILE_STATS_ORDINAL;
                        found.put(
                                InternalScanFileUtils.getAddFileStatus(file).getPath(),
                                add.isNullAt(stats) ? Optional.empty() : Optional.of(add.getString(stats)));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private Snapshot latestSnapshot() {
        return TableManager.loadSnapshot(root)
                .withLogData(tail)
                .withMaxCatalogVersion(latest)
                .build(engine);
    }

    private Snapshot snapshotAt(long version) {
        return TableManager.loadSnapshot(root)
                .atVersion(version)
                .withLogData(tail)
                .withMaxCatalogVersion(latest)
                .build(engine);
    }

    private State state(Snapshot snapshot) {
        return new State(
                snapshot.getVersion(),
                KernelValues.columns(snapshot.getSchema()),
                snapshot.getPartitionColumnNames(),
                rows(snapshot.getScanBuilder().build()));
    }

    /** The rows of those files that Kernel does not skip for a condition. */
    public List<String> rowsOfFilesWhere(Predicate condition) {
        return rows(latestSnapshot().getScanBuilder().withFilter(condition).build());
    }

    private List<String> rows(Scan scan) {
        List<String> rows = new ArrayList<>();
        Row scanState = scan.getScanState(engine);
        StructType physical = ScanStateRow.getPhysicalDataReadSchema(scanState);
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> files = batches.next().getRows()) {
                    while (files.hasNext()) {
                        readFile(scanState, physical, files.next(), rows);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collections.sort(rows);
        return rows;
    }

    private void readFile(Row scanState, StructType physical, Row file, List<String> rows) throws IOException {
        FileStatus status = InternalScanFileUtils.getAddFileStatus(file);
        CloseableIterator<ColumnarBatch> stored = engine.getParquetHandler()
                .readParquetFiles(Utils.singletonCloseableIterator(status), physical, Optional.empty())
                .map(FileReadResult::getData);
        try (CloseableIterator<FilteredColumnarBatch> batches =
                Scan.transformPhysicalData(engine, scanState, file, stored)) {
            while (batches.hasNext()) {
                addRows(batches.next(), rows);
            }
        }
    }

    private static void addRows(FilteredColumnarBatch batch, List<String> rows) {
        ColumnarBatch columns = batch.getData();
        Optional<ColumnVector> selection = batch.getSelectionVector();
        for (int row = 0; row < columns.getSize(); row++) {
            int number = row;
            if (selection
                    .map(chosen -> !chosen.isNullAt(number) && chosen.getBoolean(number))
                    .orElse(true)) {
                List<Object> values = new ArrayList<>();
                for (int column = 0; column < columns.getSchema().length(); column++) {
                    values.add(KernelValues.value(columns.getColumnVector(column), row));
                }
                rows.add(Canonical.row(values));
            }
        }
    }
}
