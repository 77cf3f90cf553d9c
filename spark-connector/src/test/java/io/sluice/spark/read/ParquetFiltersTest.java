package io.sluice.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.In;
import io.sluice.scan.Predicate.IsNull;
import io.sluice.scan.Predicate.Operator;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.sources.EqualTo;
import org.apache.spark.sql.sources.GreaterThan;
import org.apache.spark.sql.sources.LessThan;
import org.apache.spark.sql.sources.Or;
import org.junit.jupiter.api.Test;

class ParquetFiltersTest {
    private static final String PHYSICAL_NAME = "delta.columnMapping.physicalName";

    private static Field mapped(String name, io.sluice.table.DataType type, String physicalName) {
        return Field.optional(name, type).withMetadata(PHYSICAL_NAME, physicalName);
    }

    private static TableMetadata table(String mode) {
        TableSchema schema = TableSchema.of(
                mapped("x", Primitive.DOUBLE, "y"),
                mapped("y", Primitive.INTEGER, "col-1"),
                mapped("s", new Struct(List.of(mapped("a", Primitive.DATE, "b.c"))), "s"),
                mapped("at", Primitive.TIMESTAMP, "at"),
                mapped("p", Primitive.STRING, "p"));
        return new TableMetadata(
                TableId.random(), schema, List.of("p"), Map.of("delta.columnMapping.mode", mode), Optional.empty());
    }

    private static Comparison compared(String column, Operator operator, Comparable<?> value) {
        return new Comparison(column, operator, value);
    }

    @Test
    void columnsHaveTheNamesThatFilesKnow() {
        ParquetFilters filters = new ParquetFilters(table("name"));

        assertThat(filters.of(compared("X", Operator.LESS, 1.5))).containsExactly(new LessThan("y", 1.5));
        assertThat(filters.of(compared("y", Operator.EQUAL, 3L))).containsExactly(new EqualTo("`col-1`", 3));
        assertThat(filters.of(compared("s.a", Operator.GREATER, 0L)))
                .containsExactly(new GreaterThan("s.`b.c`", LocalDate.EPOCH));
        assertThat(filters.of(compared("at", Operator.EQUAL, 1L)))
                .containsExactly(new EqualTo("at", Instant.ofEpochSecond(0, 1000)));
    }

    @Test
    void whatFilesKnowNothingOfIsLeftOut() {
        ParquetFilters filters = new ParquetFilters(table("name"));
        Predicate partition = compared("p", Operator.EQUAL, "a");
        Predicate stored = compared("y", Operator.EQUAL, 3L);

        assertThat(filters.of(Predicate.and(List.of(partition, stored)))).containsExactly(new EqualTo("`col-1`", 3));
        assertThat(filters.of(Predicate.or(List.of(partition, stored)))).isEmpty();
        assertThat(filters.of(Predicate.or(List.of(stored, new IsNull("y")))))
                .containsExactly(new Or(new EqualTo("`col-1`", 3), new org.apache.spark.sql.sources.IsNull("`col-1`")));
        assertThat(filters.of(new In("y", List.of(1L, Long.MAX_VALUE)))).isEmpty();
        assertThat(filters.of(Predicate.ALL)).isEmpty();
    }

    @Test
    void whereColumnsAreFoundByIdNothingIsFilteredByName() {
        assertThat(new ParquetFilters(table("id")).of(compared("y", Operator.EQUAL, 3L)))
                .isEmpty();
    }
}
