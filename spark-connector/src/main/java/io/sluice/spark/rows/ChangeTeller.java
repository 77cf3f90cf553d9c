package io.sluice.spark.rows;

import io.sluice.spark.write.DataFileWriter;
import io.sluice.spark.write.WrittenFile;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Writes down what becomes of rows, if the table has a change feed. For one thread. */
final class ChangeTeller {
    /** Null if nobody wants to know. */
    private final DataFileWriter writer;

    private final GenericInternalRow type = new GenericInternalRow(1);
    private final JoinedRow joined = new JoinedRow();

    /** @param writer null if nobody wants to know */
    ChangeTeller(DataFileWriter writer) {
        this.writer = writer;
    }

    void tell(InternalRow row, UTF8String change) throws IOException {
        if (writer != null) {
            type.update(0, change);
            writer.write(joined.apply(row, type));
        }
    }

    List<WrittenFile> finished() throws IOException {
        return writer == null ? List.of() : writer.finished();
    }

    void discard() throws IOException {
        if (writer != null) {
            writer.discard();
        }
    }

    void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
