package io.sluice.spark.write;

import io.sluice.spark.types.SparkTypes;
import io.sluice.table.TableMetadata;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.distributions.Distribution;
import org.apache.spark.sql.connector.distributions.Distributions;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;

/**
 * How rows come to tasks, so that each partition of the table becomes few files: rows of one partition to one task, one
 * after the other.
 */
public final class RowLayout {
    /** Rows stay where they are. */
    public static final RowLayout NONE = new RowLayout(List.of(), List.of());

    private final List<NamedReference> clustered;
    private final List<NamedReference> ordered;

    private RowLayout(List<NamedReference> clustered, List<NamedReference> ordered) {
        this.clustered = clustered;
        this.ordered = ordered;
    }

    /** Of rows that are added to a table. */
    public static RowLayout of(TableMetadata table) {
        return of(table, List.of());
    }

    /**
     * Of rows that are added to a table, and others that are none of its rows. Rows stay where they are if the writer
     * makes values that the table is partitioned by: Spark does not know them.
     *
     * @param others columns that tell the others apart, and are null in rows that are added
     */
    public static RowLayout of(TableMetadata table, List<String> others) {
        if (table.partitionColumns().stream()
                .anyMatch(name -> table.schema().requireColumn(name).isMade())) {
            return NONE;
        }
        List<NamedReference> partition =
                table.partitionColumns().stream().map(RowLayout::column).toList();
        List<NamedReference> clustered = new ArrayList<>(partition);
        others.forEach(name -> clustered.add(column(name)));
        return new RowLayout(partition.isEmpty() ? List.of() : List.copyOf(clustered), partition);
    }

    private static NamedReference column(String name) {
        return Expressions.column(SparkTypes.quoted(name));
    }

    public boolean isDistributed() {
        return !clustered.isEmpty();
    }

    public Distribution distribution() {
        return isDistributed()
                ? Distributions.clustered(clustered.toArray(Expression[]::new))
                : Distributions.unspecified();
    }

    public SortOrder[] ordering() {
        return ordered.stream()
                .map(column -> Expressions.sort(column, SortDirection.ASCENDING))
                .toArray(SortOrder[]::new);
    }
}
