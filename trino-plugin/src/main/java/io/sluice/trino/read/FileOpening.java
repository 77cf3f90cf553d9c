package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.sluice.table.RowPositions;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.SluiceSplit;
import io.trino.memory.context.AggregatedMemoryContext;
import io.trino.parquet.ParquetDataSource;
import io.trino.parquet.ParquetReaderOptions;
import io.trino.parquet.ParquetTypeUtils;
import io.trino.parquet.metadata.ParquetMetadata;
import io.trino.parquet.predicate.PredicateUtils;
import io.trino.parquet.predicate.TupleDomainParquetPredicate;
import io.trino.parquet.reader.MetadataReader;
import io.trino.parquet.reader.ParquetReader;
import io.trino.parquet.reader.RowGroupInfo;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.EmptyPageSource;
import io.trino.spi.predicate.TupleDomain;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.schema.MessageType;
import org.joda.time.DateTimeZone;

/**
 * Opens a part of a file for one reader.
 *
 * <p>Rows are deleted by their number in the file. Trino's reader counts rows after it has left pages out, so that the
 * column index is not used where numbers matter.
 *
 * @param unwanted whether it has turned out since that no row of the file is needed
 */
record FileOpening(
        SluiceSplit split,
        LakeFiles files,
        ParquetReaderOptions options,
        AggregatedMemoryContext memory,
        BooleanSupplier unwanted) {
    /** Larger domains are made simpler before they are compared with dictionaries and Bloom filters. */
    private static final int MOST_RANGES = 1000;

    FileOpening {
        requireNonNull(split, "split");
        requireNonNull(files, "files");
        requireNonNull(options, "options");
        requireNonNull(memory, "memory");
        requireNonNull(unwanted, "unwanted");
    }

    ConnectorPageSource open(List<SluiceColumnHandle> columns, TupleDomain<SluiceColumnHandle> wanted) {
        boolean positions = !split.deleted().isEmpty() || columns.stream().anyMatch(FileOpening::isRowId);
        ParquetReaderOptions used = ParquetReaderOptions.builder(options)
                .withUseColumnIndex(options.isUseColumnIndex() && !positions)
                .build();
        ParquetDataSource bytes = null;
        try {
            bytes = new FileBytes(files.file(split.location(), split.fileSizeBytes()), split.fileSizeBytes(), used);
            Optional<ConnectorPageSource> opened = open(bytes, used, columns, wanted);
            if (opened.isEmpty()) {
                bytes.close();
            }
            return opened.orElseGet(EmptyPageSource::new);
        } catch (IOException | RuntimeException failed) {
            close(bytes, failed);
            throw FileFailure.of(split.location(), failed);
        }
    }

    private static void close(ParquetDataSource bytes, Exception failure) {
        try {
            if (bytes != null) {
                bytes.close();
            }
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private static boolean isRowId(SluiceColumnHandle column) {
        return column.role() == Role.ROW_ID;
    }

    /** Empty if no row of the file is wanted. */
    private Optional<ConnectorPageSource> open(
            ParquetDataSource bytes,
            ParquetReaderOptions used,
            List<SluiceColumnHandle> columns,
            TupleDomain<SluiceColumnHandle> wanted)
            throws IOException {
        ParquetMetadata footer = MetadataReader.readFooter(bytes, used, Optional.empty(), Optional.empty());
        MessageType schema = footer.getFileMetaData().getSchema();
        MessageColumnIO root = ParquetTypeUtils.getColumnIO(schema, schema);
        TupleDomain<ColumnDescriptor> domains = FilePredicate.of(wanted.simplify(MOST_RANGES), root);
        if (domains.isNone()) {
            return Optional.empty();
        }
        FileLayout layout = FileLayout.of(columns, split, root);
        List<RowGroupInfo> groups = groups(bytes, footer, used, domains, layout);
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        ParquetReader reader = new ParquetReader(
                Optional.ofNullable(footer.getFileMetaData().getCreatedBy()),
                layout.read(),
                layout.hasPositions(),
                groups,
                bytes,
                DateTimeZone.UTC,
                memory,
                used,
                failure -> FileFailure.of(split.location(), failure),
                // A column that is not read would look as if it were null everywhere.
                Optional.of(predicate(domains, layout.leaves())),
                Optional.empty(),
                footer.getDecryptionContext());
        RowPositions deleted = split.deleted().positions(files::read);
        return Optional.of(new FilePageSource(
                split.location(), bytes, reader, layout.columns(), new DeletedCursor(deleted), unwanted));
    }

    private List<RowGroupInfo> groups(
            ParquetDataSource bytes,
            ParquetMetadata footer,
            ParquetReaderOptions used,
            TupleDomain<ColumnDescriptor> domains,
            FileLayout layout)
            throws IOException {
        List<ColumnDescriptor> asked =
                List.copyOf(domains.getDomains().orElseThrow().keySet());
        Map<List<String>, ColumnDescriptor> known = new LinkedHashMap<>();
        Stream.concat(layout.leaves().stream(), asked.stream())
                .forEach(leaf -> known.put(Arrays.asList(leaf.getPath()), leaf));
        return PredicateUtils.getFilteredRowGroups(
                split.start(),
                split.length(),
                bytes,
                footer,
                List.of(domains),
                List.of(predicate(domains, asked)),
                known,
                DateTimeZone.UTC,
                MOST_RANGES,
                used);
    }

    private static TupleDomainParquetPredicate predicate(
            TupleDomain<ColumnDescriptor> domains, List<ColumnDescriptor> columns) {
        return new TupleDomainParquetPredicate(domains, columns, DateTimeZone.UTC);
    }
}
