package io.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MissingValueTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5                        | 5",
                "-1.5                     | -1.5",
                "5L                       | 5",
                "1.5BD                    | 1.5",
                "true                     | TRUE",
                "Null                     | NULL",
                "'it''s'                  | 'it''s'",
                "'it\\'s \\\\ here'       | 'it''s \\ here'",
                "\"it's\"                 | 'it''s'",
                "date '2024-02-29'        | DATE '2024-02-29'",
                "TIMESTAMP'2024-02-29'    | TIMESTAMPTZ '2024-02-29'",
                "current_timestamp( )     | current_timestamp",
                "current_date             | current_date"
            })
    void whatBothEnginesUnderstandIsTheValue(String expression, String sql) {
        assertThat(MissingValue.engineSql(expression)).hasValue(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1 + 1", "uuid()", "'a\\nb'", "'a' || 'b'", "current_timestamp() + interval 1 day", "x", ""})
    void allElseIsLeftToSpark(String expression) {
        assertThat(MissingValue.engineSql(expression)).isEmpty();
    }

    @Test
    void theErrorNamesColumnAndExpression() {
        Field column = Field.optional("key", Primitive.STRING);

        assertThat(MissingValue.sql(column)).isEqualTo("CAST(NULL AS VARCHAR)");
        assertThat(MissingValue.sql(column.withDefault(Optional.of("7")))).isEqualTo("CAST(7 AS VARCHAR)");
        assertThatThrownBy(() -> MissingValue.sql(column.withDefault(Optional.of("uuid()"))))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("column 'key' has the DEFAULT uuid(), which only Spark can compute");
    }
}
