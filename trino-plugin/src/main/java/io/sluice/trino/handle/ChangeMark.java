package io.sluice.trino.handle;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How and when the rows of a file have changed.
 *
 * @param type {@code insert} or {@code delete}; empty for files that tell it row by row
 * @param version of the table that the commit made
 * @param committedMicros when it was committed, since the epoch
 */
public record ChangeMark(Optional<String> type, long version, long committedMicros) {
    public ChangeMark {
        requireNonNull(type, "type");
    }
}
