package io.sluice.spark.read;

import io.sluice.spark.read.FileSplit.Lineage;
import io.sluice.spark.read.ReadLayout.Origin;
import io.sluice.spark.read.ReadLayout.Source;
import io.sluice.spark.read.RowReaders.RowShape;
import java.io.IOException;
import java.util.Arrays;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Rows in batches, as the vectorized reader yields them. Deleted rows are left out without copying the others. */
final class Batches implements PartitionReader<ColumnarBatch> {
    private final OpenFiles files;
    private final RowShape shape;
    private ColumnarBatch batch;

    Batches(OpenFiles files, RowShape shape) {
        this.files = files;
        this.shape = shape;
    }

    @Override
    public boolean next() throws IOException {
        while (true) {
            ColumnarBatch read = (ColumnarBatch) files.next();
            if (read == null) {
                return false;
            }
            if (read.numRows() == 0) {
                continue;
            }
            int[] rows = files.split().deleted().isEmpty() ? null : selection(read);
            if (rows == null || rows.length > 0) {
                batch = rows == null && shape.isAsRead() ? read : assembled(read, rows);
                return true;
            }
        }
    }

    /** The rows that are still there; null if these are all. */
    private int[] selection(ColumnarBatch read) {
        DeletedRows.Cursor deleted = files.deleted();
        ColumnVector positions = read.column(shape.positions());
        int count = read.numRows();
        if (!deleted.mayTouch(positions.getLong(count - 1))) {
            return null;
        }
        int[] rows = new int[count];
        int kept = 0;
        for (int row = 0; row < count; row++) {
            if (!deleted.contains(positions.getLong(row))) {
                rows[kept++] = row;
            }
        }
        return kept == count ? null : Arrays.copyOf(rows, kept);
    }

    private ColumnarBatch assembled(ColumnarBatch read, int[] rows) {
        ColumnVector[] columns = new ColumnVector[shape.columns().length];
        for (int i = 0; i < columns.length; i++) {
            ColumnVector all = column(read, shape.columns()[i]);
            columns[i] = rows == null ? all : new SelectedVector(all, rows);
        }
        return new ColumnarBatch(columns, rows == null ? read.numRows() : rows.length);
    }

    private ColumnVector column(ColumnarBatch read, Source source) {
        if (source.origin() == Origin.STRUCT) {
            return new PartsVector(
                    source.parts().stream().map(part -> column(read, part)).toArray(ColumnVector[]::new));
        }
        ColumnVector stored = read.column(shape.index(source));
        Lineage lineage = files.split().lineage();
        return switch (source.origin()) {
            case STORED, CONSTANT, STRUCT -> stored;
            case ROW_ID -> {
                ColumnVector positions = read.column(shape.positions());
                yield new LineageVector(
                        stored, lineage.firstRowId() < 0 ? null : row -> lineage.firstRowId() + positions.getLong(row));
            }
            case ROW_VERSION -> new LineageVector(stored, lineage.version() < 0 ? null : row -> lineage.version());
        };
    }

    @Override
    public ColumnarBatch get() {
        return batch;
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
