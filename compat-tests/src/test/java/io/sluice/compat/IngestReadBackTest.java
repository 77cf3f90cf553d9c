package io.sluice.compat;

import static io.sluice.table.DataType.Primitive.LONG;
import static io.sluice.table.DataType.Primitive.STRING;
import static io.sluice.table.DataType.Primitive.TIMESTAMP;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.compat.judge.StatisticsJudge;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.SqlText;
import io.sluice.ingest.ColumnOverrides;
import io.sluice.ingest.CreateMode;
import io.sluice.ingest.Ingest;
import io.sluice.ingest.IngestReport;
import io.sluice.ingest.IngestRequest;
import io.sluice.ingest.ProgressListener;
import io.sluice.ingest.SchemaMode;
import io.sluice.ingest.TableRules;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.TableName;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an ingest makes of files is what every reader finds. */
class IngestReadBackTest {
    private static final TableName SALES = TableName.of("compat", "sales");

    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.in(folder);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void csvFilesOfGrowingShapeAreOneTable() throws IOException {
        ColumnOverrides types = new ColumnOverrides(List.of(), Map.of("ts", TIMESTAMP, "name", STRING));
        Path first = write("first.csv", """
                id,name,price,day,ts
                1,"a, ""quoted"" é",12.50,2024-02-29,2024-02-29T12:00:00.123456Z
                2,,-0.01,1969-12-31,1969-12-31T23:59:59.999999Z
                """);
        ingest(IngestRequest.of(List.of(first.toString()), SALES)
                .withColumns(types)
                .withTable(rules(SchemaMode.STRICT, "day")));
        Path second = write("second.csv", """
                day,price,id,note,ts,name
                2024-02-29,123456.789,3000000000,new,2024-03-01 00:00:00+02:00,b
                """);
        ingest(IngestRequest.of(List.of(second.toString()), SALES).withTable(rules(SchemaMode.MERGE)));

        TestTable table = TestTable.existing(
                lake,
                SALES,
                List.of(
                        asList(
                                1L,
                                "a, \"quoted\" é",
                                new BigDecimal("12.500"),
                                LocalDate.of(2024, 2, 29),
                                Instant.parse("2024-02-29T12:00:00.123456Z"),
                                null),
                        asList(
                                2L,
                                null,
                                new BigDecimal("-0.010"),
                                LocalDate.of(1969, 12, 31),
                                Instant.parse("1969-12-31T23:59:59.999999Z"),
                                null),
                        asList(
                                3_000_000_000L,
                                "b",
                                new BigDecimal("123456.789"),
                                LocalDate.of(2024, 2, 29),
                                Instant.parse("2024-02-29T22:00:00Z"),
                                "new")));
        table.isReadBackAs(
                table.open().current().version().number(),
                List.of("id long", "name string", "price decimal(19,3)", "day date", "ts timestamp", "note string"),
                List.of("day"));
        assertThat(StatisticsJudge.complaints(lake.kernel(SALES))).isEmpty();
    }

    @Test
    void partitionValuesOfEveryTypeComeFromTheFiles() {
        List<String> partitionColumns = PartitionedTableTest.OF_EVERY_TYPE.stream()
                .map(ColumnValues::name)
                .filter(name -> !name.equals("id"))
                .toList();

        TestTable table = ingested(
                PartitionedTableTest.OF_EVERY_TYPE, rules(SchemaMode.STRICT, partitionColumns.toArray(new String[0])));

        table.isReadBackAs(0, ColumnValues.texts(PartitionedTableTest.OF_EVERY_TYPE), partitionColumns);
    }

    @Test
    void valuesOfEveryTypeComeFromTheFiles() {
        TestTable table = ingested(ColumnTypesTest.PRIMITIVES, rules(SchemaMode.STRICT));

        table.isReadBackAs(0, ColumnValues.texts(ColumnTypesTest.PRIMITIVES), List.of());
        assertThat(StatisticsJudge.complaints(lake.kernel(SALES))).isEmpty();
    }

    @Test
    void textsOfAnyCharactersBecomePartitionValues() {
        List<ColumnValues> columns = List.of(
                ColumnValues.of("id", LONG, 1L, 2L, 3L, 4L, 5L, 6L),
                ColumnValues.of("part", STRING, "a b/c=d", "50%é", null, "it's \"so\"\\", "#?&:{}", "\n\t"),
                ColumnValues.of("m", new Decimal(38, 18), (Object[]) new BigDecimal[6]));

        TestTable table = ingested(columns, rules(SchemaMode.STRICT, "part"));

        table.isReadBackAs(0, ColumnValues.texts(columns), List.of("part"));
    }

    private TestTable ingested(List<ColumnValues> columns, TableRules rules) {
        Path file = folder.resolve("source.parquet");
        lake.duckdb()
                .execute("COPY (%s) TO %s (FORMAT parquet)"
                        .formatted(
                                SqlRows.select(ColumnValues.fields(columns), ColumnValues.rows(columns)),
                                SqlText.literal(file.toString())));
        ingest(IngestRequest.of(List.of(file.toString()), SALES).withTable(rules));
        return TestTable.existing(lake, SALES, ColumnValues.rows(columns));
    }

    private static TableRules rules(SchemaMode mode, String... partitionBy) {
        return new TableRules(CreateMode.CREATE_IF_MISSING, mode, List.of(partitionBy));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private void ingest(IngestRequest request) {
        IngestReport report = Ingest.run(lake.lake(), request, ProgressListener.SILENT, new Cancellation());
        assertThat(report.outcome()).get().isInstanceOf(Committed.class);
    }
}
