package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.sluice.trino.handle.RowIdColumn;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.SluiceSplit;
import io.trino.parquet.Column;
import io.trino.parquet.PrimitiveField;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.TypeUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.io.GroupColumnIO;

/**
 * What is read of a file, and how the columns that a query asked for are made of it.
 *
 * @param read columns of the file
 * @param leaves the single values that those are made of
 * @param hasPositions whether the numbers of rows are read too, behind those columns
 * @param columns as the query asked for them
 */
record FileLayout(List<Column> read, List<ColumnDescriptor> leaves, boolean hasPositions, List<PageColumn> columns) {
    FileLayout {
        read = List.copyOf(read);
        leaves = List.copyOf(leaves);
        columns = List.copyOf(columns);
    }

    static FileLayout of(List<SluiceColumnHandle> columns, SluiceSplit split, GroupColumnIO file) {
        return new Draft(split, file).layout(columns);
    }

    private static final class Draft {
        private final SluiceSplit split;
        private final SplitFacts facts;
        private final GroupColumnIO file;
        private final Map<String, WantedColumn> wanted = new LinkedHashMap<>();
        /** By the same names, those that the file has. */
        private final Map<String, FileField> found = new LinkedHashMap<>();

        private final Map<String, Integer> channels = new LinkedHashMap<>();
        private final List<Column> read = new ArrayList<>();

        private Draft(SluiceSplit split, GroupColumnIO file) {
            this.split = requireNonNull(split, "split");
            this.file = requireNonNull(file, "file");
            facts = new SplitFacts(split);
        }

        private FileLayout layout(List<SluiceColumnHandle> columns) {
            columns.stream()
                    .filter(column -> column.role() == Role.STORED)
                    .forEach(column -> wanted.computeIfAbsent(
                                    column.stored().name(), name -> new WantedColumn(column.stored()))
                            .add(column));
            columns.stream().filter(RowIdColumn::isTracked).findFirst().ifPresent(this::wantKeptIds);
            wanted.forEach(this::find);
            boolean positions = columns.stream().anyMatch(column -> column.role() == Role.ROW_ID);
            return new FileLayout(
                    read,
                    found.values().stream()
                            .flatMap(FileField::leaves)
                            .map(PrimitiveField::getDescriptor)
                            .toList(),
                    positions,
                    columns.stream().map(this::column).toList());
        }

        private void wantKeptIds(SluiceColumnHandle rowId) {
            SluiceColumnHandle ids = new SluiceColumnHandle(
                    Role.STORED, rowId.stored().name(), List.of(), BigintType.BIGINT, rowId.stored());
            WantedColumn kept = new WantedColumn(rowId.stored());
            kept.add(ids);
            wanted.put(rowId.stored().name(), kept);
        }

        private void find(String name, WantedColumn column) {
            Optional<FileField> field = FileFields.find(file, column.type(), column.stored());
            field.ifPresent(present -> {
                channels.put(name, read.size());
                found.put(name, present);
                read.add(new Column(name, present.field()));
            });
        }

        private PageColumn column(SluiceColumnHandle column) {
            return switch (column.role()) {
                case STORED -> stored(column);
                case ROW_ID -> place(column);
                case PARTITION, PATH, FILE_SIZE, FILE_MODIFIED_TIME -> new PageColumn.Same(facts.block(column));
                case ANSWER, CHANGE_TYPE, COMMIT_VERSION, COMMIT_TIMESTAMP ->
                    throw new IllegalArgumentException("files have no column " + column.name());
            };
        }

        private PageColumn stored(SluiceColumnHandle column) {
            String name = column.stored().name();
            FileField field = found.get(name);
            if (field == null) {
                return new PageColumn.Same(TypeUtils.writeNativeValue(column.type(), null));
            }
            WantedColumn whole = wanted.get(name);
            return new PageColumn.Stored(channels.get(name), whole.path(column), field, whole.type());
        }

        private PageColumn place(SluiceColumnHandle column) {
            int positions = read.size();
            if (!RowIdColumn.isTracked(column)) {
                return new PageColumn.Place(split.file(), positions);
            }
            Integer kept = channels.get(column.stored().name());
            return new PageColumn.TrackedPlace(
                    split.file(),
                    positions,
                    kept == null ? OptionalInt.empty() : OptionalInt.of(kept),
                    split.firstRowId());
        }
    }
}
