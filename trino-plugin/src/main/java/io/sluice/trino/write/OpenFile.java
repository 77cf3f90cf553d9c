package io.sluice.trino.write;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.table.DataFile;
import io.trino.parquet.writer.ParquetWriter;
import io.trino.parquet.writer.ParquetWriterOptions;
import io.trino.spi.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.format.CompressionCodec;

/** One data file while it is written. For one thread. */
final class OpenFile {
    private static final ParquetWriterOptions OPTIONS =
            ParquetWriterOptions.builder().build();

    private final FileSchema schema;
    private final String name;
    private final Map<String, Optional<String>> partitionValues;
    private final NewLocalFile output;
    private final ParquetWriter writer;

    private OpenFile(
            FileSchema schema,
            String name,
            Map<String, Optional<String>> partitionValues,
            NewLocalFile output,
            ParquetWriter writer) {
        this.schema = requireNonNull(schema, "schema");
        this.name = requireNonNull(name, "name");
        this.partitionValues = requireNonNull(partitionValues, "partitionValues");
        this.output = requireNonNull(output, "output");
        this.writer = requireNonNull(writer, "writer");
    }

    /** @param partitionValues of all its rows, by column */
    static OpenFile create(NewFiles files, FileSchema schema, Map<String, Optional<String>> partitionValues) {
        String name = files.newName();
        Path path = Path.of(files.location()).resolve(name);
        try {
            NewLocalFile output = NewLocalFile.create(path);
            ParquetWriter writer = new ParquetWriter(
                    output,
                    schema.message(),
                    schema.types(),
                    OPTIONS,
                    codec(files.compression()),
                    "483",
                    Optional.empty(),
                    Optional.empty());
            return new OpenFile(schema, name, partitionValues, output, writer);
        } catch (IOException failure) {
            throw SluiceException.external("the file %s could not be made: %s".formatted(path, failure), failure);
        }
    }

    /** Zstandard instead of a codec that Trino does not write. */
    private static CompressionCodec codec(String name) {
        return switch (name) {
            case "snappy", "gzip", "uncompressed" -> CompressionCodec.valueOf(name.toUpperCase(Locale.ROOT));
            default -> CompressionCodec.ZSTD;
        };
    }

    /** @param page has the columns of the file, in their order */
    void write(Page page) {
        try {
            writer.write(page);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    /** About how large the file has become. */
    long sizeBytes() {
        return writer.getEstimatedWrittenBytes();
    }

    /** About how much memory the rows take that are not written yet. */
    long memoryBytes() {
        return writer.getRetainedBytes();
    }

    /** Ends the file; it is durable then. */
    DataFile finish() {
        try {
            writer.close();
        } catch (IOException failure) {
            throw failed(failure);
        }
        return new DataFile(
                name,
                output.sizeBytes(),
                System.currentTimeMillis(),
                partitionValues,
                FooterStatistics.of(writer.getFileMetaData(), schema.statistics()));
    }

    /** Gives the file up and removes it. */
    void discard() throws IOException {
        output.discard();
    }

    private SluiceException failed(IOException failure) {
        return SluiceException.external("the file %s could not be written: %s".formatted(name, failure), failure);
    }
}
