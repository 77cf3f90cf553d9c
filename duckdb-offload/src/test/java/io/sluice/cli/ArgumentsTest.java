package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void typesAreNamedAsTablesShowThemOrAsDuckDbDoes() {
        assertThat(ColumnTypes.parse(List.of("a=decimal(10,2), b=long", "c:varchar[]", "d=timestamp_ntz,e=TIMESTAMP")))
                .isEqualTo(Map.of(
                        "a", new Decimal(10, 2),
                        "b", Primitive.LONG,
                        "c", new Array(Primitive.STRING, true),
                        "d", Primitive.TIMESTAMP_NTZ,
                        "e", Primitive.TIMESTAMP));
    }

    @Test
    void whatIsNoTypeIsAUserError() {
        assertThatThrownBy(() -> ColumnTypes.parse(List.of("amount")))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("is not NAME=TYPE");
        assertThatThrownBy(() -> ColumnTypes.parse(List.of("a=money"))).isInstanceOf(SluiceException.class);
    }

    @Test
    void sizesHaveUnits() {
        assertThat(ResourceArguments.bytes("512MB")).isEqualTo(512L << 20);
        assertThat(ResourceArguments.bytes("2 GiB")).isEqualTo(2L << 30);
        assertThat(ResourceArguments.bytes("1000")).isEqualTo(1000);
        assertThatThrownBy(() -> ResourceArguments.bytes("much")).hasMessageContaining("write, for example, 512MB");
    }

    @Test
    void amountsAreShort() {
        assertThat(Amounts.count(1, "row")).isEqualTo("1 row");
        assertThat(Amounts.count(12_345, "row")).isEqualTo("12,345 rows");
        assertThat(Amounts.bytes(999)).isEqualTo("999 B");
        assertThat(Amounts.bytes(1_234_567)).isEqualTo("1.2 MB");
        assertThat(Amounts.bytes(604_000_000)).isEqualTo("604 MB");
        assertThat(Amounts.time(Duration.ofMillis(840))).isEqualTo("0.84 s");
        assertThat(Amounts.time(Duration.ofSeconds(185))).isEqualTo("3:05 min");
    }

    @Test
    void numbersAreWrittenAsSqlDoes() {
        assertThat(CellText.of(1.0)).isEqualTo("1.0");
        assertThat(CellText.of(1e7)).isEqualTo("10000000.0");
        assertThat(CellText.of(1e300)).isEqualTo("1e300");
        assertThat(CellText.of(-1.5e-9)).isEqualTo("-1.5e-9");
        assertThat(CellText.of(0.001f)).isEqualTo("0.001");
        assertThat(CellText.of(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
        assertThat(CellText.of(new java.math.BigDecimal("0.00"))).isEqualTo("0.00");
    }
}
