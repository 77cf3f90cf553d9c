package io.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.duckdb.TextConversion.Spelling;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which texts are values of which types, and that none becomes another value than it says. */
class TextConversionTest {
    private static DuckDbSession session;

    @BeforeAll
    static void open() {
        session = DuckDbSession.open(DuckDbSettings.DEFAULT, new Cancellation());
    }

    @AfterAll
    static void close() {
        session.close();
    }

    private static String converted(String text, DataType type, Spelling spelling, TextFormats formats) {
        Conversion conversion = new TextConversion(formats, "c", "v").to(type, spelling);
        String sql =
                "SELECT CASE WHEN %s THEN CAST(v AS VARCHAR) ELSE 'bad' END FROM (SELECT c, %s AS v FROM (SELECT %s AS c))"
                        .formatted(conversion.check().orElse("true"), conversion.value(), SqlText.literal(text));
        return session.query(sql, row -> row.text(1)).get(0);
    }

    private static DataType type(String text) {
        return text.startsWith("decimal") ? new Decimal(18, 2) : Primitive.valueOf(text.toUpperCase(Locale.ROOT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "long | 12 | 12",
                "long | -7 | -7",
                "long | +5 | 5",
                "long | 007 | 7",
                "long | 1.0 | 1",
                "long | ' 12 ' | 12",
                "long | 1.7 | bad",
                "long | 1e3 | bad",
                "long | 1_000 | bad",
                "long | 0x1F | bad",
                "long | A17 | bad",
                "long | 9223372036854775808 | bad",
                "integer | 2147483648 | bad",
                "byte | 127 | 127",
                "byte | 128 | bad",
                "decimal | 1.5 | 1.50",
                "decimal | 1.500 | 1.50",
                "decimal | .5 | 0.50",
                "decimal | 12 | 12.00",
                "decimal | 1.239 | bad",
                "decimal | 1e-3 | bad",
                "decimal | 1_000 | bad",
                "decimal | 12345678901234567.8 | bad",
                "double | 1.5 | 1.5",
                "double | 1e3 | 1000.0",
                "double | 1e400 | bad",
                "double | inf | inf",
                "boolean | yes | true",
                "boolean | F | false",
                "boolean | 2 | bad",
                "date | 2026-01-05 | 2026-01-05",
                "date | 2026-1-5 | 2026-01-05",
                "date | 2026-01-05 00:00:00 | 2026-01-05",
                "date | 2026-01-05 10:00:00 | bad",
                "date | 2026-02-30 | bad",
                "date | infinity | bad",
                "date | 05.01.2026 | bad",
                "timestamp_ntz | 2026-01-05 10:00:00 | 2026-01-05 10:00:00",
                "timestamp_ntz | 2026-01-05T10:00:00.5 | 2026-01-05 10:00:00.5",
                "timestamp_ntz | 2026-01-05 10:00:00.123456 | 2026-01-05 10:00:00.123456",
                "timestamp_ntz | 2026-01-05 10:00:00.1234567 | bad",
                "timestamp_ntz | 2026-01-05 10:00:00+02 | bad",
                "timestamp_ntz | 2026-01-05T10:00:00Z | bad",
                "timestamp_ntz | 2026-01-05 | 2026-01-05 00:00:00",
                "timestamp_ntz | infinity | bad",
                "timestamp | 2026-01-05T10:00:00+02:00 | 2026-01-05 08:00:00+00",
                "timestamp | 2026-01-05 10:00:00Z | 2026-01-05 10:00:00+00",
                "timestamp | 2026-01-05 10:00:00.1234567Z | bad",
                "string | ' x ' | ' x '",
            })
    void whatATableDeclaresIsReadExactlyOrNotAtAll(String type, String text, String expected) {
        assertThat(converted(text, type(type), Spelling.ANY, TextFormats.DEFAULT))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "long | 12 | 12",
                "long | 007 | bad",
                "long | 1.0 | bad",
                "decimal | 007.5 | bad",
                "boolean | 1 | bad"
            })
    void whatIsOnlyInferredHasToLookAlike(String type, String text, String expected) {
        assertThat(converted(text, type(type), Spelling.CANONICAL, TextFormats.DEFAULT))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "decimal | 1,5 | 1.50",
                "decimal | 1.234,5 | bad",
                "decimal | 1.5 | bad",
                "date | 05.01.2026 | 2026-01-05",
                "date | 2026-01-05 | bad",
                "timestamp_ntz | 05.01.2026 10:30 | 2026-01-05 10:30:00",
            })
    void formatsThatTheUserTellsCount(String type, String text, String expected) {
        TextFormats german =
                new TextFormats(Optional.empty(), Optional.of("%d.%m.%Y"), Optional.of("%d.%m.%Y %H:%M"), ',');
        assertThat(converted(text, type(type), Spelling.ANY, german)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"binary", "array"})
    void typesThatNoTextHasAreRefused(String type) {
        DataType refused = type.equals("binary") ? Primitive.BINARY : new DataType.Array(Primitive.LONG, true);
        assertThat(catchThrowable(() -> converted("x", refused, Spelling.ANY, TextFormats.DEFAULT)))
                .hasMessageEndingWith("cannot be read from text: use Parquet or JSON lines");
    }
}
