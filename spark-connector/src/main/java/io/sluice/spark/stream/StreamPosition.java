package io.sluice.spark.stream;

import static java.util.Objects.requireNonNull;

import io.sluice.table.TableVersion;
import java.util.Comparator;

/**
 * How far a stream has come in a table: everything before is read, and nothing after.
 *
 * @param files how many files of the part are read
 */
record StreamPosition(TableVersion version, Part part, long files) implements Comparable<StreamPosition> {
    /** What files are counted of. */
    enum Part {
        /** The state that the stream began with. */
        SNAPSHOT,
        /** A commit; those before it are read wholly. */
        COMMIT
    }

    StreamPosition {
        requireNonNull(version, "version");
        requireNonNull(part, "part");
        if (files < 0) {
            throw new IllegalArgumentException("a number of files is not negative: " + files);
        }
    }

    /** Before the first file of a state. */
    static StreamPosition ofSnapshot(TableVersion version) {
        return new StreamPosition(version, Part.SNAPSHOT, 0);
    }

    /** Before the first file of a commit, which need not be there yet. */
    static StreamPosition before(TableVersion commit) {
        return new StreamPosition(commit, Part.COMMIT, 0);
    }

    /** After all of the same state or commit. */
    StreamPosition afterAll() {
        return before(version.next());
    }

    /** In the same state or commit. */
    StreamPosition after(long filesRead) {
        return new StreamPosition(version, part, filesRead);
    }

    boolean isBefore(StreamPosition other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(StreamPosition other) {
        return Comparator.comparing(StreamPosition::version)
                .thenComparing(StreamPosition::part)
                .thenComparingLong(StreamPosition::files)
                .compare(this, other);
    }
}
