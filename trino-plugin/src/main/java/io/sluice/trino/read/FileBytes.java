package io.sluice.trino.read;

import io.trino.filesystem.TrinoInput;
import io.trino.filesystem.TrinoInputFile;
import io.trino.parquet.AbstractParquetDataSource;
import io.trino.parquet.ParquetDataSourceId;
import io.trino.parquet.ParquetReaderOptions;
import java.io.IOException;

/** The bytes of an open Parquet file. */
final class FileBytes extends AbstractParquetDataSource {
    private final TrinoInput input;

    FileBytes(TrinoInputFile file, long sizeBytes, ParquetReaderOptions options) throws IOException {
        super(new ParquetDataSourceId(file.location().toString()), sizeBytes, options);
        input = file.newInput();
    }

    @Override
    protected void readInternal(long position, byte[] buffer, int bufferOffset, int bufferLength) throws IOException {
        input.readFully(position, buffer, bufferOffset, bufferLength);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
