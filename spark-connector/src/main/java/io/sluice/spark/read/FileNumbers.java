package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.scan.ScanTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Short names of the files that one statement reads of one table, for rows to carry along: scans give the numbers out
 * when they plan, and whoever gets rows back finds the files again. All scans that share an object give a file the same
 * number, however often they plan. A number of one object means nothing to any other. On the driver; safe for use by
 * several threads.
 */
public final class FileNumbers {
    private static final AtomicInteger OBJECTS = new AtomicInteger();

    /** The same for all numbers of this object, in their upper half; never negative. */
    private final long object = (OBJECTS.incrementAndGet() & (long) Integer.MAX_VALUE) << Integer.SIZE;

    private final Map<String, Long> numbers = new HashMap<>();
    private final List<ScanTask> files = new ArrayList<>();

    /** The number of a file, which is known by its location. */
    synchronized long of(ScanTask file) {
        requireNonNull(file, "file");
        return numbers.computeIfAbsent(file.location(), any -> {
            files.add(file);
            return object | files.size();
        });
    }

    /** The file that has the number; a bug if none has. */
    public synchronized ScanTask file(long number) {
        long index = (number ^ object) - 1;
        if (index < 0 || index >= files.size()) {
            throw SluiceException.bug(
                    "row of file number %d, of which no scan has read a row: there are %d files from %d on"
                            .formatted(number, files.size(), object + 1),
                    null);
        }
        return files.get((int) index);
    }
}
