package io.sluice.spark.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.OutputFile;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.internal.SQLConf;

/** One data file while it is written. For one thread. */
final class ParquetFile {
    private final NewFiles files;
    private final String name;
    private final Path path;
    private final ParquetWriter<InternalRow> writer;

    private ParquetFile(NewFiles files, String name, Path path, ParquetWriter<InternalRow> writer) {
        this.files = files;
        this.name = name;
        this.path = path;
        this.writer = writer;
    }

    /** @param name of the file in the table's folder; nobody else uses it */
    static ParquetFile create(NewFiles files, String name) throws IOException {
        Path path = Path.of(files.location()).resolve(name);
        Configuration configuration = files.configuration();
        ParquetWriter<InternalRow> writer = new Builder(new LocalOutput(path))
                .withConf(configuration)
                .withCompressionCodec(
                        CompressionCodecName.valueOf(files.compression().toUpperCase(Locale.ROOT)))
                .build();
        return new ParquetFile(files, name, path, writer);
    }

    /** @param row has the columns of the file, in their order */
    void write(InternalRow row) throws IOException {
        writer.write(row);
    }

    /** About how large the file has become. */
    long sizeBytes() {
        return writer.getDataSize();
    }

    /** Ends the file; it is durable then. */
    WrittenFile finish(Map<String, String> partitionValues) throws IOException {
        writer.close();
        ParquetMetadata footer = writer.getFooter();
        return new WrittenFile(
                name,
                Files.size(path),
                System.currentTimeMillis(),
                partitionValues,
                FooterStatistics.rowCount(footer),
                FooterStatistics.of(footer, files.statistics()));
    }

    /** Gives the file up and removes it. */
    void discard() throws IOException {
        try {
            writer.close();
        } catch (IOException | RuntimeException alreadyBroken) {
            // The file goes anyway.
        } finally {
            Files.deleteIfExists(path);
        }
    }

    private static final class Builder extends ParquetWriter.Builder<InternalRow, Builder> {
        Builder(OutputFile file) {
            super(file);
        }

        @Override
        protected Builder self() {
            return this;
        }

        /** With the default settings of Spark: those of the session may ask for dates in the calendar of old files. */
        @Override
        @SuppressWarnings("deprecation")
        protected WriteSupport<InternalRow> getWriteSupport(Configuration configuration) {
            return SQLConf.withExistingConf(new SQLConf(), ParquetWriteSupport::new);
        }
    }
}
