package io.sluice.trino.transaction;

import io.sluice.error.SluiceException;
import io.sluice.scan.ScanTask;
import io.sluice.trino.handle.RowIdColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Short names of the files that the scans of one transaction read, by which rows are named. Thread-safe. */
public final class FileNumbers {
    private final Map<String, Integer> byLocation = new HashMap<>();
    private final List<ScanTask> files = new ArrayList<>();

    /** The number of a file, the same in all statements; remembers it as this one sees it. */
    public synchronized int of(ScanTask file) {
        Integer known = byLocation.get(file.location());
        if (known != null) {
            files.set(known, file);
            return known;
        }
        int next = files.size();
        if (next >= RowIdColumn.MOST_FILES) {
            throw SluiceException.user(
                    "a transaction that changes rows reads %d files at most: say in a WHERE which rows are meant, or COMMIT in between"
                            .formatted(RowIdColumn.MOST_FILES));
        }
        byLocation.put(file.location(), next);
        files.add(file);
        return next;
    }

    /** The file of that number, as the last scan of it has seen it. */
    public synchronized ScanTask file(int number) {
        if (number < 0 || number >= files.size()) {
            throw SluiceException.bug("no scan has read a file of number " + number);
        }
        return files.get(number);
    }
}
