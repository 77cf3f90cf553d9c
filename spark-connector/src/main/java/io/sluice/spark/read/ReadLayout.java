package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.types.SparkTypes;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.table.TableProperties.RowTrackingColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Where each column of a scan's rows comes from. The Parquet reader yields the stored columns and then the constant
 * ones; the scan puts them into the order that was asked for, and adds those that it makes itself.
 *
 * @param stored what is read from files, with physical names; the row's position is last, if it is needed
 * @param constants what is the same for all rows of a file
 * @param columns for each column of the scan's rows
 * @param positions where the row's position is among the stored columns; -1 if it is not read
 */
record ReadLayout(StructType stored, List<Constant> constants, List<Source> columns, int positions) {
    /** What a constant column is. */
    sealed interface Constant {
        StructField field();

        /** The value of a partition column. */
        record Partition(Field column) implements Constant {
            public Partition {
                requireNonNull(column, "column");
            }

            @Override
            public StructField field() {
                return SparkTypes.structField(column.relaxed());
            }
        }

        /** What the commit says that has changed the rows. */
        record Change(ChangeColumn column) implements Constant {
            public Change {
                requireNonNull(column, "column");
            }

            @Override
            public StructField field() {
                return column.field();
            }
        }

        /** Something else that is known of the file. */
        record Fact(FileFact fact) implements Constant {
            public Fact {
                requireNonNull(fact, "fact");
            }

            @Override
            public StructField field() {
                return fact.field();
            }
        }

        /** The location of the file. */
        record Location() implements Constant {
            @Override
            public StructField field() {
                return MetadataColumns.Kind.FILE_LOCATION.field();
            }
        }

        /** The number of the file. */
        record FileNumber() implements Constant {
            @Override
            public StructField field() {
                return MetadataColumns.Kind.FILE_NUMBER_OF_SCAN.field();
            }
        }
    }

    /** Where a column comes from. The position of a row is a stored column. */
    enum Origin {
        STORED,
        CONSTANT,
        /** The stored id, else the one that the row's place gives it. */
        ROW_ID,
        /** The stored version, else the one of the file. */
        ROW_VERSION,
        /** A struct of other columns. */
        STRUCT
    }

    /**
     * @param index among the stored columns or the constant ones; -1 for a struct
     * @param parts of a struct
     */
    record Source(Origin origin, int index, List<Source> parts) implements java.io.Serializable {
        public Source {
            requireNonNull(origin, "origin");
            parts = List.copyOf(parts);
        }

        Source(Origin origin, int index) {
            this(origin, index, List.of());
        }

        /** The place of what comes last, the position, is known when all others are. */
        Source withPosition(int position) {
            boolean isPosition = origin == Origin.STORED && index < 0;
            return new Source(
                    origin,
                    isPosition ? position : index,
                    parts.stream().map(part -> part.withPosition(position)).toList());
        }
    }

    /** Whether the row's position is read even if nobody asks for it. */
    enum Positions {
        IF_ASKED_FOR,
        ALWAYS
    }

    /** Where the type of a change comes from. */
    enum ChangeTypes {
        /** From a column of the file. */
        STORED,
        /** From what the commit has done to the file. */
        DERIVED
    }

    ReadLayout {
        constants = List.copyOf(constants);
        columns = List.copyOf(columns);
    }

    /** @param wanted columns of the table, perhaps with a part of their fields, and metadata columns */
    static ReadLayout of(TableMetadata table, StructType wanted, Positions positions) {
        Draft draft = new Draft(table);
        for (StructField column : wanted.fields()) {
            draft.add(column);
        }
        return draft.layout(positions);
    }

    /** As {@link #of}, for files of a change feed; positions are read. */
    static ReadLayout ofChanges(TableMetadata table, StructType wanted, ChangeTypes types) {
        Draft draft = new Draft(table);
        for (StructField column : wanted.fields()) {
            Optional<ChangeColumn> change = table.schema().column(column.name()).isPresent()
                    ? Optional.empty()
                    : ChangeColumn.named(column.name());
            if (change.isEmpty()) {
                draft.add(column);
            } else if (change.get() == ChangeColumn.CHANGE_TYPE && types == ChangeTypes.STORED) {
                draft.columns.add(draft.stored(change.get().field(), Origin.STORED));
            } else {
                draft.columns.add(draft.constant(new Constant.Change(change.get())));
            }
        }
        return draft.layout(Positions.ALWAYS);
    }

    StructType constantSchema() {
        return new StructType(constants.stream().map(Constant::field).toArray(StructField[]::new));
    }

    /** Whether the reader's columns are the scan's, in their order. */
    boolean isAsRead() {
        int stored = this.stored.size();
        if (columns.size() != stored + constants.size()) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            Source source = columns.get(i);
            boolean inPlace = i < stored
                    ? source.equals(new Source(Origin.STORED, i))
                    : source.equals(new Source(Origin.CONSTANT, i - stored));
            if (!inPlace) {
                return false;
            }
        }
        return true;
    }

    private static final class Draft {
        /** The reader fills a column of this name, which has to be nullable, with positions. */
        private static final StructField POSITION = new StructField(
                ParquetFileFormat.ROW_INDEX_TEMPORARY_COLUMN_NAME(), DataTypes.LongType, true, Metadata.empty());

        private final TableMetadata table;
        private final PhysicalSchema physical;
        private final List<StructField> stored = new ArrayList<>();
        private final List<Constant> constants = new ArrayList<>();
        private final List<Source> columns = new ArrayList<>();
        private boolean needsPosition;

        Draft(TableMetadata table) {
            this.table = table;
            physical = new PhysicalSchema(PhysicalSchema.lookup(table));
        }

        void add(StructField wanted) {
            Optional<Field> column = table.schema().column(wanted.name());
            if (column.isEmpty()) {
                columns.add(metadata(wanted));
            } else if (table.partitionColumns().contains(column.get().name())) {
                columns.add(constant(new Constant.Partition(column.get())));
            } else {
                columns.add(stored(physical.field(wanted, column.get()), Origin.STORED));
            }
        }

        private Source stored(StructField field, Origin origin) {
            stored.add(field);
            return new Source(origin, stored.size() - 1);
        }

        private Source constant(Constant constant) {
            constants.add(constant);
            return new Source(Origin.CONSTANT, constants.size() - 1);
        }

        private Source position() {
            needsPosition = true;
            return new Source(Origin.STORED, -1);
        }

        private Source rowId() {
            needsPosition = true;
            return stored(tracked(tracking().rowId()), Origin.ROW_ID);
        }

        private Source rowVersion() {
            return stored(tracked(tracking().rowVersion()), Origin.ROW_VERSION);
        }

        private Source metadata(StructField wanted) {
            MetadataColumns.Kind kind = MetadataColumns.kind(wanted.name()).orElseThrow(() -> unknown(wanted));
            return switch (kind) {
                case FILE_LOCATION -> constant(new Constant.Location());
                case FILE_NUMBER_OF_SCAN -> constant(new Constant.FileNumber());
                case ROW_POSITION -> position();
                case TRACKED_ID -> rowId();
                case TRACKED_VERSION -> rowVersion();
                case PARTITION_VALUES ->
                    struct(
                            wanted,
                            field -> constant(
                                    new Constant.Partition(table.schema().requireColumn(field.name()))));
                case FILE_FACTS -> struct(wanted, this::fact);
            };
        }

        private static IllegalArgumentException unknown(StructField wanted) {
            return new IllegalArgumentException("there is no metadata column '" + wanted.name() + "'");
        }

        private static Source struct(StructField wanted, Function<StructField, Source> part) {
            List<Source> parts = Arrays.stream(((StructType) wanted.dataType()).fields())
                    .map(part)
                    .toList();
            return new Source(Origin.STRUCT, -1, parts);
        }

        private Source fact(StructField wanted) {
            FileFact fact = FileFact.named(wanted.name()).orElseThrow(() -> unknown(wanted));
            return switch (fact) {
                case ROW_INDEX -> position();
                case ROW_ID -> rowId();
                case ROW_COMMIT_VERSION -> rowVersion();
                case FILE_PATH, FILE_NAME, FILE_SIZE, FILE_MODIFICATION_TIME -> constant(new Constant.Fact(fact));
            };
        }

        private RowTrackingColumns tracking() {
            return TableProperties.of(table)
                    .rowTracking()
                    .orElseThrow(() -> new IllegalArgumentException("the table does not track rows"));
        }

        private static StructField tracked(String name) {
            return new StructField(name, DataTypes.LongType, true, Metadata.empty());
        }

        ReadLayout layout(Positions positions) {
            int position = -1;
            if (needsPosition || positions == Positions.ALWAYS) {
                position = stored.size();
                stored.add(POSITION);
            }
            int last = position;
            return new ReadLayout(
                    new StructType(stored.toArray(StructField[]::new)),
                    constants,
                    columns.stream().map(column -> column.withPosition(last)).toList(),
                    position);
        }
    }
}
