package io.sluice.spark.read;

import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.And;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.In;
import io.sluice.scan.Predicate.IsNotNull;
import io.sluice.scan.Predicate.IsNull;
import io.sluice.scan.Predicate.Or;
import io.sluice.scan.Predicate.StartsWith;
import io.sluice.table.TableMetadata;
import java.util.List;

/** Which predicates are about partition columns alone. */
final class PartitionColumns {
    private PartitionColumns() {}

    static boolean areAllOf(Predicate predicate, TableMetadata table) {
        if (predicate instanceof And and) {
            return areAllOf(and.parts(), table);
        }
        if (predicate instanceof Or or) {
            return areAllOf(or.parts(), table);
        }
        if (predicate instanceof Comparison comparison) {
            return isOne(comparison.column(), table);
        }
        if (predicate instanceof In in) {
            return isOne(in.column(), table);
        }
        if (predicate instanceof StartsWith startsWith) {
            return isOne(startsWith.column(), table);
        }
        if (predicate instanceof IsNull isNull) {
            return isOne(isNull.column(), table);
        }
        return !(predicate instanceof IsNotNull isNotNull) || isOne(isNotNull.column(), table);
    }

    private static boolean areAllOf(List<Predicate> parts, TableMetadata table) {
        return parts.stream().allMatch(part -> areAllOf(part, table));
    }

    private static boolean isOne(String column, TableMetadata table) {
        return table.partitionColumns().stream().anyMatch(column::equalsIgnoreCase);
    }
}
