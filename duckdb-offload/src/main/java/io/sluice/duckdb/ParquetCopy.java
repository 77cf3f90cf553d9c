package io.sluice.duckdb;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes the rows of a query to Parquet files of a folder.
 *
 * @param select the query
 * @param folder where the files go; it exists
 * @param prefix how their names begin, before a unique part
 * @param partitionColumns columns of the query that are not written, but give each file one value each
 * @param fieldIds the ids of columns in the files' schema, as DuckDB's option has them; empty if they have none
 */
public record ParquetCopy(
        String select,
        Path folder,
        String prefix,
        List<String> partitionColumns,
        FileForm form,
        Optional<String> fieldIds) {
    /**
     * What files are like.
     *
     * @param sizeBytes a file that has passed this size is closed and the next one begun, unless rows are put into
     *     partitions
     * @param compression a codec of Parquet, by DuckDB's name
     */
    public record FileForm(long sizeBytes, String compression) {
        /** Readers like files between 100 and 250 MB. */
        public static final long USUAL_SIZE_BYTES = 160_000_000;

        public static final FileForm USUAL = new FileForm(USUAL_SIZE_BYTES, "zstd");

        public FileForm {
            requireNonNull(compression, "compression");
        }
    }

    public ParquetCopy {
        partitionColumns = List.copyOf(partitionColumns);
        requireNonNull(form, "form");
        requireNonNull(fieldIds, "fieldIds");
    }

    /** Writes columns without ids. */
    public ParquetCopy(String select, Path folder, String prefix, List<String> partitionColumns) {
        this(select, folder, prefix, partitionColumns, FileForm.USUAL, Optional.empty());
    }

    /** Writes; either all files are there, whole, or none is. They have not necessarily reached the device. */
    public List<WrittenFile> run(DuckDbSession session) {
        return run(sql -> session.query(sql, ParquetCopy::file));
    }

    /** The engine removes the files of a statement that fails, but not of one that is cancelled while it answers. */
    List<WrittenFile> run(Function<String, List<WrittenFile>> engine) {
        String names = prefix + UUID.randomUUID().toString().replace("-", "") + "-";
        try {
            return engine.apply(sql(names));
        } catch (RuntimeException | Error failure) {
            removeFilesNamed(names, failure);
            throw failure;
        }
    }

    private void removeFilesNamed(String names, Throwable failure) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, file -> isNamed(file, names))) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | DirectoryIteratorException left) {
            // No commit names them; they cost room and nothing else.
            failure.addSuppressed(left);
        }
    }

    private static boolean isNamed(Path file, String names) {
        return file.getFileName().toString().startsWith(names);
    }

    private String sql(String names) {
        // No empty file is written with either form; DuckDB refuses to combine the two options.
        String layout = partitionColumns.isEmpty()
                ? "WRITE_EMPTY_FILE false, FILE_SIZE_BYTES " + form.sizeBytes()
                : "HIVE_FILE_PATTERN false, PARTITION_BY (" + SqlText.identifiers(partitionColumns) + ")";
        String ids = fieldIds.map(columns -> ", FIELD_IDS " + columns).orElse("");
        return "COPY (%s) TO %s (FORMAT parquet, COMPRESSION %s, APPEND, FILENAME_PATTERN %s, RETURN_STATS, %s%s)"
                .formatted(
                        select,
                        SqlText.literal(folder.toString()),
                        form.compression(),
                        SqlText.literal(names + "{uuidv7}"),
                        layout,
                        ids);
    }

    private static WrittenFile file(Row row) throws SQLException {
        Map<String, Map<String, String>> columns = new LinkedHashMap<>();
        for (Map.Entry<String, Object> column : row.map(5).entrySet()) {
            columns.put(column.getKey(), texts((Map<?, ?>) column.getValue()));
        }
        Map<String, Optional<String>> partition = new LinkedHashMap<>();
        texts(row.map(6)).forEach((name, value) -> partition.put(name, Optional.ofNullable(value)));
        return new WrittenFile(Path.of(row.text(1)), row.number(2), row.number(3), partition, columns);
    }

    private static Map<String, String> texts(Map<?, ?> map) {
        Map<String, String> texts = new LinkedHashMap<>();
        map.forEach((key, value) -> texts.put((String) key, (String) value));
        return texts;
    }
}
