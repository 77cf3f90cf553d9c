package io.sluice.format.delta;

import com.fasterxml.jackson.core.JsonParser;
import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.Add;
import io.sluice.scan.ScanTask;
import io.sluice.table.ColumnStatistics;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of a table as columns of numbers: about 60 bytes per file beside the text of the log, which holds the rest.
 *
 * <p>Rows are only ever appended, by one {@link FileTable}; who has been given a number of rows can read those while
 * more are appended. What is computed from a row is cached beside it; a lost update only costs computing it again.
 */
final class FileRows {
    /** More columns than a query's predicate usually names; more would hold memory for nothing. */
    private static final int MOST_CACHED_COLUMNS = 16;

    private final byte[][] contents;
    private final int[] starts;
    private final int[] ends;
    private final int[] pathStarts;
    private final int[] statsStarts;
    private final int[] hashes;
    private final long[] sizes;
    private final long[] times;
    private final PartitionTuple[] partitions;
    private final Map<Integer, String> deletions;
    private final Map<String, ColumnStatistics[]> bounds = new ConcurrentHashMap<>();
    /** Tasks of earlier plans, as long as there is memory to spare. */
    private volatile SoftReference<Tasks> tasks = new SoftReference<>(null);

    /** Tasks by row, made in this form. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    private record Tasks(List<?> form, ScanTask[] byRow) {
        Tasks withCapacity(int capacity) {
            return new Tasks(form, Arrays.copyOf(byRow, capacity));
        }
    }

    FileRows(int capacity) {
        contents = new byte[capacity][];
        starts = new int[capacity];
        ends = new int[capacity];
        pathStarts = new int[capacity];
        statsStarts = new int[capacity];
        hashes = new int[capacity];
        sizes = new long[capacity];
        times = new long[capacity];
        partitions = new PartitionTuple[capacity];
        deletions = new ConcurrentHashMap<>();
    }

    private FileRows(FileRows rows, int capacity) {
        contents = Arrays.copyOf(rows.contents, capacity);
        starts = Arrays.copyOf(rows.starts, capacity);
        ends = Arrays.copyOf(rows.ends, capacity);
        pathStarts = Arrays.copyOf(rows.pathStarts, capacity);
        statsStarts = Arrays.copyOf(rows.statsStarts, capacity);
        hashes = Arrays.copyOf(rows.hashes, capacity);
        sizes = Arrays.copyOf(rows.sizes, capacity);
        times = Arrays.copyOf(rows.times, capacity);
        partitions = Arrays.copyOf(rows.partitions, capacity);
        deletions = rows.deletions;
        Tasks known = rows.tasks.get();
        tasks = new SoftReference<>(known == null ? null : known.withCapacity(capacity));
        rows.bounds.forEach((column, cached) -> bounds.put(column, Arrays.copyOf(cached, capacity)));
    }

    /** The same rows with room for more. */
    FileRows withCapacity(int capacity) {
        return new FileRows(this, capacity);
    }

    int capacity() {
        return starts.length;
    }

    void set(int row, LoggedFile file, PartitionTuple partition) {
        contents[row] = file.content();
        starts[row] = file.start();
        ends[row] = file.end();
        pathStarts[row] = file.pathStart();
        statsStarts[row] = file.statsStart();
        hashes[row] = hash(file.path());
        sizes[row] = file.sizeBytes();
        times[row] = file.modifiedMillis();
        partitions[row] = partition;
        file.deletions().ifPresent(id -> deletions.put(row, id));
    }

    static int hash(String path) {
        int hash = path.hashCode();
        return hash ^ hash >>> 15;
    }

    /** The text that the row's {@code add} object is part of. */
    byte[] content(int row) {
        return contents[row];
    }

    int start(int row) {
        return starts[row];
    }

    int end(int row) {
        return ends[row];
    }

    /** Offset of the JSON string with the statistics, -1 if there are none. */
    int statsStart(int row) {
        return statsStarts[row];
    }

    int hash(int row) {
        return hashes[row];
    }

    long sizeBytes(int row) {
        return sizes[row];
    }

    long modifiedMillis(int row) {
        return times[row];
    }

    PartitionTuple partition(int row) {
        return partitions[row];
    }

    Optional<String> deletions(int row) {
        return deletions.isEmpty() ? Optional.empty() : Optional.ofNullable(deletions.get(row));
    }

    FileKey key(int row) {
        return new FileKey(path(row), deletions(row));
    }

    /** Not URL-encoded. */
    String path(int row) {
        byte[] content = contents[row];
        int from = pathStarts[row];
        if (from < 0) {
            return FileScan.of(content, starts[row], ends[row]).path();
        }
        int to = from;
        while (content[to] != '"') {
            to++;
        }
        return new String(content, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The whole action. */
    Add add(int row) {
        int start = starts[row];
        try (JsonParser parser = Json.FACTORY.createParser(contents[row], start, ends[row] - start)) {
            parser.nextToken();
            return FileActionReader.add(parser);
        } catch (IOException impossible) {
            throw SluiceException.bug("an action that was valid JSON no longer is", impossible);
        }
    }

    /**
     * The bounds of one column by row, null where they have not been read yet; anybody may fill them in.
     *
     * @param column a name that no other column has at any time, and that changes with the column's type
     */
    ColumnStatistics[] bounds(String column) {
        if (bounds.size() >= MOST_CACHED_COLUMNS && !bounds.containsKey(column)) {
            bounds.clear();
        }
        return bounds.computeIfAbsent(column, name -> new ColumnStatistics[capacity()]);
    }

    /**
     * The tasks of earlier plans by row, null where there are none; anybody may fill them in.
     *
     * @param form what the tasks depend on beside the row
     */
    ScanTask[] tasks(List<?> form) {
        Tasks cached = tasks.get();
        if (cached == null || !cached.form().equals(form)) {
            cached = new Tasks(form, new ScanTask[capacity()]);
            tasks = new SoftReference<>(cached);
        }
        return cached.byRow();
    }
}
