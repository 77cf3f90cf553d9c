package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.format.CommittedChanges;
import io.sluice.table.Values;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * How and when the rows of a file have changed.
 *
 * @param type of the change; files of change data tell it row by row instead
 * @param micros when it was committed, since the epoch
 */
record ChangeMark(String type, long version, long micros) {
    ChangeMark {
        requireNonNull(type, "type");
    }

    static ChangeMark of(String type, CommittedChanges commit) {
        return new ChangeMark(type, commit.version().number(), Values.micros(commit.committedAt()));
    }

    Object value(ChangeColumn column) {
        return switch (column) {
            case CHANGE_TYPE -> UTF8String.fromString(type);
            case COMMIT_VERSION -> (Object) version;
            case COMMIT_TIMESTAMP -> micros;
        };
    }
}
