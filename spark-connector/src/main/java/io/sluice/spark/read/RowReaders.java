package io.sluice.spark.read;

import io.sluice.scan.Predicate;
import io.sluice.spark.read.PhysicalSchema.Lookup;
import io.sluice.spark.read.ReadLayout.Source;
import io.sluice.table.TableMetadata;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Readers of files, for executors: Spark's own Parquet reader, and on top of it what it does not know of. Made on the
 * driver.
 */
final class RowReaders implements PartitionReaderFactory {
    private static final long serialVersionUID = 1L;

    private static final String READ_FIELD_IDS = "spark.sql.parquet.fieldId.read.enabled";

    /** What the reader of a file yields. */
    enum Mode {
        /** {@code ColumnarBatch}es, in the disguise of rows. */
        BATCHES,
        ROWS
    }

    /** Spark makes it so that it can be sent to tasks, though its type does not say so. */
    @SuppressWarnings("serial")
    private final Function1<PartitionedFile, Iterator<InternalRow>> reader;

    private final Mode mode;
    private final RowShape shape;

    private RowReaders(Function1<PartitionedFile, Iterator<InternalRow>> reader, Mode mode, RowShape shape) {
        this.reader = reader;
        this.mode = mode;
        this.shape = shape;
    }

    /**
     * What the reader's columns are made into.
     *
     * @param types of the reader's columns, constant ones included
     * @param stored how many of these are stored
     * @param columns of the scan's rows
     * @param positions index of the row's position among the reader's columns; -1 if it is not read
     * @param isAsRead whether the scan's rows are the reader's
     */
    @SuppressWarnings("ArrayRecordComponent")
    record RowShape(DataType[] types, int stored, Source[] columns, int positions, boolean isAsRead)
            implements java.io.Serializable {
        static RowShape of(ReadLayout layout) {
            StructField[] constants = layout.constantSchema().fields();
            DataType[] types = new DataType[layout.stored().size() + constants.length];
            for (int i = 0; i < types.length; i++) {
                int constant = i - layout.stored().size();
                types[i] = constant < 0 ? layout.stored().fields()[i].dataType() : constants[constant].dataType();
            }
            Source[] columns = layout.columns().toArray(Source[]::new);
            return new RowShape(types, layout.stored().size(), columns, layout.positions(), layout.isAsRead());
        }

        /** Where the source is among the reader's columns. */
        int index(Source source) {
            return source.origin() == ReadLayout.Origin.CONSTANT ? stored + source.index() : source.index();
        }
    }

    static Mode mode(SparkSession session, ReadLayout layout) {
        StructType all = layout.stored();
        for (StructField constant : layout.constantSchema().fields()) {
            all = all.add(constant);
        }
        return new ParquetFileFormat().supportBatch(session, all) ? Mode.BATCHES : Mode.ROWS;
    }

    /** @param predicate what the reader may skip rows by; whoever reads still applies it */
    @SuppressWarnings("unchecked")
    static RowReaders of(SparkSession session, TableMetadata table, ReadLayout layout, Predicate predicate) {
        Mode mode = mode(session, layout);
        Configuration hadoop = new Configuration(session.sparkContext().hadoopConfiguration());
        SQLConf.get().getAllConfs().foreach(setting -> {
            hadoop.set(setting._1(), setting._2());
            return null;
        });
        hadoop.setBoolean(READ_FIELD_IDS, PhysicalSchema.lookup(table) == Lookup.BY_ID);
        List<Filter> filters = new ParquetFilters(table).of(predicate);
        StructType stored = layout.stored();
        Function1<PartitionedFile, Iterator<InternalRow>> reader = new ParquetFileFormat()
                .buildReaderWithPartitionValues(
                        session,
                        stored,
                        layout.constantSchema(),
                        stored,
                        CollectionConverters.asScala(filters).toSeq(),
                        scala.collection.immutable.Map$.MODULE$
                                .<String, String>empty()
                                .updated("returning_batch", Boolean.toString(mode == Mode.BATCHES)),
                        hadoop);
        return new RowReaders(reader, mode, RowShape.of(layout));
    }

    @Override
    public boolean supportColumnarReads(InputPartition partition) {
        return mode == Mode.BATCHES;
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        return new SingleRows(new OpenFiles(reader, ((SplitGroup) partition).splits()), shape);
    }

    @Override
    public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
        return new Batches(new OpenFiles(reader, ((SplitGroup) partition).splits()), shape);
    }
}
