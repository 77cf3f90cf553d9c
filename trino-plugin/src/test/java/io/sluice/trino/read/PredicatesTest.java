package io.sluice.trino.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.slice.Slices;
import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.And;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.In;
import io.sluice.scan.Predicate.IsNotNull;
import io.sluice.scan.Predicate.IsNull;
import io.sluice.scan.Predicate.Operator;
import io.sluice.scan.Predicate.Or;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableSchema;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.StoredField;
import io.sluice.trino.types.TrinoTypes;
import io.sluice.trino.types.TrinoValues;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.predicate.ValueSet;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.VarbinaryType;
import io.trino.spi.type.VarcharType;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PredicatesTest {
    private static final TableSchema SCHEMA = TableSchema.of(
            Field.optional("n", Primitive.LONG),
            Field.optional("d", Primitive.DOUBLE),
            Field.optional("t", Primitive.STRING),
            Field.optional("b", Primitive.BINARY),
            Field.optional("at", Primitive.TIMESTAMP),
            Field.optional("s", new DataType.Struct(List.of(Field.optional("x", Primitive.LONG)))));

    @Test
    void numbers_are_ranges_and_values() {
        ValueSet values = ValueSet.ofRanges(
                Range.equal(BigintType.BIGINT, 1L),
                Range.equal(BigintType.BIGINT, 5L),
                Range.range(BigintType.BIGINT, 10L, true, 20L, false));
        assertThat(of("n", Domain.create(values, false)))
                .isEqualTo(new Or(List.of(
                        new And(List.of(
                                new Comparison("n", Operator.GREATER_OR_EQUAL, 10L),
                                new Comparison("n", Operator.LESS, 20L))),
                        new In("n", List.of(1L, 5L)))));
    }

    @Test
    void null_is_asked_for_beside_values() {
        assertThat(of("n", Domain.onlyNull(BigintType.BIGINT))).isEqualTo(new IsNull("n"));
        assertThat(of("n", Domain.notNull(BigintType.BIGINT))).isEqualTo(new IsNotNull("n"));
        assertThat(of("n", Domain.create(ValueSet.of(BigintType.BIGINT, 1L), true)))
                .isEqualTo(new Or(List.of(new IsNull("n"), new In("n", List.of(1L)))));
        assertThat(of("n", Domain.all(BigintType.BIGINT))).isEqualTo(Predicate.ALL);
    }

    @Test
    void many_values_are_one_range() {
        List<Long> odd = LongStream.range(0, 1000).map(n -> 2 * n + 1).boxed().toList();
        assertThat(of("n", Domain.multipleValues(BigintType.BIGINT, odd)))
                .isEqualTo(new And(List.of(
                        new Comparison("n", Operator.GREATER_OR_EQUAL, 1L),
                        new Comparison("n", Operator.LESS_OR_EQUAL, 1999L))));
    }

    @Test
    void what_a_nan_may_satisfy_chooses_no_files() {
        assertThat(of("d", range(Range.greaterThan(DoubleType.DOUBLE, 1.0)))).isEqualTo(new IsNotNull("d"));
        assertThat(of("d", range(Range.lessThan(DoubleType.DOUBLE, 1.0))))
                .isEqualTo(new Comparison("d", Operator.LESS, 1.0));
    }

    @Test
    void the_two_zeros_are_one_number() {
        assertThat(of("d", Domain.singleValue(DoubleType.DOUBLE, 0.0)))
                .isEqualTo(new And(List.of(
                        new Comparison("d", Operator.GREATER_OR_EQUAL, -0.0),
                        new Comparison("d", Operator.LESS_OR_EQUAL, 0.0))));
        assertThat(of("d", range(Range.lessThan(DoubleType.DOUBLE, -0.0))))
                .isEqualTo(new Comparison("d", Operator.LESS, 0.0));
    }

    @Test
    void bytes_that_are_no_text_choose_no_files() {
        assertThat(of("t", Domain.singleValue(VarcharType.VARCHAR, Slices.wrappedBuffer((byte) 0xff))))
                .isEqualTo(new IsNotNull("t"));
        assertThat(of("b", Domain.singleValue(VarbinaryType.VARBINARY, Slices.utf8Slice("x"))))
                .isEqualTo(new IsNotNull("b"));
    }

    @Test
    void instants_keep_their_microseconds() {
        Domain at = Domain.singleValue(TimestampWithTimeZoneType.TIMESTAMP_TZ_MICROS, TrinoValues.instant(-1L));
        assertThat(of("at", at)).isEqualTo(new In("at", List.of(-1L)));
    }

    @Test
    void fields_have_dotted_paths_unless_a_column_is_named_so() {
        Domain one = Domain.singleValue(BigintType.BIGINT, 1L);
        SluiceColumnHandle field = new SluiceColumnHandle(
                Role.STORED, "s", List.of("x"), BigintType.BIGINT, StoredField.of(SCHEMA.requireColumn("s")));
        TupleDomain<SluiceColumnHandle> constraint = TupleDomain.withColumnDomains(Map.of(field, one));
        assertThat(new Predicates(SCHEMA).of(constraint)).isEqualTo(new In("s.x", List.of(1L)));
        TableSchema ambiguous = TableSchema.of(SCHEMA.requireColumn("s"), Field.optional("s.x", Primitive.LONG));
        assertThat(new Predicates(ambiguous).of(constraint)).isEqualTo(Predicate.ALL);
    }

    private static Domain range(Range range) {
        return Domain.create(ValueSet.ofRanges(range), false);
    }

    private static Predicate of(String column, Domain domain) {
        Field field = SCHEMA.requireColumn(column);
        SluiceColumnHandle handle = new SluiceColumnHandle(
                Role.STORED, column, List.of(), TrinoTypes.type(field.type()), StoredField.of(field));
        return new Predicates(SCHEMA).of(TupleDomain.withColumnDomains(Map.of(handle, domain)));
    }
}
