package io.sluice.trino.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.slice.Slices;
import io.sluice.error.SluiceException;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarbinaryType;
import io.trino.spi.type.VarcharType;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TrinoValuesTest {
    @Test
    void values_go_there_and_back() {
        comesBack(IntegerType.INTEGER, -7L);
        comesBack(DateType.DATE, -1L);
        comesBack(BooleanType.BOOLEAN, true);
        comesBack(RealType.REAL, 1.5);
        comesBack(VarcharType.VARCHAR, "ü𝄞");
        comesBack(TimestampType.TIMESTAMP_MICROS, -1L);
        comesBack(TimestampWithTimeZoneType.TIMESTAMP_TZ_MICROS, -1_234_567L);
        comesBack(DecimalType.createDecimalType(5, 2), new BigDecimal("-1.50"));
        comesBack(DecimalType.createDecimalType(30, 2), new BigDecimal("1234567890123456789012345678.99"));
    }

    private static void comesBack(Type type, Comparable<?> value) {
        assertThat(TrinoValues.comparable(type, TrinoValues.ofComparable(type, value))
                        .<Object>map(found -> found))
                .contains(value);
    }

    @Test
    void partitions_are_read_from_their_texts() {
        assertThat(partition(IntegerType.INTEGER, "12")).isEqualTo(12L);
        assertThat(partition(VarbinaryType.VARBINARY, "ab")).isEqualTo(Slices.utf8Slice("ab"));
        assertThat(partition(DecimalType.createDecimalType(5, 2), "1.5")).isEqualTo(150L);
        assertThat(partition(TimestampWithTimeZoneType.TIMESTAMP_TZ_MICROS, "1970-01-01T00:00:01.000001Z"))
                .isEqualTo(TrinoValues.instant(1_000_001));
        assertThat(partition(VarcharType.VARCHAR, "")).isNull();
        assertThat(TrinoValues.ofPartition("p", VarcharType.VARCHAR, Optional.empty()))
                .isNull();
        assertThatThrownBy(() -> partition(IntegerType.INTEGER, "x"))
                .isInstanceOf(SluiceException.class)
                .hasMessage("the log gives the partition column 'p' the value 'x', which is not of the type integer");
    }

    private static Object partition(Type type, String text) {
        return TrinoValues.ofPartition("p", type, Optional.of(text));
    }
}
