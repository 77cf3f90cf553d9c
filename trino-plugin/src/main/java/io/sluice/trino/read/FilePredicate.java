package io.sluice.trino.read;

import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.StoredField;
import io.sluice.trino.types.TrinoValues;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.SortedRangeSet;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.predicate.ValueSet;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.io.ColumnIO;
import org.apache.parquet.io.GroupColumnIO;
import org.apache.parquet.io.PrimitiveColumnIO;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** What rows have to satisfy, in terms of a file's own columns, as far as its statistics can answer it. */
final class FilePredicate {
    private FilePredicate() {}

    /** None if no row of the file satisfies it. */
    static TupleDomain<ColumnDescriptor> of(TupleDomain<SluiceColumnHandle> wanted, GroupColumnIO file) {
        if (wanted.isNone()) {
            return TupleDomain.none();
        }
        Map<ColumnDescriptor, Domain> domains = new LinkedHashMap<>();
        for (Map.Entry<SluiceColumnHandle, Domain> entry :
                wanted.getDomains().orElseThrow().entrySet()) {
            if (entry.getKey().role() != Role.STORED) {
                continue;
            }
            ColumnIO column = column(file, entry.getKey());
            if (column == null) {
                if (!entry.getValue().isNullAllowed()) {
                    return TupleDomain.none();
                }
            } else if (column instanceof PrimitiveColumnIO leaf && leaf.getRepetitionLevel() == 0) {
                domain(leaf.getColumnDescriptor().getPrimitiveType(), entry.getValue())
                        .ifPresent(domain -> domains.put(leaf.getColumnDescriptor(), domain));
            }
        }
        return TupleDomain.withColumnDomains(domains);
    }

    /** Null if the file does not have it. */
    private static ColumnIO column(GroupColumnIO file, SluiceColumnHandle wanted) {
        StoredField next = wanted.stored();
        ColumnIO found = FileFields.child(file, next);
        for (int depth = 0; depth < wanted.fields().size() && found != null; depth++) {
            next = next.parts().get(0);
            found = found instanceof GroupColumnIO group ? FileFields.child(group, next) : null;
        }
        return found;
    }

    /** Empty if the column's statistics say nothing about it. */
    private static Optional<Domain> domain(PrimitiveType stored, Domain domain) {
        if (domain.getType().equals(TimestampWithTimeZoneType.TIMESTAMP_TZ_MICROS)) {
            boolean counted = stored.getPrimitiveTypeName() == PrimitiveTypeName.INT64
                    && stored.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation;
            return counted ? Optional.of(withoutZone(domain)) : Optional.empty();
        }
        return StoredTypes.read(domain.getType(), stored).equals(domain.getType())
                ? Optional.of(domain)
                : Optional.empty();
    }

    /** The same instants, as Trino's reader of statistics understands them. */
    private static Domain withoutZone(Domain domain) {
        ValueSet values = domain.getValues();
        if (values.isAll()) {
            return Domain.create(ValueSet.all(TimestampType.TIMESTAMP_MICROS), domain.isNullAllowed());
        }
        List<Range> ranges = values.getRanges().getOrderedRanges().stream()
                .map(FilePredicate::withoutZone)
                .toList();
        return Domain.create(SortedRangeSet.copyOf(TimestampType.TIMESTAMP_MICROS, ranges), domain.isNullAllowed());
    }

    private static Range withoutZone(Range range) {
        TimestampType type = TimestampType.TIMESTAMP_MICROS;
        if (range.isLowUnbounded()) {
            Object high = micros(range.getHighBoundedValue());
            return range.isHighInclusive() ? Range.lessThanOrEqual(type, high) : Range.lessThan(type, high);
        }
        Object low = micros(range.getLowBoundedValue());
        if (range.isHighUnbounded()) {
            return range.isLowInclusive() ? Range.greaterThanOrEqual(type, low) : Range.greaterThan(type, low);
        }
        return Range.range(
                type, low, range.isLowInclusive(), micros(range.getHighBoundedValue()), range.isHighInclusive());
    }

    private static Object micros(Object instant) {
        return TrinoValues.comparable(TimestampWithTimeZoneType.TIMESTAMP_TZ_MICROS, instant)
                .orElseThrow();
    }
}
