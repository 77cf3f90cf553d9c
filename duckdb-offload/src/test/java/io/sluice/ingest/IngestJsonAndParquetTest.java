package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.duckdb.SqlText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestJsonAndParquetTest {
    private static final TableRules MERGE = new TableRules(CreateMode.CREATE_IF_MISSING, SchemaMode.MERGE, List.of());

    @TempDir
    Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = new TestLake(folder);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private String parquet(String name, String select) throws Exception {
        Path path = folder.resolve("in").resolve(name);
        Files.createDirectories(path.getParent());
        try (DuckDbSession session = DuckDbSession.open(DuckDbSettings.DEFAULT, new Cancellation())) {
            session.execute("COPY (%s) TO %s (FORMAT parquet)".formatted(select, SqlText.literal(path.toString())));
        }
        return path.toString();
    }

    @Test
    void jsonLinesBecomeColumnsNestedOnesToo() {
        lake.ingest(lake.file(
                "a.jsonl",
                "{\"id\":1,\"price\":1.25,\"ts\":\"2026-01-01T10:00:00Z\",\"day\":\"2026-01-01\",\"tags\":[\"x\",\"y\"],\"shop\":{\"name\":\"s\",\"open\":true}}",
                "{\"id\":2,\"price\":3,\"tags\":null,\"shop\":{\"name\":\"t\"}}"));
        assertThat(lake.schema())
                .isEqualTo("id long, price decimal(18,2), ts timestamp, day date, tags array<string>, shop"
                        + " struct<name:string,open:boolean>");
        assertThat(lake.query("id || ' ' || price || ' ' || coalesce(ts::VARCHAR, '-') || ' ' || shop.name"))
                .containsExactly("1 1.25 2026-01-01 10:00:00+00 s", "2 3.00 - t");
    }

    @Test
    void jsonKeysThatTheTableLacksAreRefusedOrMerged() {
        lake.ingest(lake.file("a.jsonl", "{\"id\":1,\"name\":\"a\"}"));
        String more = lake.file("b.jsonl", "{\"id\":2}", "{\"id\":3,\"name\":\"c\",\"extra\":7}");
        assertThatThrownBy(() -> lake.ingest(more))
                .hasMessage(
                        "%s has the column 'extra', which the table does not have: use --schema-mode merge to add it"
                                .formatted(more));
        lake.ingest(lake.request(more).withTable(MERGE));
        assertThat(lake.rows()).containsExactly("(1, a, NULL)", "(2, NULL, NULL)", "(3, c, 7)");
    }

    @Test
    void aJsonValueOfAnotherTypeIsNamed() {
        lake.ingest(lake.file("a.jsonl", "{\"id\":1}"));
        String bad = lake.file("b.jsonl", "{\"id\":2}", "{\"id\":\"A17\"}");
        assertThatThrownBy(() -> lake.ingest(bad))
                .hasMessageContaining("%s, line 2, column id: 'A17' is not a long".formatted(bad));
    }

    @Test
    void aLineThatHoldsNoJsonIsNamed() {
        String bad = lake.file("a.jsonl", "{\"id\":1}", "{\"id\":}", "{\"id\":3}");
        assertThatThrownBy(() -> lake.ingest(bad))
                .hasMessage("nothing was committed: %s, line 2 holds no JSON object: mend the file".formatted(bad));
        assertThat(lake.hasTable()).isFalse();
    }

    @Test
    void parquetKeepsItsTypes() throws Exception {
        lake.ingest(parquet(
                "a.parquet",
                "SELECT 1::INTEGER AS i, 2::UINTEGER AS u, 3::UBIGINT AS b, 1.5::DECIMAL(9,2) AS d, 'x'::VARCHAR AS s,"
                        + " TIME '10:00:00' AS t, [{'k': 1::SMALLINT}] AS l, MAP {'a': 1.5::DOUBLE} AS m,"
                        + " TIMESTAMPTZ '2026-01-01 00:00:00+00' AS z, '\\x00'::BLOB AS y"));
        assertThat(lake.schema())
                .isEqualTo("i integer, u long, b decimal(20,0), d decimal(9,2), s string, t string, l"
                        + " array<struct<k:short>>, m map<string,double>, z timestamp, y binary");
        assertThat(lake.query("u || ' ' || b || ' ' || t || ' ' || l[1].k")).containsExactly("2 3 10:00:00 1");
    }

    @Test
    void parquetOfWiderTypesIsMergedAndNarrowValuesFit() throws Exception {
        lake.ingest(parquet("a.parquet", "SELECT 1::INTEGER AS id, 1.5::DECIMAL(5,2) AS d"));
        lake.ingest(parquet("b.parquet", "SELECT 7::BIGINT AS id, 2::DECIMAL(9,4) AS d"));
        assertThat(lake.schema()).isEqualTo("id integer, d decimal(5,2)");
        lake.ingest(lake.request(parquet("c.parquet", "SELECT 3000000000::BIGINT AS id, 2.125::DECIMAL(9,4) AS d"))
                .withTable(MERGE));
        assertThat(lake.schema()).isEqualTo("id long, d decimal(9,4)");
        assertThat(lake.query("id || ' ' || d")).containsExactly("1 1.5000", "3000000000 2.1250", "7 2.0000");
    }

    @Test
    void aParquetValueThatDoesNotFitIsNamed() throws Exception {
        lake.ingest(parquet("a.parquet", "SELECT 1::INTEGER AS id, TIMESTAMP '2026-01-01 00:00:00' AS ts"));
        String bad = parquet(
                "b.parquet",
                "SELECT * FROM (VALUES (1::BIGINT, '2026-01-01 00:00:00'::TIMESTAMP_NS), (2,"
                        + " '2026-01-01 00:00:00.123456789')) t(id, ts)");
        assertThatThrownBy(() -> lake.ingest(bad))
                .hasMessageContaining(
                        "%s, row 2, column ts: '2026-01-01 00:00:00.123456789' is not a timestamp_ntz".formatted(bad));
    }

    @Test
    void aParquetFileThatIsNoneIsNamed() {
        String bad = lake.file("a.parquet", "id,name", "1,a");
        assertThatThrownBy(() -> lake.ingest(bad))
                .hasMessage(
                        "%s is not a Parquet file, or not a whole one: have it delivered again (No magic bytes found at end of file '%s')"
                                .formatted(bad, bad));
    }

    @Test
    void aParquetTypeWithoutCounterpartIsNamed() throws Exception {
        String bad = parquet("a.parquet", "SELECT 1 AS id, INTERVAL 1 DAY AS gap");
        assertThatThrownBy(() -> lake.ingest(bad))
                .hasMessage(
                        "%s: the column 'gap' cannot be ingested: the type INTERVAL has no counterpart in a table: cast it to another type, or leave the column out"
                                .formatted(bad));
    }

    @Test
    void aParquetColumnOfAnotherKindIsNamed() throws Exception {
        lake.ingest(parquet("a.parquet", "SELECT 1::INTEGER AS id"));
        String bad = parquet("b.parquet", "SELECT 'x' AS id");
        assertThatThrownBy(() -> lake.ingest(bad))
                .hasMessage(
                        "%s: the column 'id' is string, and integer in the table: make them the same".formatted(bad));
    }
}
