package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.format.delta.Action.Add;
import io.sluice.format.delta.Action.Cdc;
import io.sluice.format.delta.Action.Extras;
import io.sluice.format.delta.Action.Remove;
import io.sluice.scan.ScanTask;
import java.util.HashSet;
import java.util.Set;

/** Collects the locations of all files that parts of a log name. For one thread. */
final class FileNamesInLog {
    private final String table;
    private final DeletionVectors vectors;
    private final Set<String> locations = new HashSet<>();

    /** @param table the folder of the table, absolute, without a final {@code /} */
    FileNamesInLog(String table, DeletionVectors vectors) {
        this.table = requireNonNull(table, "table");
        this.vectors = requireNonNull(vectors, "vectors");
    }

    /** @param location of the commit, for error messages */
    void add(String location, byte[] commit) {
        ActionReader.read(location, commit, this::add);
    }

    private void add(Action action) {
        if (action instanceof Add added) {
            add(added.path(), added.extras());
        } else if (action instanceof Remove removed) {
            add(removed.path(), removed.extras());
        } else if (action instanceof Cdc told) {
            add(told.path(), Extras.NONE);
        }
    }

    private void add(String path, Extras extras) {
        locations.add(DeltaPath.absolute(table, path));
        extras.deletionVector().flatMap(vectors::stored).ifPresent(place -> locations.add(place.location()));
    }

    /** A file of a state. */
    void add(ScanTask task) {
        locations.add(task.location());
        task.deletions().stored().ifPresent(place -> locations.add(place.location()));
    }

    Set<String> locations() {
        return locations;
    }
}
