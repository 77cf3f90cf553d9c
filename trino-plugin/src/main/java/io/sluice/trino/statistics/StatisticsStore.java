package io.sluice.trino.statistics;

import static java.util.Objects.requireNonNull;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.airlift.log.Logger;
import io.sluice.storage.Storage;
import io.sluice.storage.StoredFile;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The statistics of tables, each in one file beside the table's log. Nothing depends on them, so that what cannot be
 * read counts as not there, and what cannot be written is only warned of. Of two servers that write at the same time
 * one wins. Safe for use by several threads.
 */
public final class StatisticsStore {
    private static final Logger LOG = Logger.get(StatisticsStore.class);

    private final Storage storage;
    /** Files as they were when they were read; empty for one that is not understood. */
    private final Cache<StoredFile, Optional<ExtendedStatistics>> read =
            CacheBuilder.newBuilder().maximumSize(1000).build();

    public StatisticsStore(Storage storage) {
        this.storage = requireNonNull(storage, "storage");
    }

    private static String log(String table) {
        return table + "/_delta_log";
    }

    private static String file(String table) {
        return log(table) + "/_trino_meta/extended_stats.json";
    }

    /** @param table the table's location */
    Optional<ExtendedStatistics> find(String table) {
        try {
            Optional<StoredFile> file = storage.stat(file(table));
            return file.isEmpty() ? Optional.empty() : known(file.get());
        } catch (RuntimeException failed) {
            LOG.warn(failed, "the statistics of the table at %s are not used, as they could not be read", table);
            return Optional.empty();
        }
    }

    private Optional<ExtendedStatistics> known(StoredFile file) {
        Optional<ExtendedStatistics> found = read.getIfPresent(file);
        if (found == null) {
            found = storage.read(file.location()).flatMap(json -> understood(file, json));
            read.put(file, found);
        }
        return found;
    }

    private static Optional<ExtendedStatistics> understood(StoredFile file, byte[] json) {
        try {
            return Optional.of(StatisticsText.read(json));
        } catch (RuntimeException malformed) {
            LOG.warn(malformed, "the statistics in %s are not used, as they are not understood", file.location());
            return Optional.empty();
        }
    }

    /**
     * Changes the statistics of a table that is there.
     *
     * @param table the table's location
     * @param change from what there is, if there is any, to what there is to be; empty for nothing
     */
    synchronized void update(String table, UnaryOperator<Optional<ExtendedStatistics>> change) {
        try {
            Optional<ExtendedStatistics> before = find(table);
            Optional<ExtendedStatistics> now = change.apply(before);
            if (now.isEmpty()) {
                storage.delete(file(table));
            } else if (before.isPresent() || !storage.list(log(table)).isEmpty()) {
                storage.writeExpendable(file(table), StatisticsText.write(now.get()));
            }
        } catch (RuntimeException failed) {
            LOG.warn(failed, "the statistics of the table at %s stay as they are, as they could not be written", table);
        }
    }

    /**
     * Forgets what is known of a table.
     *
     * @param table the table's location
     */
    public synchronized void drop(String table) {
        storage.delete(file(table));
    }
}
