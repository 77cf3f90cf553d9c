package io.sluice.spark.programs;

import io.sluice.spark.programs.Rows.Zeros;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

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
        List<Row> rows = session.sql(query).collectAsList();
        return rows.stream().anyMatch(row -> isForbidden(row, after)) ? Optional.empty() : Optional.of(rows);
    }

    /** Null where it must not be; or the empty text as a partition, which the format cannot tell from null. */
    private static boolean isForbidden(Row row, TableModel table) {
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            boolean isNull = column.required() && row.isNullAt(i);
            if (isNull || (table.partitionedBy(column) && "".equals(row.get(i)))) {
                return true;
            }
        }
        return false;
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
