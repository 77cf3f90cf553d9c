package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.session.PinnedTable;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Plans a read of a table's changes. */
final class ChangeScanBuilder implements SupportsPushDownV2Filters, SupportsPushDownRequiredColumns {
    private final PinnedTable table;
    private final List<Predicate> pushed = new ArrayList<>();
    private final CaseInsensitiveStringMap options;
    private final StreamDoor streams;
    private UnaryOperator<VersionRange> narrowing = range -> range;
    private StructType wanted;

    ChangeScanBuilder(PinnedTable table, CaseInsensitiveStringMap options, StreamDoor streams) {
        this.table = requireNonNull(table, "table");
        this.options = requireNonNull(options, "options");
        this.streams = requireNonNull(streams, "streams");
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
        Optional<UnaryOperator<VersionRange>> part = Optional.ofNullable(
                switch (filter.name()) {
                    case "=" -> range -> range.from(version).upTo(version, latest);
                    case ">" -> range -> version == Long.MAX_VALUE ? range : range.from(version + 1);
                    case ">=" -> range -> range.from(version);
                    case "<" -> range -> version == Long.MIN_VALUE ? range : range.upTo(version - 1, latest);
                    case "<=" -> range -> range.upTo(version, latest);
                    default -> null;
                });
        part.ifPresent(narrower -> {
            UnaryOperator<VersionRange> before = narrowing;
            narrowing = range -> narrower.apply(before.apply(range));
            pushed.add(filter);
        });
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
        ChangedRows rows = new ChangedRows(table, wanted);
        return new ChangeScan(
                rows,
                () -> narrowing.apply(VersionRange.of(options, table.opened())),
                checkpoint -> streams.open(rows, options, checkpoint));
    }
}
