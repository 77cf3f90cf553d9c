package io.sluice.query;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.CommitTarget;
import io.sluice.commit.TableChange;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.duckdb.ParquetCopy;
import io.sluice.duckdb.SqlText;
import io.sluice.duckdb.WrittenFile;
import io.sluice.error.SluiceException;
import io.sluice.format.CommittedChanges;
import io.sluice.format.FormatTable;
import io.sluice.format.HistoryEntry;
import io.sluice.format.NamedFiles;
import io.sluice.scan.Deletions;
import io.sluice.scan.FileBounds;
import io.sluice.scan.Predicate;
import io.sluice.scan.Pruning;
import io.sluice.scan.ScanPlan;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.Field;
import io.sluice.table.RowPositions;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import io.sluice.table.Values;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A table of Parquet files without a log: each append is a version, a minute after the one before. */
final class FileTable implements FormatTable {
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private final TableName name;
    private final Path folder;
    private final List<Version> versions = new ArrayList<>();

    private record Version(TableMetadata metadata, List<DataFile> files, Map<String, RowPositions> deleted) {}

    FileTable(String name, Path folder, TableSchema schema, String... partitionColumns) {
        this.name = TableName.parse(name);
        this.folder = folder;
        versions.add(new Version(
                new TableMetadata(TableId.random(), schema, List.of(partitionColumns), Map.of(), Optional.empty()),
                List.of(),
                Map.of()));
    }

    TableName name() {
        return name;
    }

    /** Appends the rows of a query; one file, or one for each partition. */
    FileTable append(String select) {
        Version last = versions.get(versions.size() - 1);
        try (DuckDbSession session = DuckDbSession.open(DuckDbSettings.DEFAULT, new Cancellation())) {
            List<DataFile> files = new ArrayList<>(last.files());
            ParquetCopy copy =
                    new ParquetCopy(select, folder, "part-", last.metadata().partitionColumns());
            for (WrittenFile file : copy.run(session)) {
                files.add(new DataFile(
                        file.path().toString(),
                        file.sizeBytes(),
                        0,
                        file.partitionValues(),
                        file.statistics(last.metadata().schema())));
            }
            versions.add(new Version(last.metadata(), files, last.deleted()));
        }
        return this;
    }

    /** Takes rows away, by a condition on columns that the files have. */
    FileTable delete(String condition) {
        Version last = versions.get(versions.size() - 1);
        Map<String, RowPositions> deleted = new HashMap<>(last.deleted());
        try (DuckDbSession session = DuckDbSession.open(DuckDbSettings.DEFAULT, new Cancellation())) {
            for (DataFile file : last.files()) {
                List<Long> rows = session.query(
                        "SELECT file_row_number FROM read_parquet(%s, hive_partitioning=false) WHERE %s"
                                .formatted(SqlText.literal(file.path()), condition),
                        row -> row.number(1));
                if (!rows.isEmpty()) {
                    deleted.merge(
                            file.path(),
                            RowPositions.of(rows.stream().mapToLong(row -> row).toArray()),
                            RowPositions::union);
                }
            }
        }
        versions.add(new Version(last.metadata(), last.files(), deleted));
        return this;
    }

    FileTable alter(TableSchema schema) {
        Version last = versions.get(versions.size() - 1);
        versions.add(new Version(last.metadata().withSchema(schema), last.files(), last.deleted()));
        return this;
    }

    @Override
    public CatalogTable table() {
        return new CatalogTable(TableId.random(), name, "files", folder.toString());
    }

    @Override
    public Current current() {
        Snapshot snapshot = snapshot();
        return new Current(snapshot.version(), snapshot.committedAt(), snapshot.metadata());
    }

    @Override
    public Snapshot snapshot() {
        return new FileSnapshot(versions.size() - 1);
    }

    @Override
    public Snapshot snapshotAt(TableVersion version) {
        if (version.number() >= versions.size()) {
            throw SluiceException.user("table %s has no version %s".formatted(name, version));
        }
        return new FileSnapshot((int) version.number());
    }

    @Override
    public Snapshot snapshotAsOf(Instant instant) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (!committedAt(i).isAfter(instant)) {
                return new FileSnapshot(i);
            }
        }
        throw SluiceException.user("table %s is younger than %s".formatted(name, instant));
    }

    private static Instant committedAt(int version) {
        return CREATED.plusSeconds(60L * version);
    }

    @Override
    public NamedFiles namedFiles() {
        return new NamedFiles(Set.of(), Set.of());
    }

    @Override
    public List<HistoryEntry> history(int limit) {
        return List.of();
    }

    @Override
    public TableMetadata planned(TableMetadata before, List<TableChange> changes) {
        return before;
    }

    @Override
    public List<CommittedChanges> changes(TableVersion from, TableVersion to) {
        throw new UnsupportedOperationException("a table without a log");
    }

    @Override
    public CommitTarget target() {
        throw new UnsupportedOperationException("nothing is committed here");
    }

    /** @param rows null if there are none */
    private record Gone(RowPositions rows) implements Deletions {
        @Override
        public long count() {
            return positions().count();
        }

        @Override
        public RowPositions positions() {
            return rows == null ? RowPositions.NONE : rows;
        }
    }

    private final class FileSnapshot implements Snapshot {
        private final int number;

        FileSnapshot(int number) {
            this.number = number;
        }

        @Override
        public TableVersion version() {
            return new TableVersion(number);
        }

        @Override
        public Instant committedAt() {
            return FileTable.committedAt(number);
        }

        @Override
        public TableMetadata metadata() {
            return versions.get(number).metadata();
        }

        @Override
        public ScanPlan plan(Predicate predicate) {
            List<DataFile> files = versions.get(number).files();
            List<ScanTask> tasks = files.stream()
                    .filter(file -> Pruning.mayMatch(
                            predicate, bounds(file), file.statistics().rowCount()))
                    .map(file -> new ScanTask(
                            file.path(),
                            file,
                            new Gone(versions.get(number).deleted().get(file.path()))))
                    .toList();
            return new ScanPlan(version(), tasks, files.size());
        }

        private FileBounds bounds(DataFile file) {
            return column -> {
                Field field = metadata().schema().requireColumn(column);
                Optional<String> value = file.partitionValues().get(field.name());
                if (value == null) {
                    return file.statistics().columns().getOrDefault(field.name(), ColumnStatistics.UNKNOWN);
                }
                Optional<Comparable<?>> bound = value.flatMap(text -> Values.parse(field.type(), text));
                return new ColumnStatistics(
                        bound,
                        bound,
                        Optional.of(value.isEmpty() ? file.statistics().rowCount() : 0));
            };
        }

        @Override
        public long fileCount() {
            return versions.get(number).files().size();
        }

        @Override
        public long sizeBytes() {
            return versions.get(number).files().stream()
                    .mapToLong(DataFile::sizeBytes)
                    .sum();
        }
    }
}
