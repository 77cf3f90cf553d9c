package io.sluice.format;

import static io.sluice.format.FormatWorld.append;
import static io.sluice.format.FormatWorld.longFile;
import static io.sluice.format.FormatWorld.rowsLeft;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.Reads;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.Redefine;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.commit.TableChange.ReplaceFiles;
import io.sluice.commit.TableChange.Restore;
import io.sluice.scan.FileChanges;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.RowPositions;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random changes of rows and files, beside a model that keeps the rows of each file as a set: every version is what the
 * model says, and the changes of each version lead from the one before to it.
 */
abstract class FormatRandomChanges extends FormatSuite {
    private static final int STEPS = 40;
    private static final long LONGEST = 30_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyVersionIsWhatTheModelSays(long seed) {
        Random random = new Random(seed);
        FormatTable table = world.created("random" + seed, append(longFile("first", 10)));
        world.storage.write(table.table().location() + "/first.parquet", new byte[1]);
        List<Map<String, RowPositions>> model = new ArrayList<>();
        model.add(Map.of("first.parquet", RowPositions.all(10)));
        Map<String, Long> lengths = new HashMap<>(Map.of("first.parquet", 10L));

        for (int step = 0; step < STEPS; step++) {
            FormatWorld writer = random.nextInt(4) == 0 ? another() : world;
            FormatTable opened = writer.open(table.table());
            if (random.nextInt(5) == 0) {
                bothDelete(writer, opened, model, random);
            } else {
                Map<String, RowPositions> rows = new TreeMap<>(model.get(model.size() - 1));
                List<TableChange> changes = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    changes.add(change(writer, opened, model, rows, lengths, random));
                }
                assertThat(writer.commit(opened, changes.toArray(TableChange[]::new)))
                        .isInstanceOf(Committed.class);
                model.add(rows);
            }
            assertThat(rowsLeft(opened.snapshot())).as("step " + step).isEqualTo(model.get(model.size() - 1));
        }

        FormatTable reader = another().open(table.table());
        for (int version = 0; version < model.size(); version++) {
            assertThat(rowsLeft(reader.snapshotAt(new TableVersion(version)))).isEqualTo(model.get(version));
        }
        assertChangesLeadOn(reader, model);
    }

    /** One random change, done to the rows of the model too. */
    private TableChange change(
            FormatWorld writer,
            FormatTable table,
            List<Map<String, RowPositions>> model,
            Map<String, RowPositions> rows,
            Map<String, Long> lengths,
            Random random) {
        List<String> paths = new ArrayList<>(rows.keySet());
        int kind = paths.isEmpty() ? 0 : random.nextInt(12);
        if (kind < 3) {
            DataFile file = newFile(writer, table, lengths, random);
            rows.put(file.path(), RowPositions.all(lengths.get(file.path())));
            return append(file);
        } else if (kind < 8) {
            Map<String, RowPositions> deleted = new TreeMap<>();
            for (String path : paths) {
                RowPositions some = random.nextInt(3) == 0 ? some(rows.get(path), random) : RowPositions.NONE;
                deleted.put(path, some);
                keep(rows, path, rows.get(path).minus(some));
            }
            return new DeleteRows(deleted);
        } else if (kind == 8) {
            String path = paths.get(random.nextInt(paths.size()));
            rows.remove(path);
            return new RemoveFiles(List.of(path));
        } else if (kind == 9) {
            List<String> replaced = paths.subList(0, 1 + random.nextInt(paths.size()));
            long count =
                    replaced.stream().mapToLong(path -> rows.get(path).count()).sum();
            DataFile file = newFile(writer, table, lengths, count);
            replaced.forEach(rows::remove);
            rows.put(file.path(), RowPositions.all(count));
            return new ReplaceFiles(replaced, List.of(file));
        } else if (kind == 10) {
            int version = random.nextInt(model.size());
            rows.clear();
            rows.putAll(model.get(version));
            return new Restore(new TableVersion(version));
        }
        rows.clear();
        return new Redefine(table.current().metadata());
    }

    private static void keep(Map<String, RowPositions> rows, String path, RowPositions left) {
        if (left.isEmpty()) {
            rows.remove(path);
        } else {
            rows.put(path, left);
        }
    }

    private static RowPositions some(RowPositions rows, Random random) {
        if (random.nextInt(8) == 0) {
            return rows;
        }
        int oneOf = 1 + random.nextInt(5);
        List<Long> chosen = new ArrayList<>();
        rows.forEach(row -> {
            if (random.nextInt(oneOf) == 0) {
                chosen.add(row);
            }
        });
        return RowPositions.of(chosen.stream().mapToLong(row -> row).toArray());
    }

    private static DataFile newFile(FormatWorld writer, FormatTable table, Map<String, Long> lengths, Random random) {
        return newFile(
                writer, table, lengths, 1 + (random.nextInt(3) == 0 ? random.nextLong(LONGEST) : random.nextInt(20)));
    }

    private static DataFile newFile(FormatWorld writer, FormatTable table, Map<String, Long> lengths, long count) {
        DataFile file = longFile("f" + lengths.size(), count);
        lengths.put(file.path(), count);
        // So that a restoration finds it.
        writer.storage.write(table.table().location() + "/" + file.path(), new byte[1]);
        return file;
    }

    /** Two writers who have seen the same version delete different rows of the same files. */
    private void bothDelete(
            FormatWorld writer, FormatTable table, List<Map<String, RowPositions>> model, Random random) {
        TableVersion read = table.current().version();
        Map<String, RowPositions> rows = model.get(model.size() - 1);
        Map<String, RowPositions> first = new TreeMap<>();
        Map<String, RowPositions> second = new TreeMap<>();
        rows.forEach((path, left) -> {
            first.put(path, some(left, random));
            second.put(path, some(left.minus(first.get(path)), random));
            if (first.get(path).count() == left.count()) {
                second.remove(path);
            }
        });
        for (Map<String, RowPositions> deleted : List.of(first, second)) {
            Map<String, RowPositions> after = new TreeMap<>(model.get(model.size() - 1));
            deleted.forEach((path, gone) -> keep(after, path, after.get(path).minus(gone)));
            assertThat(writer.commit(table, Reads.targetsOf(read, Predicate.ALL), new DeleteRows(deleted)))
                    .isInstanceOf(Committed.class);
            model.add(after);
        }
    }

    private static void assertChangesLeadOn(FormatTable table, List<Map<String, RowPositions>> model) {
        List<CommittedChanges> all = table.changes(TableVersion.FIRST, new TableVersion(model.size() - 1));
        Map<String, RowPositions> rows = new TreeMap<>();
        for (CommittedChanges commit : all) {
            FileChanges changes = commit.files();
            changes.removed()
                    .forEach(task -> assertThat(rows.remove(path(task))).isEqualTo(left(task)));
            changes.replaced()
                    .forEach(task -> assertThat(rows.remove(path(task))).isEqualTo(left(task)));
            changes.deleted().forEach(rowsDeleted -> {
                String path = path(rowsDeleted.task());
                assertThat(rows.get(path)).isEqualTo(left(rowsDeleted.task()));
                rows.put(path, rows.get(path).minus(rowsDeleted.positions()));
            });
            changes.added().forEach(task -> rows.merge(path(task), left(task), RowPositions::union));
            changes.replacements()
                    .forEach(
                            task -> assertThat(rows.put(path(task), left(task))).isNull());
            assertThat(rows).as(commit.version().toString()).isEqualTo(model.get((int)
                    commit.version().number()));
        }
    }

    private static String path(ScanTask task) {
        return task.file().path();
    }

    private static RowPositions left(ScanTask task) {
        return RowPositions.all(task.file().statistics().rowCount())
                .minus(task.deletions().positions());
    }
}
