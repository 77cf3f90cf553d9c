package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;

/**
 * A part of a file, with all that reading it needs.
 *
 * @param location absolute and not URL-encoded
 * @param start of the part, in bytes; it has the row groups whose middle is in it
 * @param length of the part, in bytes
 * @param sizeBytes of the file
 * @param constants values of the layout's constant columns
 * @param deleted rows of the file that are gone
 */
record FileSplit(
        String location,
        long start,
        long length,
        long sizeBytes,
        InternalRow constants,
        DeletedRows deleted,
        Lineage lineage)
        implements Serializable {
    /**
     * What the file's place in the log gives to rows that have brought nothing along.
     *
     * @param firstRowId of the file's first row; negative: nothing
     * @param version of all rows; negative: nothing
     */
    record Lineage(long firstRowId, long version) implements Serializable {
        static final Lineage NONE = new Lineage(-1, -1);
    }

    FileSplit {
        requireNonNull(location, "location");
        requireNonNull(constants, "constants");
        requireNonNull(deleted, "deleted");
        requireNonNull(lineage, "lineage");
    }

    FileSplit part(long partStart, long partLength) {
        return new FileSplit(location, partStart, partLength, sizeBytes, constants, deleted, lineage);
    }

    FileSplit withDeleted(DeletedRows gone) {
        return new FileSplit(location, start, length, sizeBytes, constants, gone, lineage);
    }

    PartitionedFile forReader() {
        return new PartitionedFile(
                constants,
                SparkPath.fromPath(new Path(location)),
                start,
                length,
                new String[0],
                0,
                sizeBytes,
                scala.collection.immutable.Map$.MODULE$.empty());
    }
}
