package io.sluice.spark.read;

import io.sluice.error.SluiceException;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import scala.Function1;
import scala.collection.Iterator;

/** One part of a file after the other, open. For one thread. */
final class OpenFiles implements Closeable {
    private final Function1<PartitionedFile, Iterator<InternalRow>> reader;
    private final java.util.Iterator<FileSplit> waiting;
    /** Null before the first part and after the last one. */
    private FileSplit split;

    private Iterator<InternalRow> content;
    private DeletedRows.Cursor deleted;

    OpenFiles(Function1<PartitionedFile, Iterator<InternalRow>> reader, List<FileSplit> splits) {
        this.reader = reader;
        waiting = splits.iterator();
    }

    /** The part that the last item came from. */
    FileSplit split() {
        return split;
    }

    /** The deleted rows of that part's file. */
    DeletedRows.Cursor deleted() {
        return deleted;
    }

    /** The next row or batch, of the next part if this one is at its end; null at the end of all. */
    Object next() throws IOException {
        while (true) {
            if (content != null && hasNext()) {
                // The reader says that it yields rows even where it yields batches.
                return ((Iterator<?>) content).next();
            }
            closeFile();
            if (!waiting.hasNext()) {
                return null;
            }
            open(waiting.next());
        }
    }

    private boolean hasNext() {
        try {
            return content.hasNext();
        } catch (RuntimeException failure) {
            throw unreadable(failure);
        }
    }

    private void open(FileSplit part) {
        split = part;
        PartitionedFile file = part.forReader();
        InputFileBlockHolder.set(file.urlEncodedPath(), part.start(), part.length());
        deleted = part.deleted().cursor();
        try {
            content = reader.apply(file);
        } catch (RuntimeException failure) {
            throw unreadable(failure);
        }
    }

    private RuntimeException unreadable(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileNotFoundException) {
                return SluiceException.user(
                        "file %s is not there any more: it may have been cleaned up since the statement began; run the statement again, on a newer version"
                                .formatted(split.location()));
            }
        }
        return failure;
    }

    private void closeFile() throws IOException {
        Iterator<InternalRow> open = content;
        content = null;
        if (open instanceof Closeable closeable) {
            closeable.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeFile();
        split = null;
        InputFileBlockHolder.unset();
    }
}
