package io.sluice.spark.read;

import io.sluice.scan.DataFileBounds;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.spark.read.TableScan.Purpose;
import io.sluice.spark.types.SparkTypes;
import io.sluice.table.TableMetadata;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.types.StructType;

/** Filters whose values Spark finds while the statement runs, by a look at the other side of a join. */
record RuntimeFilters(TableMetadata table) {
    /**
     * The columns that such filters are welcome on. For a target of changes that is the file: Spark then looks up
     * beforehand which files have rows to change. For any other column it would do that look-up too, to little effect.
     */
    static NamedReference[] attributes(Purpose purpose, TableMetadata table, StructType wanted) {
        List<String> welcome = purpose == Purpose.ROWS ? table.partitionColumns() : List.of(MetadataColumns.FILE);
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
        if (isOnFile(filter)) {
            Set<String> locations = locations(filter.children());
            return tasks.stream()
                    .filter(task -> locations.contains(task.location()))
                    .toList();
        }
        Optional<Predicate> predicate = new FilterTranslation(table.schema()).translate(filter);
        return predicate.isEmpty()
                ? tasks
                : tasks.stream()
                        .filter(task -> new DataFileBounds(task.file(), table).mayMatch(predicate.get()))
                        .toList();
    }

    private static boolean isOnFile(org.apache.spark.sql.connector.expressions.filter.Predicate filter) {
        return filter.name().equals("IN")
                && filter.children()[0] instanceof NamedReference column
                && column.fieldNames().length == 1
                && column.fieldNames()[0].equalsIgnoreCase(MetadataColumns.FILE);
    }

    private static Set<String> locations(Expression[] children) {
        Set<String> locations = new HashSet<>();
        for (Expression child : children) {
            if (child instanceof Literal<?> literal && literal.value() != null) {
                locations.add(literal.value().toString());
            }
        }
        return locations;
    }
}
