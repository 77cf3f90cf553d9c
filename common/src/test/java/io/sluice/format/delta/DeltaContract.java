package io.sluice.format.delta;

import io.sluice.catalog.CatalogTable;
import io.sluice.format.TableFormat;
import io.sluice.format.TableFormatContract;
import io.sluice.storage.Storage;
import io.sluice.storage.StoredFile;
import io.sluice.table.TableVersion;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The contract of formats for Delta, over any catalog and storage. */
abstract class DeltaContract extends TableFormatContract {
    @Override
    protected TableFormat format(InstantSource clock) {
        return new DeltaFormat(clock);
    }

    @Override
    protected List<TableVersion> published(CatalogTable table, Storage storage) {
        return storage.list(table.location() + "/_delta_log").stream()
                .map(StoredFile::name)
                .filter(name -> name.length() == "00000000000000000000.json".length() && name.endsWith(".json"))
                .map(name -> new TableVersion(Long.parseLong(name.substring(0, 20))))
                .toList();
    }

    @Override
    protected long leftovers(CatalogTable table, Storage storage) {
        return commitsLeft(table, storage) + vectorsLeft(table, storage);
    }

    /** Files of deletion vectors that no published commit names. */
    private long vectorsLeft(CatalogTable table, Storage storage) {
        LogFiles files = new LogFiles(table.location());
        StringBuilder log = new StringBuilder();
        for (TableVersion version : published(table, storage)) {
            log.append(new String(storage.read(files.commit(version)).orElseThrow(), StandardCharsets.UTF_8));
        }
        return storage.list(table.location()).stream()
                .map(StoredFile::name)
                .filter(name -> name.startsWith("deletion_vector_"))
                .map(name -> UUID.fromString(name.substring("deletion_vector_".length(), name.length() - 4)))
                .filter(unique -> log.indexOf(DeletionVectors.encoded(unique)) < 0)
                .count();
    }

    private long commitsLeft(CatalogTable table, Storage storage) {
        LogFiles files = new LogFiles(table.location());
        return storage.list(table.location() + "/_delta_log/_staged_commits").stream()
                .filter(staged -> {
                    TableVersion version =
                            new TableVersion(Long.parseLong(staged.name().substring(0, 20)));
                    return storage.read(files.commit(version))
                            .filter(published -> Arrays.equals(
                                    published, storage.read(staged.location()).orElseThrow()))
                            .isEmpty();
                })
                .count();
    }
}
