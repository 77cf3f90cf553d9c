package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Writes the rows of one attempt of a task to data files, one after the other: a file ends where the partition values
 * change, or when it is large enough. So at most one file is open, unless rows come in no order. For one thread.
 */
public final class DataFileWriter {
    /** Asking for the size of a file costs about as much as writing a row. */
    private static final int ROWS_BETWEEN_LOOKS = 1000;

    private static final Object[] NO_VALUES = {};
    /** Each has buffers for all its columns. */
    private static final int MOST_WAITING = 32;

    /** How rows come to a writer. */
    enum Order {
        /** Those of a partition one after the other. */
        BY_PARTITION,
        /** Anyhow, because Spark does not know the partition values: files wait for more rows. */
        ANY
    }

    private final NewFiles files;
    private final Order order;
    private final int partition;
    private final long attempt;
    /** By partition values, files that are not finished while another one is written; the longest waiting one first. */
    private final Map<List<Object>, ParquetFile> waiting = new LinkedHashMap<>();

    private final List<WrittenFile> written = new ArrayList<>();
    /** Null where rows are stored as they are. */
    private final ProjectingInternalRow stored;
    /** Null between files. */
    private ParquetFile open;

    private Object[] openValues = NO_VALUES;
    private int created;
    private int rowsSinceLook;

    /**
     * A writer for one attempt; the names of its files are given to no other.
     *
     * @param partition the number of the task
     * @param attempt unique within the application
     */
    DataFileWriter(NewFiles files, Order order, int partition, long attempt) {
        this.files = requireNonNull(files, "files");
        this.order = requireNonNull(order, "order");
        this.partition = partition;
        this.attempt = attempt;
        stored = files.partitions().isEmpty() ? null : projection(files);
    }

    private static ProjectingInternalRow projection(NewFiles files) {
        List<Object> ordinals = new ArrayList<>(files.ordinals());
        return new ProjectingInternalRow(
                files.schema(), CollectionConverters.asScala(ordinals).toIndexedSeq());
    }

    /**
     * Writes a row.
     *
     * @param row has the columns of the table, in their order
     */
    public void write(InternalRow row) throws IOException {
        Object[] values = values(row);
        if (open != null && !Arrays.equals(values, openValues)) {
            leave();
        } else if (open != null && isLarge()) {
            finish();
        }
        if (open == null) {
            ParquetFile before = waiting.remove(Arrays.asList(values));
            open = before == null
                    ? ParquetFile.create(files, files.names().name(partition, attempt, created++))
                    : before;
            openValues = values;
        }
        if (stored == null) {
            open.write(row);
        } else {
            stored.project(row);
            open.write(stored);
        }
    }

    /** Turns to another file. */
    private void leave() throws IOException {
        if (order == Order.BY_PARTITION) {
            finish();
            return;
        }
        waiting.put(Arrays.asList(openValues), open);
        open = null;
        if (waiting.size() > MOST_WAITING) {
            finish(waiting.entrySet().iterator().next());
        }
    }

    private void finish(Map.Entry<List<Object>, ParquetFile> longest) throws IOException {
        waiting.remove(longest.getKey());
        open = longest.getValue();
        openValues = longest.getKey().toArray();
        finish();
    }

    private Object[] values(InternalRow row) {
        List<PartitionColumn> columns = files.partitions();
        if (columns.isEmpty()) {
            return NO_VALUES;
        }
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i).value(row);
        }
        return values;
    }

    private boolean isLarge() {
        rowsSinceLook++;
        if (rowsSinceLook < ROWS_BETWEEN_LOOKS) {
            return false;
        }
        rowsSinceLook = 0;
        return open.sizeBytes() >= files.sizeBytes();
    }

    private void finish() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < openValues.length; i++) {
            PartitionColumn column = files.partitions().get(i);
            texts.put(column.name(), column.text(openValues[i]));
        }
        written.add(open.finish(texts));
        open = null;
    }

    /** Ends the last file. All files are durable then, and no commit names them yet. */
    public List<WrittenFile> finished() throws IOException {
        if (open != null) {
            finish();
        }
        for (Map.Entry<List<Object>, ParquetFile> file : List.copyOf(waiting.entrySet())) {
            finish(file);
        }
        return List.copyOf(written);
    }

    /** Removes all that was written. */
    public void discard() throws IOException {
        close();
        for (WrittenFile file : written) {
            Files.deleteIfExists(Path.of(files.location()).resolve(file.path()));
        }
        written.clear();
    }

    /** Lets go of what is open, without removing a file that is finished. */
    public void close() throws IOException {
        if (open != null) {
            open.discard();
            open = null;
        }
        for (ParquetFile file : List.copyOf(waiting.values())) {
            file.discard();
        }
        waiting.clear();
    }
}
