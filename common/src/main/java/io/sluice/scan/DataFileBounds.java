package io.sluice.scan;

import static java.util.Objects.requireNonNull;

import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.Values;
import java.util.Map;
import java.util.Optional;

/** What a data file itself says of its columns: its partition values and its statistics. */
public final class DataFileBounds implements FileBounds {
    private static final ColumnStatistics ALL_NULL =
            new ColumnStatistics(Optional.empty(), Optional.empty(), Optional.of(Long.MAX_VALUE));

    private final DataFile file;
    private final TableMetadata table;

    /** @param table gives the types of the partition values */
    public DataFileBounds(DataFile file, TableMetadata table) {
        this.file = requireNonNull(file, "file");
        this.table = requireNonNull(table, "table");
    }

    /** Whether the file may hold a row that the predicate accepts. */
    public boolean mayMatch(Predicate predicate) {
        return Pruning.mayMatch(predicate, this, file.statistics().rowCount());
    }

    /** Whether the predicate accepts every row of the file. */
    public boolean mustMatch(Predicate predicate) {
        return Pruning.mustMatch(predicate, this, file.statistics().rowCount());
    }

    @Override
    public ColumnStatistics of(String column) {
        for (String partition : table.partitionColumns()) {
            if (partition.equalsIgnoreCase(column)) {
                return ofPartition(table.schema().requireColumn(partition));
            }
        }
        Map<String, ColumnStatistics> columns = file.statistics().columns();
        ColumnStatistics exact = columns.get(column);
        if (exact != null) {
            return exact;
        }
        return columns.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(column))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ColumnStatistics.UNKNOWN);
    }

    private ColumnStatistics ofPartition(Field column) {
        Optional<String> text = file.partitionValues().get(column.name());
        if (text == null) {
            return ColumnStatistics.UNKNOWN;
        }
        if (text.isEmpty() || text.get().isEmpty()) {
            return ALL_NULL;
        }
        Optional<Comparable<?>> value =
                isExact(column.type()) ? Values.parse(column.type(), text.get()) : Optional.empty();
        return new ColumnStatistics(value, value, Optional.of(0L));
    }

    /** The text of a float may stand for the number next to it. */
    private static boolean isExact(DataType type) {
        return type != Primitive.FLOAT && type != Primitive.DOUBLE;
    }
}
