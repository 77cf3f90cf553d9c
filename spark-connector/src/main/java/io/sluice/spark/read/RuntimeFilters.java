package io.sluice.spark.read;

import io.sluice.scan.DataFileBounds;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.spark.read.TableScan.Purpose;
import io.sluice.spark.types.SparkTypes;
import io.sluice.table.TableMetadata;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.types.StructType;

/** Filters whose values Spark finds while the statement runs, by a look at the other side of a join. */
record RuntimeFilters(TableMetadata table) {
    /**
     * The columns that such filters are welcome on. There are none of a target of changes: Spark would look up
     * beforehand which files have rows to change, in a read of the target that nobody can tell from others, so that all
     * of it would count as read as a whole.
     */
    static NamedReference[] attributes(Purpose purpose, TableMetadata table, StructType wanted) {
        List<String> welcome = purpose == Purpose.ROWS ? table.partitionColumns() : List.of();
        return Arrays.stream(wanted.fieldNames())
                .filter(name -> welcome.stream().anyMatch(name::equalsIgnoreCase))
                .map(name -> Expressions.column(SparkTypes.quoted(name)))
                .toArray(NamedReference[]::new);
    }

    List<ScanTask> kept(List<ScanTask> tasks, org.apache.spark.sql.connector.expressions.filter.Predicate[] filters) {
        List<ScanTask> kept = tasks;
        for (var filter : filters) {
            kept = kept(kept, filter);
        }
        return kept;
    }

    private List<ScanTask> kept(
            List<ScanTask> tasks, org.apache.spark.sql.connector.expressions.filter.Predicate filter) {
        Optional<Predicate> predicate = new FilterTranslation(table.schema()).translate(filter);
        return predicate.isEmpty()
                ? tasks
                : tasks.stream()
                        .filter(task -> new DataFileBounds(task.file(), table).mayMatch(predicate.get()))
                        .toList();
    }
}
