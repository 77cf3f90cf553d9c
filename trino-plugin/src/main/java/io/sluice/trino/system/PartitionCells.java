package io.sluice.trino.system;

import io.sluice.table.DataFile;
import io.sluice.table.DataType;
import io.sluice.table.TableMetadata;
import io.sluice.trino.types.TrinoTypes;
import io.sluice.trino.types.TrinoValues;
import io.trino.spi.block.SqlRow;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The column {@code partition} of system tables: a row with the partition columns. Unpartitioned tables have none. */
final class PartitionCells {
    private final TableMetadata table;
    private final List<Type> types;

    PartitionCells(TableMetadata table) {
        this.table = table;
        types = table.partitionColumns().stream()
                .map(name -> TrinoTypes.type(type(name)))
                .toList();
    }

    private DataType type(String column) {
        return table.schema().requireColumn(column).type();
    }

    boolean isPresent() {
        return !types.isEmpty();
    }

    ColumnMetadata column() {
        return new ColumnMetadata("partition", rowType());
    }

    private RowType rowType() {
        List<RowType.Field> fields = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            fields.add(RowType.field(table.partitionColumns().get(i), types.get(i)));
        }
        return RowType.from(fields);
    }

    /** What two files of the same partition have in common. */
    List<Object> values(DataFile file) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            String column = table.partitionColumns().get(i);
            Optional<String> text = file.partitionValues().getOrDefault(column, Optional.empty());
            values.add(TrinoValues.ofPartition(column, types.get(i), text));
        }
        return values;
    }

    SqlRow cell(List<Object> values) {
        return Cells.row(rowType(), values);
    }
}
