package io.sluice.trino.handle;

import static java.util.Objects.requireNonNull;

import io.trino.spi.SplitWeight;
import io.trino.spi.connector.ConnectorSplit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A part of a data file, with all that a worker needs to read it.
 *
 * @param location absolute and not URL-encoded
 * @param file its number in the transaction; {@link #UNNUMBERED} where no row is named by it
 * @param start of the part, in bytes; it has the row groups that begin in it
 * @param length of the part, in bytes
 * @param fileSizeBytes of the whole file
 * @param modifiedMillis when the file was written, in milliseconds since the epoch
 * @param partitionValues by the name of the column, as {@link io.sluice.table.DataFile} has them
 * @param deleted rows of the file that are gone
 * @param firstRowId the id of the file's first row, if the table tracks rows and the file is committed
 */
public record SluiceSplit(
        String location,
        int file,
        long start,
        long length,
        long fileSizeBytes,
        long modifiedMillis,
        Map<String, Optional<String>> partitionValues,
        DeletedRows deleted,
        SplitWeight weight,
        OptionalLong firstRowId)
        implements ConnectorSplit {
    /** The number of a file that rows are only read of. */
    public static final int UNNUMBERED = -1;

    public SluiceSplit {
        requireNonNull(location, "location");
        partitionValues = new LinkedHashMap<>(partitionValues);
        requireNonNull(deleted, "deleted");
        requireNonNull(weight, "weight");
        requireNonNull(firstRowId, "firstRowId");
    }

    /** The same part, with other rows gone. */
    public SluiceSplit withDeleted(DeletedRows gone) {
        return new SluiceSplit(
                location,
                file,
                start,
                length,
                fileSizeBytes,
                modifiedMillis,
                partitionValues,
                gone,
                weight,
                firstRowId);
    }

    @Override
    public SplitWeight getSplitWeight() {
        return weight;
    }

    @Override
    public long getRetainedSizeInBytes() {
        return 200 + 2L * location.length() + deleted.bytes().length + 100L * partitionValues.size();
    }
}
