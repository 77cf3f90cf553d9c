package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    @TempDir
    private Path folder;

    private Path lake;
    private Path orders;

    @BeforeEach
    void writeOrders() throws IOException {
        lake = folder.resolve("lake");
        orders = Files.writeString(
                folder.resolve("orders.csv"), "id,day,shop,amount\n1,2026-01-01,a,1.50\n2,2026-01-02,\"b, c\",\n");
    }

    private CommandRun sluice(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--lake", lake.toString()));
        return CommandRun.of(line.toArray(String[]::new));
    }

    private void ingestOrders() {
        assertThat(sluice("ingest", orders.toString(), "--into", "sales.orders", "--partition-by", "day"))
                .satisfies(run -> assertThat(run.exitCode()).as(run.err()).isZero());
    }

    @Test
    void anIngestSaysWhatItCommittedAndASecondOneThatThereIsNothingToDo() {
        CommandRun first = sluice("ingest", orders.toString(), "--into", "sales.orders");
        assertThat(first.out()).startsWith("sales.orders: created, version 0 with 2 rows from 1 file (");
        assertThat(first.err()).isEmpty();
        CommandRun second = sluice("ingest", orders.toString(), "--into", "sales.orders");
        assertThat(second.out()).isEqualTo("sales.orders: nothing to do, the file is in the table already\n");
        assertThat(second.exitCode()).isZero();
    }

    @Test
    void anIngestCanBeReadByMachines() {
        assertThat(sluice("ingest", orders.toString(), "--into", "sales.orders", "--json")
                        .out())
                .contains("\"outcome\" : \"committed\"", "\"version\" : 0", "\"rows\" : 2", "\"created\" : true");
        assertThat(sluice("ingest", orders.toString(), "--into", "sales.orders", "--json")
                        .out())
                .contains("\"outcome\" : \"nothing\"", "\"version\" : null", "orders.csv\"");
    }

    @Test
    void badInputEndsWithThreeAndSaysWhereItIs() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.csv"), "id,day\n1,2026-01-01\nA17,2026-01-02\n");
        CommandRun run = sluice("ingest", bad.toString(), "--into", "x.y", "--types", "id=long", "--json");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("bad.csv, line 3, column id: 'A17'");
        assertThat(run.out()).contains("\"kind\" : \"user\"", "line 3, column id");
        assertThat(sluice("tables").out()).endsWith("(0 tables)\n");
    }

    @Test
    void mistakesOnTheCommandLineEndWithTwo() {
        for (String[] arguments : new String[][] {
            {},
            {"nonsense"},
            {"ingest", orders.toString()},
            {"ingest", "--into", "a.b"},
            {"ingest", "x", "--into", "a.b", "--schema-mode", "loose"},
            {"sql", "SELECT 1", "--isolation", "snapshot"},
            {"sql", "SELECT 1", "-f", "x.sql"},
            {"help", "nonsense"},
            {"sql", "--nope", "SELECT 1"},
        }) {
            CommandRun run = CommandRun.of(arguments);
            assertThat(run.exitCode()).as(String.join(" ", arguments)).isEqualTo(2);
            assertThat(run.err()).startsWith("sluice: ").contains("--help'.");
            assertThat(run.out()).isEmpty();
        }
        assertThat(CommandRun.of("sql", "--nope", "--json").out()).contains("\"kind\" : \"usage\"");
    }

    @Test
    void helpAndVersionGoToStdout() {
        assertThat(CommandRun.of("--help").out()).contains("Commands:", "  ingest ", "  demo ", "Exit codes:");
        assertThat(CommandRun.of("ingest", "--help").out()).contains("--partition-by", "Examples:");
        assertThat(CommandRun.of("help", "sql").out()).startsWith("Usage: sluice sql");
        assertThat(CommandRun.of("--version").out()).startsWith("sluice ");
    }

    @Test
    void readingNeverMakesALake() {
        assertThat(sluice("tables").exitCode()).isEqualTo(3);
        assertThat(sluice("tables").err()).contains("there is no lake at", "--lake");
        assertThat(sluice("sql", "SELECT 1 AS one").out()).isEqualTo("one\n---\n  1\n(1 row)\n");
        assertThat(sluice("sql", "FROM sales.orders").err()).contains("does not exist");
        assertThat(lake).doesNotExist();
    }

    @Test
    void looksAround() {
        ingestOrders();
        assertThat(sluice("tables").out())
                .contains("sales.orders        0  ", "  4  day\n")
                .endsWith("(1 table)\n");
        assertThat(sluice("tables", "other").exitCode()).isEqualTo(3);
        assertThat(sluice("schema", "sales.orders").out())
                .contains("amount  decimal(", "day     date")
                .contains("yes   1");
        assertThat(sluice("history", "sales.orders").out())
                .contains("CREATE TABLE AS SELECT")
                .endsWith("(1 commit)\n");
        assertThat(sluice("files", "sales.orders").out())
                .contains("day=2026-01-02")
                .endsWith("(2 files)\n");
        assertThat(sluice("describe", "sales.orders").out()).contains("format          delta", "partitioned by  day");
        assertThat(sluice("describe", "sales.orders", "--at", "7").exitCode()).isEqualTo(3);
        assertThat(sluice("describe", "sales.orders", "--at", "yesterday").err())
                .contains("neither a version number nor a time");
        assertThat(sluice("describe", "a.b.c").err()).contains("is not a table name");
    }

    @Test
    void everythingCanBeReadByMachines() {
        ingestOrders();
        assertThat(sluice("tables", "--json").out())
                .contains("\"table\" : \"sales.orders\"", "\"partitionedBy\" : [ \"day\" ]");
        assertThat(sluice("schema", "sales.orders", "--json").out())
                .contains("\"type\" : \"date\"", "\"partition\" : true");
        assertThat(sluice("history", "sales.orders", "--json").out())
                .contains("\"version\" : 0", "\"numOutputRows\" : \"2\"");
        assertThat(sluice("files", "sales.orders", "--json").out())
                .contains("\"day\" : \"2026-01-01\"", "\"rows\" : 1");
        assertThat(sluice("describe", "sales.orders", "--json").out()).contains("\"files\" : 2", "\"columns\" : [");
    }

    @Test
    void resultsComeAsTableCsvJsonAndParquet() throws IOException {
        ingestOrders();
        String query = "SELECT id, shop, amount, [id] AS list FROM sales.orders ORDER BY id";
        assertThat(sluice("sql", query).out()).isEqualTo("""
                        id  shop  amount  list
                        --  ----  ------  ----
                         1  a       1.50  [1]
                         2  b, c    NULL  [2]
                        (2 rows)
                        """);
        assertThat(sluice("sql", "-o", "csv", query).out())
                .isEqualTo("id,shop,amount,list\n1,a,1.50,[1]\n2,\"b, c\",,[2]\n");
        assertThat(sluice("sql", "--json", query).out()).isEqualTo("""
                        [
                        {"id":1,"shop":"a","amount":1.50,"list":[1]},
                        {"id":2,"shop":"b, c","amount":null,"list":[2]}
                        ]
                        """);
        Path parquet = folder.resolve("result.parquet");
        assertThat(sluice("sql", query, "--output", parquet.toString()).exitCode())
                .isZero();
        assertThat(sluice("sql", "-o", "csv", "SELECT sum(id) FROM '%s'".formatted(parquet))
                        .out())
                .endsWith("\n3\n");
        assertThat(sluice("sql", "-o", "parquet", query).out())
                .startsWith("PAR1")
                .endsWith("PAR1");
    }

    @Test
    void plansAreShownAsTheEngineDrawsThem() {
        ingestOrders();
        String read = sluice("sql", "EXPLAIN SELECT id FROM sales.orders").out();
        assertThat(read).contains("READ_PARQUET", "│\n").doesNotContain("\\n", "explain_key");
        assertThat(sluice("sql", "EXPLAIN DELETE FROM sales.orders WHERE id = 1")
                        .out())
                .contains("READ_PARQUET", "│\n");
        assertThat(sluice("sql", "-o", "csv", "EXPLAIN SELECT 1").out()).startsWith("explain_key,explain_value\n");
    }

    @Test
    void anOutputFileAppearsOnlyWhenItIsComplete() throws IOException {
        Path csv = folder.resolve("result.csv");
        assertThat(sluice("sql", "SELECT 1; SELECT error('half way')", "--output", csv.toString())
                        .exitCode())
                .isEqualTo(3);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(orders);
        }
        assertThat(sluice(
                                "sql",
                                "SELECT 1",
                                "--output",
                                folder.resolve("result.xyz").toString())
                        .err())
                .contains("add -o csv");
    }

    @Test
    void statementsComeFromAFileOrFromStdin() throws IOException {
        Path file = Files.writeString(folder.resolve("a.sql"), "SELECT 1 AS a;\nSELECT 2 AS a;\n");
        assertThat(sluice("sql", "-o", "csv", "-f", file.toString()).out()).isEqualTo("a\n1\na\n2\n");
        assertThat(CommandRun.withInput("SELECT 3 AS a", OptionalInt.empty(), "sql", "-o", "csv", "-")
                        .out())
                .isEqualTo("a\n3\n");
        assertThat(sluice("sql", "-f", folder.resolve("missing.sql").toString()).exitCode())
                .isEqualTo(3);
    }

    @Test
    void wideColumnsAreCutToTheTerminal() {
        CommandRun run = CommandRun.withInput(
                "", OptionalInt.of(30), "sql", "SELECT 1 AS id, repeat('x', 100) AS a, repeat('ü', 100) AS b");
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(30));
        assertThat(run.out()).contains("x…  ü", "ü…\n");
    }

    @Test
    void quietLeavesOutWhatIsNoResult() {
        CommandRun run = sluice("ingest", orders.toString(), "--into", "sales.orders", "--quiet");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("sales.orders: created");
    }

    @Test
    void statementsThatChangeTablesSayWhatTheyHaveCommitted() {
        ingestOrders();
        CommandRun run = sluice(
                "sql", "UPDATE sales.orders SET shop = 'x' WHERE id = 1; SELECT shop FROM sales.orders WHERE id = 1");
        assertThat(run.out()).isEqualTo("UPDATE 1 row, version 1\nshop\n----\nx\n(1 row)\n");
        assertThat(sluice("sql", "DELETE FROM sales.orders WHERE id = 1", "--json")
                        .out())
                .contains("\"operation\" : \"DELETE\"", "\"rows\" : 1", "\"sales.orders\" : 2");
        CommandRun csv = sluice("sql", "-o", "csv", "DELETE FROM sales.orders; SELECT count(*) AS n FROM sales.orders");
        assertThat(csv.out()).isEqualTo("n\n0\n");
        assertThat(csv.err()).isEqualTo("DELETE 1 row, version 3\n");
    }

    @Test
    void aScriptOnStdinRunsUpToItsFirstError() {
        CommandRun run = CommandRun.withInput(
                "CREATE TABLE t AS\nSELECT 1 AS a; SELECT a\nFROM t; FROM missing; SELECT 3",
                OptionalInt.empty(),
                "sql",
                "-",
                "-o",
                "csv",
                "--quiet",
                "--lake",
                lake.toString());
        assertThat(run.out()).isEqualTo("a\n1\n");
        assertThat(run.err()).startsWith("sluice: Table with name missing does not exist!");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void aSessionOnStdinGoesOnAfterErrors() {
        CommandRun run = CommandRun.withInput(
                "SELEC 1;\nCREATE TABLE t AS SELECT 1 AS a;\nBEGIN;\nDELETE FROM t;\nSELECT nope;\nSELECT 2;\nROLLBACK;\nFROM t",
                OptionalInt.empty(),
                "sql",
                "--lake",
                lake.toString());
        assertThat(run.out())
                .isEqualTo("CREATE TABLE 1 row, version 0\nBEGIN\nDELETE 1 row\nROLLBACK\na\n-\n1\n(1 row)\n");
        assertThat(run.err())
                .contains("syntax error at or near \"SELEC\"", "only ROLLBACK ends it")
                .doesNotContain("not ended");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void whatWasReadElsewhereAndHasChangedSinceIsRejectedWithFour() throws IOException {
        ingestOrders();
        Path pins = folder.resolve("pins.json");
        assertThat(sluice("sql", "FROM sales.orders", "--pin", pins.toString()).exitCode())
                .isZero();
        assertThat(Files.readString(pins)).contains("\"sales.orders\" : \"0@");
        assertThat(sluice("sql", "DELETE FROM sales.orders WHERE id = 1").exitCode())
                .isZero();
        CommandRun run = sluice("sql", "INSERT OVERWRITE sales.orders FROM sales.orders", "--pins", pins.toString());
        assertThat(run.err())
                .startsWith("sluice: rejected, nothing is committed: sales.orders: rows that this write has read were"
                        + " changed, by version 1 (DELETE by sluice/");
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(sluice("sql", "SELECT 1", "--pins", orders.toString()).err())
                .endsWith("orders.csv does not hold versions of tables: write {\"sales.orders\": 12}, or what --pin"
                        + " has written\n");
    }
}
