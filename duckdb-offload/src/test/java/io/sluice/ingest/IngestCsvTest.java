package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.duckdb.TextFormats;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.TableVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestCsvTest {
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

    @Test
    void theFirstFileMakesTheTable() {
        String file = lake.file(
                "orders.csv",
                "id,price,day,at,zip,note,paid",
                "1,1.50,2026-01-01,2026-01-01 10:00:00,01234,\"hello, you\",true",
                "2,12,2026-01-02,2026-01-01 11:00:00.5,01235,,false");
        IngestReport report = lake.ingest(file);
        assertThat(report.outcome()).contains(new Committed(TableVersion.FIRST));
        assertThat(report.created()).isTrue();
        assertThat(report.counts().rows()).isEqualTo(2);
        assertThat(report.counts().filesIngested()).isEqualTo(1);
        assertThat(lake.schema())
                .isEqualTo("id long, price decimal(18,2), day date, at timestamp_ntz, zip string, note string, paid"
                        + " boolean");
        assertThat(lake.rows())
                .containsExactly(
                        "(1, 1.50, 2026-01-01, '2026-01-01 10:00:00', 01234, 'hello, you', true)",
                        "(2, 12.00, 2026-01-02, '2026-01-01 11:00:00.5', 01235, NULL, false)");
    }

    @Test
    void aFileThatIsInAlreadyIsSkipped() {
        String first = lake.file("a.csv", "id,name", "1,a");
        lake.ingest(first);
        IngestReport again = lake.ingest(first);
        assertThat(again.outcome()).isEmpty();
        assertThat(again.skipped()).hasSize(1);
        String second = lake.file("b.csv", "id,name", "2,b");
        IngestReport both = lake.ingest(first, second);
        assertThat(both.skipped()).hasSize(1);
        assertThat(both.version()).contains(new TableVersion(1));
        assertThat(lake.rows()).containsExactly("(1, a)", "(2, b)");
    }

    @Test
    void columnsAreMatchedByNameNotByPosition() {
        lake.ingest(
                lake.file("a.csv", "id,first,last", "1,Ada,Lovelace"),
                lake.file("b.csv", "LAST,id,First", "Hopper,2,Grace"));
        assertThat(lake.rows()).containsExactly("(1, Ada, Lovelace)", "(2, Grace, Hopper)");
        lake.ingest(lake.file("c.csv", "last,first,id", "Liskov,Barbara,3"));
        assertThat(lake.query("first || ' ' || last || ' ' || id"))
                .containsExactly("Ada Lovelace 1", "Barbara Liskov 3", "Grace Hopper 2");
    }

    @Test
    void foldersAndGlobsAreExpandedAndHiddenFilesIgnored() {
        lake.file("day1/a.csv", "id", "1");
        lake.file("day2/b.csv", "id", "2");
        lake.file("day2/.hidden.csv", "id", "3");
        lake.file("day2/readme.md", "nothing");
        assertThat(lake.ingest(folder.resolve("in").toString()).counts().filesIgnored())
                .isEqualTo(2);
        assertThat(lake.rows()).containsExactly("(1)", "(2)");
        lake.file("day3/c.csv", "id", "4");
        IngestReport globbed = lake.ingest(folder.resolve("in") + "/day*/*.csv");
        assertThat(globbed.skipped()).hasSize(2);
        assertThat(globbed.counts().filesIngested()).isEqualTo(1);
    }

    @Test
    void lakesAndTablesInsideOfAFolderAreNotSources() {
        lake.ingest(lake.file("a.csv", "id", "1"));
        lake.file("other-lake/catalog.db", "");
        lake.file("other-lake/rows.csv", "id", "5");
        lake.file("b.csv", "id", "2");
        assertThat(lake.ingest(folder.toString()).counts().filesIngested()).isEqualTo(1);
        assertThat(lake.rows()).containsExactly("(1)", "(2)");
    }

    @Test
    void compressedFilesAreReadAsTheyAre() throws Exception {
        lake.ingest(lake.file("a.csv.gz", Compressed.gzip("id,name\n1,a\n")));
        lake.ingest(lake.file("b.csv.zst", Compressed.zstd("id,name\n2,b\n")));
        assertThat(lake.rows()).containsExactly("(1, a)", "(2, b)");
    }

    @Test
    void manyFilesAreReadInOneCommit() {
        String[] files = new String[25];
        for (int i = 0; i < files.length; i++) {
            files[i] = lake.file("f" + i + ".csv", "id,v", i + ",x", (100 + i) + ",y");
        }
        IngestReport report = lake.ingest(files);
        assertThat(report.version()).contains(TableVersion.FIRST);
        assertThat(report.counts().rows()).isEqualTo(50);
        assertThat(lake.files()).hasSize(1);
    }

    @Test
    void partitionedTablesHaveTheValuesInTheLog() {
        String file = lake.file("a.csv", "id,day,shop", "1,2026-01-01,b/c d", "2,2026-01-02,", "3,2026-01-01,b/c d");
        lake.ingest(lake.request(file)
                .withTable(new TableRules(CreateMode.CREATE_IF_MISSING, SchemaMode.STRICT, List.of("DAY", "shop"))));
        assertThat(lake.current().metadata().partitionColumns()).containsExactly("day", "shop");
        assertThat(lake.files())
                .extracting(task -> task.file().partitionValues())
                .containsExactlyInAnyOrder(
                        Map.of("day", Optional.of("2026-01-01"), "shop", Optional.of("b/c d")),
                        Map.of("day", Optional.of("2026-01-02"), "shop", Optional.empty()));
        assertThat(lake.rows()).containsExactly("(1)", "(2)", "(3)");
    }

    @Test
    void aLateNumberWithMoreDigitsMakesTheColumnWiderInsteadOfBeingRounded() {
        StringBuilder text = new StringBuilder("id,amount,count\n");
        for (int i = 0; i < 30_000; i++) {
            text.append(i).append(",1.5,").append(i).append('\n');
        }
        text.append("30000,1.2345,2.5\n");
        lake.ingest(lake.file("a.csv", text.toString().getBytes(StandardCharsets.UTF_8)));
        assertThat(lake.schema()).isEqualTo("id long, amount decimal(18,4), count decimal(18,2)");
        assertThat(lake.query("max(count) || ' ' || min(amount)")).containsExactly("29999.00 1.2345");
    }

    @Test
    void numbersKeepEveryDigit() {
        lake.ingest(lake.file(
                "a.csv",
                "big,fraction,scientific,huge",
                "99999999999999999999,0.1234567,1e-7,123456789012345678901234567890123456789012345",
                "1,3,2.5e3,1"));
        assertThat(lake.schema())
                .isEqualTo("big decimal(38,0), fraction decimal(18,7), scientific double, huge string");
        assertThat(lake.rows())
                .containsExactly(
                        "(1, 3.0000000, 2500.0, 1)",
                        "(99999999999999999999, 0.1234567, 1e-07, 123456789012345678901234567890123456789012345)");
    }

    @Test
    void mergeAddsColumnsAndLeavesMissingOnesEmpty() {
        lake.ingest(lake.file("a.csv", "id,name", "1,a"));
        String wider = lake.file("b.csv", "id,price", "2,1.25");
        lake.ingest(lake.request(wider)
                .withTable(new TableRules(CreateMode.CREATE_IF_MISSING, SchemaMode.MERGE, List.of())));
        assertThat(lake.schema()).isEqualTo("id long, name string, price decimal(18,2)");
        assertThat(lake.rows()).containsExactly("(1, a, NULL)", "(2, NULL, 1.25)");
        assertThat(lake.current().version()).isEqualTo(new TableVersion(1));
    }

    @Test
    void mergeWidensTypes() {
        lake.ingest(lake.request(lake.file("a.csv", "id,price", "1,1.25"))
                .withColumns(
                        new ColumnOverrides(List.of(), Map.of("id", Primitive.INTEGER, "price", new Decimal(5, 2)))));
        assertThat(lake.schema()).isEqualTo("id integer, price decimal(5,2)");
        lake.ingest(lake.request(lake.file("b.csv", "id,price", "3000000000,12345.125"))
                .withTable(new TableRules(CreateMode.CREATE_IF_MISSING, SchemaMode.MERGE, List.of())));
        assertThat(lake.schema()).isEqualTo("id long, price decimal(18,3)");
        assertThat(lake.query("id || ' ' || price")).containsExactly("1 1.250", "3000000000 12345.125");
    }

    @Test
    void dialectsAreFoundOrTold() {
        lake.ingest(lake.request(lake.file("a.csv", "id;price;name", "1;1,5;x", "2;2,25;y"))
                .withCsv(CsvOptions.DEFAULT.withFormats(
                        new TextFormats(Optional.empty(), Optional.empty(), Optional.empty(), ','))));
        assertThat(lake.schema()).isEqualTo("id long, price decimal(18,2), name string");
        assertThat(lake.query("price")).containsExactly("1.50", "2.25");
    }

    @Test
    void filesOfTextOnlyHaveAHeaderToo() {
        lake.ingest(lake.file("a.csv", "first,last", "Ada,Lovelace", "Grace,Hopper"));
        assertThat(lake.rows()).containsExactly("(Ada, Lovelace)", "(Grace, Hopper)");
    }

    @Test
    void namesCanBeGivenForFilesWithoutAHeader() {
        lake.ingest(lake.request(lake.file("a.csv", "1,a", "2,b"))
                .withColumns(new ColumnOverrides(List.of("id", "name"), Map.of()))
                .withCsv(CsvOptions.DEFAULT.withHeader(CsvOptions.Header.ABSENT)));
        assertThat(lake.rows()).containsExactly("(1, a)", "(2, b)");
    }

    @Test
    void aHeaderOnlyFileAddsNothingAndIsInOnce() {
        lake.ingest(lake.file("a.csv", "id,name", "1,a"));
        String file = lake.file("b.csv", "id,name");
        assertThat(lake.ingest(file).counts().rows()).isZero();
        assertThat(lake.ingest(file).skipped()).hasSize(1);
    }

    @Test
    void goodRowsAreCommittedAndBadOnesKeptWhenAskedFor() throws Exception {
        String file = lake.file(
                "a.csv", "id,amount,name", "1,1.50,\"two", "lines\"", "x,2.50,b", "3,3.50", "4,4.50,d,e", "5,5.50,f");
        IngestReport report = lake.ingest(lake.request(file)
                .withColumns(new ColumnOverrides(List.of(), Map.of("id", Primitive.LONG, "amount", new Decimal(9, 2))))
                .withBadRows(BadRows.REJECT));
        assertThat(report.counts().rows()).isEqualTo(2);
        assertThat(report.counts().rowsRejected()).isEqualTo(3);
        assertThat(lake.query("id || ' ' || amount")).containsExactly("1 1.50", "5 5.50");
        Path rejects = report.rejects().orElseThrow();
        assertThat(rejects).startsWith(lake.warehouse().resolve("_rejects/sales.orders"));
        String source = Path.of(file).toRealPath().toString();
        assertThat(Files.readString(rejects))
                .isEqualTo("file,line,column,error,row\n"
                        + "\"" + source + "\",4,\"id\",\"'x' is not a long\",\"x,2.50,b\"\n"
                        + "\"" + source + "\",5,,\"2 values where the header has 3\",\"3,3.50\"\n"
                        + "\"" + source + "\",6,,\"4 values where the header has 3\",\"4,4.50,d,e\"\n");
    }

    @Test
    void aTableOfAnotherPartitioningIsNotTouched() {
        lake.ingest(lake.file("a.csv", "id,name", "1,a"));
        assertThatThrownBy(() -> lake.ingest(lake.request(lake.file("b.csv", "id,name", "2,b"))
                        .withTable(new TableRules(CreateMode.CREATE_IF_MISSING, SchemaMode.STRICT, List.of("name")))))
                .hasMessage("table sales.orders is partitioned by nothing: --partition-by cannot change it");
    }
}
