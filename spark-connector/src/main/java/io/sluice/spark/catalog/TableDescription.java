package io.sluice.spark.catalog;

import io.sluice.catalog.CatalogTable;
import io.sluice.spark.types.SparkTypes;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.constraints.Constraint;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.expressions.filter.AlwaysTrue;

/** A table as Spark describes one. */
public final class TableDescription {
    private TableDescription() {}

    public static Column[] columns(TableMetadata table) {
        return SparkTypes.columns(table.schema());
    }

    public static Transform[] partitioning(TableMetadata table) {
        return table.partitionColumns().stream()
                .map(column -> Expressions.identity(SparkTypes.quoted(column)))
                .toArray(Transform[]::new);
    }

    /** The properties of the table, and what Spark shows beside them. */
    public static Map<String, String> properties(CatalogTable place, TableMetadata table) {
        Map<String, String> properties = new TreeMap<>();
        table.properties().forEach((name, value) -> {
            // Constraints have a place of their own.
            if (!name.startsWith(TableProperties.CONSTRAINT)) {
                properties.put(name, value);
            }
        });
        properties.put(TableCatalog.PROP_PROVIDER, "sluice");
        properties.put(TableCatalog.PROP_LOCATION, place.location());
        table.comment().ifPresent(comment -> properties.put(TableCatalog.PROP_COMMENT, comment));
        return properties;
    }

    /**
     * For Spark to show. Spark would have every row meet the predicate that it is given beside the text, but not a row
     * of a stream, not values that are generated, and not by Delta's rule that null is a violation: the writers of rows
     * see to that.
     */
    public static Constraint[] constraints(TableMetadata table) {
        return TableProperties.of(table).constraints().entrySet().stream()
                .map(constraint -> Constraint.check(constraint.getKey())
                        .predicateSql(constraint.getValue())
                        .predicate(new AlwaysTrue())
                        .enforced(true)
                        .build())
                .toArray(Constraint[]::new);
    }
}
