package io.sluice.spark.write;

import io.sluice.catalog.OpenMode;
import io.sluice.format.FormatTable;
import io.sluice.format.HistoryEntry;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.scan.FileChanges;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a lake holds, seen without Spark. */
public record LakeLook(Path folder) {
    private <T> T look(Function<Lake, T> question) {
        try (Lake lake = Lake.open(LakeUri.parse(folder.toString()), OpenMode.OPEN_EXISTING)) {
            return question.apply(lake);
        }
    }

    public List<DataFile> files(String table) {
        return tasks(table).stream().map(ScanTask::file).toList();
    }

    /** What the last commit did, with the statistics that the log has of its files. */
    public FileChanges lastChanges(String table) {
        return look(lake -> {
            FormatTable opened = lake.table(TableName.parse(table));
            TableVersion last = opened.snapshot().version();
            return opened.changes(last, last).get(0).files();
        });
    }

    /** The statistics of the only file that the last commit has added. */
    public FileStatistics statistics(String table) {
        return lastChanges(table).added().get(0).file().statistics();
    }

    public List<ScanTask> tasks(String table) {
        return look(lake -> lake.table(TableName.parse(table))
                .snapshot()
                .plan(Predicate.ALL)
                .tasks());
    }

    /** The last commit. */
    public HistoryEntry lastCommit(String table) {
        return look(lake -> lake.table(TableName.parse(table)).history(1).get(0));
    }

    /** The names of all Parquet files in a table's folder, those that no commit names among them. */
    public List<String> filesOnDisk(String table) {
        return filesOnDisk(table, "");
    }

    /** Likewise in a folder below it, which may not be there. */
    public List<String> filesOnDisk(String table, String below) {
        String location =
                look(lake -> lake.table(TableName.parse(table)).table().location());
        Path place = Path.of(location).resolve(below);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (var files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains("parquet"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The names of Parquet files in a table's folder that no commit has added. */
    public List<String> orphans(String table) {
        Set<String> added = look(lake -> {
            FormatTable opened = lake.table(TableName.parse(table));
            TableVersion last = opened.snapshot().version();
            return opened.changes(TableVersion.FIRST, last).stream()
                    .flatMap(commit -> commit.files().added().stream())
                    .map(task -> task.file().path())
                    .collect(Collectors.toSet());
        });
        return filesOnDisk(table).stream().filter(name -> !added.contains(name)).toList();
    }
}
