package io.sluice.trino.read;

import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.SluiceTableHandle;
import io.trino.plugin.base.filter.UtcConstraintExtractor;
import io.trino.plugin.base.filter.UtcConstraintExtractor.ExtractionResult;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What of a filter a scan takes over. What is asked of things that all rows of a file have in common is done with the
 * choice of files; the rest chooses files and row groups, and stays to be asked of rows.
 */
final class FilterPushdown {
    /** So many values travel with a scan; beyond it a few ranges around them. */
    private static final int MOST_VALUES = 1000;

    private FilterPushdown() {}

    /** Empty if the scan is as narrow already. */
    static Optional<ConstraintApplicationResult<ConnectorTableHandle>> apply(
            SluiceTableHandle table, Constraint constraint) {
        if (table.limit().isPresent() || !table.isOfRows()) {
            return Optional.empty();
        }
        // Instants are stored in UTC, so that conditions on their days and years are ranges.
        ExtractionResult extracted = UtcConstraintExtractor.extractTupleDomain(constraint);
        TupleDomain<SluiceColumnHandle> asked = extracted.tupleDomain().transformKeys(SluiceColumnHandle.class::cast);
        if (asked.isNone()) {
            return Optional.of(new ConstraintApplicationResult<>(
                    table.withConstraint(TupleDomain.none()),
                    TupleDomain.all(),
                    extracted.remainingExpression(),
                    false));
        }
        Map<SluiceColumnHandle, Domain> taken = new LinkedHashMap<>();
        Map<ColumnHandle, Domain> remaining = new LinkedHashMap<>();
        asked.getDomains().orElseThrow().forEach((column, domain) -> {
            if (!isDecidedByFiles(column)) {
                remaining.put(column, domain);
            }
            if (column.isOfFile()) {
                taken.put(column, domain);
            } else if (column.role() == Role.STORED && isSimple(column.type())) {
                taken.put(column, domain.simplify(MOST_VALUES));
            }
        });
        TupleDomain<SluiceColumnHandle> narrowed = table.constraint().intersect(TupleDomain.withColumnDomains(taken));
        if (narrowed.equals(table.constraint())) {
            return Optional.empty();
        }
        return Optional.of(new ConstraintApplicationResult<>(
                table.withConstraint(narrowed),
                TupleDomain.withColumnDomains(remaining),
                extracted.remainingExpression(),
                false));
    }

    /** Whether a choice of files by such a constraint leaves nothing to be asked of rows. */
    static boolean isDecidedByFiles(TupleDomain<SluiceColumnHandle> constraint) {
        return constraint
                .getDomains()
                .map(domains -> domains.keySet().stream().allMatch(FilterPushdown::isDecidedByFiles))
                .orElse(true);
    }

    /** Ranges of floating numbers leave open what becomes of a NaN. */
    static boolean isDecidedByFiles(SluiceColumnHandle column) {
        return column.isOfFile() && !(column.type() instanceof DoubleType || column.type() instanceof RealType);
    }

    private static boolean isSimple(Type type) {
        return !(type instanceof RowType || type instanceof ArrayType || type instanceof MapType);
    }
}
