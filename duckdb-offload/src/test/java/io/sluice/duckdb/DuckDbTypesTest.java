package io.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DuckDbTypesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOLEAN | boolean",
                "UINTEGER | long",
                "HUGEINT | decimal(38,0)",
                "DECIMAL(18,2) | decimal(18,2)",
                "TIMESTAMP WITH TIME ZONE | timestamp",
                "TIMESTAMP_NS | timestamp_ntz",
                "INTEGER[][] | array<array<integer>>",
                "FLOAT[3] | array<float>",
                "\"NULL\"[] | array<integer>",
                "ENUM('a', 'it''s') | string",
                "MAP(VARCHAR, STRUCT(a INTEGER, \"b \"\"c\" DATE)[]) | map<string,array<struct<a:integer,b \"c:date>>>",
            })
    void readsTheTypesOfTheEngine(String duckDb, String ours) {
        assertThat(DuckDbTypes.parse(duckDb).text()).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"BIGINT", "DECIMAL(38,10)", "STRUCT(\"a b\" VARCHAR, \"c\" DATE[])", "MAP(VARCHAR, TIMESTAMP)"})
    void ourTypesComeBackAsTheyWere(String duckDb) {
        assertThat(DuckDbTypes.sql(DuckDbTypes.parse(duckDb))).isEqualTo(duckDb);
    }

    @Test
    void namesATypeThatItCannotHold() {
        assertThatThrownBy(() -> DuckDbTypes.parse("STRUCT(a INTERVAL)"))
                .hasMessageStartingWith("the type INTERVAL")
                .hasMessageContaining("has no counterpart in a table");
    }
}
