package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.types.StructType;

/** The result of an aggregation that was found without reading a file. */
record MetadataAnswer(StructType readSchema, List<InternalRow> found, String description) implements LocalScan {
    MetadataAnswer {
        requireNonNull(readSchema, "readSchema");
        requireNonNull(description, "description");
        found = List.copyOf(found);
    }

    @Override
    public InternalRow[] rows() {
        return found.toArray(InternalRow[]::new);
    }
}
