package io.sluice.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.OpenMode;
import io.sluice.catalog.sql.SqliteCatalogs;
import io.sluice.commit.TableChange.AddChangeData;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.commit.TableChange.Restore;
import io.sluice.storage.LocalStorage;
import io.sluice.storage.Storage;
import io.sluice.storage.StoredFile;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableVersion;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansTest extends LakeTransactionSuite {
    @TempDir
    Path folder;

    @Override
    protected Catalog catalog() {
        return SqliteCatalogs.open(folder, OpenMode.CREATE_IF_MISSING);
    }

    @Override
    protected Storage storage() {
        return new LocalStorage();
    }

    @Override
    protected String warehouse() {
        return folder.toString();
    }

    private List<String> orphans(Instant before) {
        return lake.orphans(lake.table(ORDERS), before).stream()
                .map(StoredFile::location)
                .toList();
    }

    private static Instant soon() {
        return Instant.now().plus(1, ChronoUnit.HOURS);
    }

    private void manyKindsOfCommits() {
        try (LakeTransaction mine = begin()) {
            append(mine, ORDERS, "p=a b/ö%1", 1);
            mine.table(ORDERS).change(WRITE, List.of(deletion("o1", 0)));
            mine.commit();
        }
        try (LakeTransaction mine = begin()) {
            TransactionTable orders = mine.table(ORDERS);
            DataFile large = written(orders.table(), "large", 1);
            orders.change(WRITE, List.of(new AppendFiles(List.of(ofRows(large, 300_000)))));
            mine.commit();
        }
        try (LakeTransaction mine = begin()) {
            long[] everyThird = LongStream.range(0, 100_000).map(row -> row * 3).toArray();
            mine.table(ORDERS).change(WRITE, List.of(deletion("large", everyThird)));
            mine.commit();
        }
        try (LakeTransaction mine = begin()) {
            TransactionTable orders = mine.table(ORDERS);
            AddChangeData tells = new AddChangeData(List.of(written(orders.table(), "_change_data/told", 1)));
            orders.change(WRITE, List.of(new RemoveFiles(List.of("o1")), tells));
            mine.commit();
        }
    }

    private static DataFile ofRows(DataFile file, long rows) {
        return new DataFile(
                file.path(),
                file.sizeBytes(),
                file.modifiedMillis(),
                file.partitionValues(),
                new FileStatistics(rows, Map.of()));
    }

    @Test
    void filesThatAnyVersionNamesAreNoOrphans() {
        manyKindsOfCommits();

        assertThat(orphans(soon())).isEmpty();
        assertThat(storage.list(table(ORDERS).location()))
                .extracting(StoredFile::name)
                .anyMatch(name -> name.endsWith(".bin"));
        assertThat(storage.list(table(ORDERS).location() + "/_delta_log")).isNotEmpty();
    }

    @Test
    void filesThatNoVersionNamesAreOrphansOnceTheyAreOldEnough() {
        manyKindsOfCommits();
        List<String> left = List.of(
                location(ORDERS, "_change_data/left"),
                location(ORDERS, "deletion_vector_left.bin"),
                location(ORDERS, "p=a b/left"));
        left.forEach(location -> storage.create(location, new byte[1]));

        assertThat(orphans(soon())).isEqualTo(left);
        assertThat(orphans(Instant.now().minus(1, ChronoUnit.HOURS))).isEmpty();
        assertThat(left).allMatch(location -> storage.stat(location).isPresent());
    }

    @Test
    void filesOfARestoredVersionAreNoOrphans() {
        manyKindsOfCommits();
        try (LakeTransaction mine = begin()) {
            mine.table(ORDERS).change(WRITE, List.of(new Restore(TableVersion.FIRST)));
            mine.commit();
        }

        assertThat(orphans(soon())).isEmpty();
    }
}
