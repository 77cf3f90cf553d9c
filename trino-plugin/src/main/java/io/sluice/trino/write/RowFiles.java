package io.sluice.trino.write;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.table.DataFile;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.trino.spi.Page;
import io.trino.spi.PageIndexer;
import io.trino.spi.PageIndexerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Writes rows into new files of a table: those of a partition go into files of their own, and a file that is large
 * enough is followed by the next one. Where too many files are open, the one that waits longest for rows is closed. For
 * one thread.
 */
public final class RowFiles {
    private final NewFiles files;
    private final FileSchema schema;
    private final int[] storedChannels;
    private final int[] partitionChannels;
    private final PageIndexer partitions;
    /** By number of the partition, the longest waiting one first. */
    private final Map<Integer, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);

    private final List<DataFile> finished = new ArrayList<>();
    /** Partitions that got rows since the last look for idle ones. */
    private final Set<Integer> active = new HashSet<>();

    private long finishedBytes;
    private long openBytes;
    private long writtenBytes;
    private long memoryBytes;

    public RowFiles(NewFiles files, PageIndexerFactory indexers) {
        this.files = requireNonNull(files, "files");
        schema = FileSchema.of(files);
        int columns = files.columns().size();
        storedChannels = IntStream.range(0, columns + files.extra().size())
                .filter(channel -> channel >= columns || !isPartition(channel))
                .toArray();
        partitionChannels =
                IntStream.range(0, columns).filter(this::isPartition).toArray();
        partitions = indexers.createPageIndexer(IntStream.of(partitionChannels)
                .mapToObj(channel -> files.columns().get(channel).type())
                .toList());
    }

    private boolean isPartition(int channel) {
        return files.columns().get(channel).role() == Role.PARTITION;
    }

    /**
     * Writes rows.
     *
     * @param page has the columns of the table and the extra ones, in the order that was said
     */
    public void append(Page page) {
        if (page.getPositionCount() == 0) {
            return;
        }
        if (partitionChannels.length == 0) {
            append(0, page);
            return;
        }
        int[] numbers = partitions.indexPage(page.getColumns(partitionChannels));
        int[] ends = new int[partitions.getMaxIndex() + 2];
        for (int number : numbers) {
            ends[number + 1]++;
        }
        for (int i = 1; i < ends.length; i++) {
            ends[i] += ends[i - 1];
        }
        int[] positions = new int[numbers.length];
        int[] next = ends.clone();
        for (int position = 0; position < numbers.length; position++) {
            positions[next[numbers[position]]++] = position;
        }
        for (int number = 0; number + 1 < ends.length; number++) {
            int count = ends[number + 1] - ends[number];
            if (count > 0) {
                append(number, count == numbers.length ? page : page.getPositions(positions, ends[number], count));
            }
        }
    }

    private void append(int partition, Page page) {
        OpenFile file = open.get(partition);
        if (file == null) {
            makeRoom();
            file = OpenFile.create(files, schema, values(page));
            open.put(partition, file);
            count(file, 1);
        }
        active.add(partition);
        count(file, -1);
        file.write(page.getColumns(storedChannels));
        count(file, 1);
        if (file.sizeBytes() >= files.limits().sizeBytes()) {
            finish(partition);
        }
    }

    /** Counts an open file in, or out. */
    private void count(OpenFile file, int sign) {
        openBytes += sign * file.sizeBytes();
        memoryBytes += sign * file.memoryBytes();
        writtenBytes = Math.max(writtenBytes, finishedBytes + openBytes);
    }

    private void makeRoom() {
        if (open.size() >= files.limits().openFiles()) {
            finish(open.keySet().iterator().next());
        }
    }

    private Map<String, Optional<String>> values(Page page) {
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        for (int channel : partitionChannels) {
            SluiceColumnHandle column = files.columns().get(channel);
            values.put(column.name(), PartitionTexts.text(column.name(), column.type(), page.getBlock(channel), 0));
        }
        return values;
    }

    private void finish(int partition) {
        OpenFile file = open.get(partition);
        count(file, -1);
        DataFile done = file.finish();
        open.remove(partition);
        finished.add(done);
        finishedBytes += done.sizeBytes();
    }

    /** Closes files that got no rows since the last call and are large enough to be left at that. */
    public void closeIdle() {
        for (int partition : List.copyOf(open.keySet())) {
            if (!active.contains(partition)
                    && open.get(partition).sizeBytes() >= files.limits().idleBytes()) {
                finish(partition);
            }
        }
        active.clear();
    }

    /** Bytes that were written so far, about; they never become fewer. */
    public long writtenBytes() {
        return writtenBytes;
    }

    public long memoryBytes() {
        return memoryBytes;
    }

    /** Ends all files. They are durable then, and no commit names them yet. */
    public List<DataFile> finish() {
        for (int partition : List.copyOf(open.keySet())) {
            finish(partition);
        }
        return List.copyOf(finished);
    }

    /** Removes all that was written. */
    public void abort() {
        List<IOException> failures = new ArrayList<>();
        for (OpenFile file : open.values()) {
            try {
                file.discard();
            } catch (IOException failure) {
                failures.add(failure);
            }
        }
        open.clear();
        for (DataFile file : finished) {
            try {
                Files.deleteIfExists(Path.of(files.location()).resolve(file.path()));
            } catch (IOException failure) {
                failures.add(failure);
            }
        }
        finished.clear();
        if (!failures.isEmpty()) {
            throw SluiceException.external(
                    "%d files in %s could not be removed: %s"
                            .formatted(failures.size(), files.directory(), failures.get(0)),
                    new UncheckedIOException(failures.get(0)));
        }
    }
}
