package io.sluice.spark.programs;

import io.sluice.spark.programs.Rows.Zeros;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * The model: tables as views of rows in memory, each state of which is the result of a plain query of the ones before.
 */
final class PlainTables {
    private final SparkSession session;

    PlainTables(SparkSession session) {
        this.session = session;
    }

    /** The rows of the table when the statement has succeeded; empty if they break a rule of the table. */
    Optional<List<Row>> rowsAfter(String query, TableModel after) {
        List<Row> rows = session.sql(query).collectAsList().stream()
                .map(row -> withoutEmptyPartitions(row, after))
                .toList();
        for (int i = 0; i < after.columns().size(); i++) {
            int column = i;
            if (after.columns().get(i).required() && rows.stream().anyMatch(row -> row.isNullAt(column))) {
                return Optional.empty();
            }
        }
        return Optional.of(rows);
    }

    /** The format knows no partition of the empty text: it is that of null. */
    private static Row withoutEmptyPartitions(Row row, TableModel table) {
        Object[] values = new Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            Column column = table.columns().get(i);
            boolean isEmpty =
                    table.partitionedBy(column) && column.type().equals(DataTypes.StringType) && "".equals(row.get(i));
            values[i] = isEmpty ? null : row.get(i);
        }
        return RowFactory.create(values);
    }

    void put(String name, TableModel model, List<Row> rows) {
        Dataset<Row> table = session.createDataFrame(rows, model.schema());
        table.createOrReplaceTempView("`" + name + "`");
    }

    Rows rows(String query) {
        return Rows.of(session.sql(query), Zeros.PLAIN);
    }

    void drop(String name) {
        session.catalog().dropTempView(name);
    }
}
