package io.sluice.spark.write;

import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.And;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.In;
import io.sluice.scan.Predicate.IsNotNull;
import io.sluice.scan.Predicate.IsNull;
import io.sluice.scan.Predicate.Or;
import io.sluice.scan.Predicate.StartsWith;
import io.sluice.scan.ScanTask;
import io.sluice.spark.session.PinnedTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The files that may have rows that a condition is true for, with what is known of the columns that it names. */
public final class MatchingFiles {
    private MatchingFiles() {}

    /** The files of the pinned state; their bounds may tell that the condition is true for all rows of one. */
    public static List<ScanTask> of(PinnedTable table, Predicate condition) {
        return table.snapshot()
                .planWithStatistics(condition, columns(condition))
                .tasks();
    }

    /** The columns that a condition names, fields by their dotted path. */
    static Set<String> columns(Predicate condition) {
        Set<String> columns = new HashSet<>();
        collect(condition, columns);
        return columns;
    }

    private static void collect(Predicate condition, Set<String> columns) {
        if (condition instanceof And and) {
            and.parts().forEach(part -> collect(part, columns));
        } else if (condition instanceof Or or) {
            or.parts().forEach(part -> collect(part, columns));
        } else if (condition instanceof Comparison comparison) {
            columns.add(comparison.column());
        } else if (condition instanceof In in) {
            columns.add(in.column());
        } else if (condition instanceof StartsWith startsWith) {
            columns.add(startsWith.column());
        } else if (condition instanceof IsNull isNull) {
            columns.add(isNull.column());
        } else if (condition instanceof IsNotNull isNotNull) {
            columns.add(isNotNull.column());
        }
    }
}
