package io.sluice.spark.read;

import io.sluice.spark.read.FileSplit.Lineage;
import io.sluice.spark.read.ReadLayout.Origin;
import io.sluice.spark.read.ReadLayout.Source;
import io.sluice.spark.read.RowReaders.RowShape;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Rows one by one, where the vectorized reader is off or knows not all types. */
final class SingleRows implements PartitionReader<InternalRow> {
    private final OpenFiles files;
    private final RowShape shape;
    private InternalRow row;

    SingleRows(OpenFiles files, RowShape shape) {
        this.files = files;
        this.shape = shape;
    }

    @Override
    public boolean next() throws IOException {
        while (true) {
            InternalRow read = (InternalRow) files.next();
            if (read == null) {
                return false;
            }
            boolean gone =
                    !files.split().deleted().isEmpty() && files.deleted().contains(read.getLong(shape.positions()));
            if (!gone) {
                row = shape.isAsRead() ? read : assembled(read);
                return true;
            }
        }
    }

    private InternalRow assembled(InternalRow read) {
        Object[] values = new Object[shape.columns().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(read, shape.columns()[i]);
        }
        return new GenericInternalRow(values);
    }

    private Object value(InternalRow read, Source source) {
        if (source.origin() == Origin.STRUCT) {
            return new GenericInternalRow(
                    source.parts().stream().map(part -> value(read, part)).toArray());
        }
        int index = shape.index(source);
        Object stored = read.isNullAt(index) ? null : read.get(index, shape.types()[index]);
        Lineage lineage = files.split().lineage();
        return switch (source.origin()) {
            case STORED, CONSTANT, STRUCT -> stored;
            case ROW_ID ->
                stored != null || lineage.firstRowId() < 0
                        ? stored
                        : (Object) (lineage.firstRowId() + read.getLong(shape.positions()));
            case ROW_VERSION -> stored != null || lineage.version() < 0 ? stored : (Object) lineage.version();
        };
    }

    @Override
    public InternalRow get() {
        return row;
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
