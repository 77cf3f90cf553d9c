package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.read.ReadLayout.ChangeTypes;
import org.apache.spark.sql.connector.read.InputPartition;

/** Parts of files that one task reads, all of which tell types of changes in the same way. */
record ChangeGroup(ChangeTypes types, SplitGroup parts) implements InputPartition {
    ChangeGroup {
        requireNonNull(types, "types");
        requireNonNull(parts, "parts");
    }
}
