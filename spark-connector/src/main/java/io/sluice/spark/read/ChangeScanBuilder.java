package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.session.PinnedTable;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Plans a read of a table's changes. */
final class ChangeScanBuilder implements SupportsPushDownV2Filters, SupportsPushDownRequiredColumns {
    private final PinnedTable table;
    private final List<Predicate> pushed = new ArrayList<>();
    private VersionRange range;
    private StructType wanted;

    ChangeScanBuilder(PinnedTable table, VersionRange range) {
        this.table = requireNonNull(table, "table");
        this.range = requireNonNull(range, "range");
        wanted = ChangeFeedTable.schema(table);
    }

    /** Conditions on the version narrow the range; Spark still looks at each row. */
    @Override
    public Predicate[] pushPredicates(Predicate[] filters) {
        for (Predicate filter : filters) {
            narrow(filter);
        }
        return filters;
    }

    private void narrow(Predicate filter) {
        Expression[] sides = filter.children();
        boolean isOfVersion = sides.length == 2
                && sides[0] instanceof NamedReference column
                && column.fieldNames().length == 1
                && column.fieldNames()[0].equalsIgnoreCase(ChangeColumn.COMMIT_VERSION.column());
        if (!isOfVersion || !(sides[1] instanceof Literal<?> literal) || !(literal.value() instanceof Long version)) {
            return;
        }
        TableVersion latest = table.snapshot().version();
        switch (filter.name()) {
            case "=" -> range = range.from(version).upTo(version, latest);
            case ">" -> range = version == Long.MAX_VALUE ? range : range.from(version + 1);
            case ">=" -> range = range.from(version);
            case "<" -> range = version == Long.MIN_VALUE ? range : range.upTo(version - 1, latest);
            case "<=" -> range = range.upTo(version, latest);
            default -> {
                return;
            }
        }
        pushed.add(filter);
    }

    @Override
    public Predicate[] pushedPredicates() {
        return pushed.toArray(Predicate[]::new);
    }

    @Override
    public void pruneColumns(StructType required) {
        wanted = required;
    }

    @Override
    public Scan build() {
        return new ChangeScan(table, range, wanted);
    }
}
