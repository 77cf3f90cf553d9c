package io.sluice.trino.read;

import io.sluice.trino.transaction.SluiceErrorCode;
import io.trino.parquet.ParquetCorruptionException;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;

/** Failures of reading a file, as Trino's own: they also come out of pages, where nobody translates them. */
final class FileFailure {
    private FileFailure() {}

    static TrinoException of(String location, Exception failure) {
        if (failure instanceof TrinoException translated) {
            return translated;
        }
        if (failure instanceof FileNotFoundException || failure instanceof NoSuchFileException) {
            return new TrinoException(
                    StandardErrorCode.GENERIC_USER_ERROR,
                    "file %s is not there any more: it may have been cleaned up since the statement began; run the statement again, on a newer version"
                            .formatted(location),
                    failure);
        }
        String remedy = failure instanceof ParquetCorruptionException ? "; restore the file from a backup" : "";
        return new TrinoException(
                SluiceErrorCode.SLUICE_EXTERNAL,
                "file %s cannot be read: %s%s".formatted(location, failure.getMessage(), remedy),
                failure);
    }
}
