package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.Predicate;
import io.sluice.spark.session.PinnedTable;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;

/** A read of what commits have done to rows: of those in a range, or of all that come, as a stream. */
final class ChangeScan implements Scan, Batch {
    private final ChangedRows rows;
    private final Supplier<VersionRange> range;
    private final Function<String, MicroBatchStream> stream;
    /** Null until it is needed: a stream does not need it. */
    private VersionRange looked;

    /**
     * @param range asks the table which versions options mean
     * @param stream opens a stream of the same rows, with a folder for what it has to remember
     */
    ChangeScan(ChangedRows rows, Supplier<VersionRange> range, Function<String, MicroBatchStream> stream) {
        this.rows = requireNonNull(rows, "rows");
        this.range = requireNonNull(range, "range");
        this.stream = requireNonNull(stream, "stream");
    }

    private VersionRange range() {
        if (looked == null) {
            looked = range.get();
        }
        return looked;
    }

    @Override
    public StructType readSchema() {
        return rows.wanted();
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpoint) {
        return stream.apply(checkpoint);
    }

    @Override
    public InputPartition[] planInputPartitions() {
        PinnedTable table = rows.table();
        if (range().last().isEmpty()) {
            table.readRows(Predicate.ALL);
        }
        return range().within(table.snapshot().version())
                .map(bounds -> rows.partitionsOf(table.opened().changes(bounds.from(), bounds.to())))
                .orElse(List.of())
                .toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return rows.readers();
    }

    @Override
    public String description() {
        return "sluice changes of %s, versions %d to %s"
                .formatted(
                        rows.table().name(),
                        range().first(),
                        range().last().map(Object::toString).orElse("the last"));
    }
}
