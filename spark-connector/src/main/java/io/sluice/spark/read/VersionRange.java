package io.sluice.spark.read;

import io.sluice.error.SluiceException;
import io.sluice.format.FormatTable;
import io.sluice.table.TableVersion;
import java.util.Optional;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Which commits a read of changes is about, both ends included.
 *
 * @param last empty: the last one that there is
 */
record VersionRange(long first, Optional<Long> last) {
    static final String STARTING_VERSION = "startingVersion";
    static final String ENDING_VERSION = "endingVersion";
    private static final String STARTING_TIMESTAMP = "startingTimestamp";
    private static final String ENDING_TIMESTAMP = "endingTimestamp";

    /** The range that options of a read ask for, as users of Delta know them; all commits if they ask for none. */
    static VersionRange of(CaseInsensitiveStringMap options, FormatTable table) {
        refuseBoth(options, STARTING_VERSION, STARTING_TIMESTAMP);
        refuseBoth(options, ENDING_VERSION, ENDING_TIMESTAMP);
        long first = number(options, STARTING_VERSION)
                .or(() -> CommitTimes.option(options, STARTING_TIMESTAMP).map(at -> CommitTimes.firstFrom(table, at)))
                .orElse(0L);
        Optional<Long> last = number(options, ENDING_VERSION)
                .or(() -> CommitTimes.option(options, ENDING_TIMESTAMP)
                        .map(at -> table.snapshotAsOf(at).version().number()));
        return new VersionRange(first, last);
    }

    /** The versions of the range that a table has whose last one is known; empty if there is none among them. */
    Optional<Bounds> within(TableVersion latest) {
        long end = last.orElse(latest.number());
        if (end > latest.number()) {
            throw SluiceException.user("there is no version %d of the table, whose last one is %s: choose an earlier %s"
                    .formatted(end, latest, ENDING_VERSION));
        }
        return first > end ? Optional.empty() : Optional.of(new Bounds(new TableVersion(first), new TableVersion(end)));
    }

    /** Both included. */
    record Bounds(TableVersion from, TableVersion to) {}

    /** The part of the range that is not before that version. */
    VersionRange from(long version) {
        return new VersionRange(Math.max(first, version), last);
    }

    /** The part of the range that is not after that version. */
    VersionRange upTo(long version, TableVersion latest) {
        return new VersionRange(first, Optional.of(Math.min(last.orElse(latest.number()), version)));
    }

    private static void refuseBoth(CaseInsensitiveStringMap options, String one, String other) {
        if (options.containsKey(one) && options.containsKey(other)) {
            throw SluiceException.user("a read has the options '%s' and '%s': give one of them".formatted(one, other));
        }
    }

    private static Optional<Long> number(CaseInsensitiveStringMap options, String name) {
        return Optional.ofNullable(options.get(name)).map(text -> {
            if (!text.matches("\\d{1,18}")) {
                throw SluiceException.user("option '%s' is '%s': write a version number".formatted(name, text));
            }
            return Long.valueOf(text);
        });
    }
}
