package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.error.SluiceException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users see when their files are not as they should be: the whole message, and that nothing was committed. */
class BadInputTest {
    private static final String ADVICE = "Mend the file, or commit the good rows only with --on-error reject.";

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

    /** The message, with the folder of the files taken out. */
    private String refused(IngestRequest request) {
        SluiceException refusal = catchThrowableOfType(SluiceException.class, () -> lake.ingest(request));
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.kind()).isEqualTo(SluiceException.Kind.USER);
        assertThat(lake.parquetFiles()).as("data files left behind").isZero();
        return refusal.getMessage().replace(folder.resolve("in") + "/", "").replace(folder + "/", "");
    }

    private String refused(String... sources) {
        return refused(lake.request(sources));
    }

    private void nothingWasCommitted() {
        assertThat(lake.hasTable()).isFalse();
    }

    @Test
    void raggedRows() {
        assertThat(refused(lake.file("a.csv", "id,name,city", "1,Ada,London", "2,Grace", "3,Alan,Leeds,UK")))
                .isEqualTo("""
                        nothing was committed, because of bad rows:
                          a.csv, line 3: 2 values where the header has 3
                          a.csv, line 4: 4 values where the header has 3
                        """ + ADVICE);
        nothingWasCommitted();
    }

    @Test
    void unterminatedQuote() {
        assertThat(refused(lake.file("a.csv", "id,name", "1,Ada", "2,\"Grace", "3,Alan")))
                .isEqualTo("""
                        nothing was committed, because of bad rows:
                          a.csv, line 3: a quote is not closed, or is followed by something else than a delimiter
                        """ + ADVICE);
    }

    @Test
    void unterminatedQuoteInOneOfManyFiles() {
        String[] files = new String[12];
        for (int i = 0; i < files.length; i++) {
            files[i] =
                    lake.file("f%02d.csv".formatted(i), "id,name", "1,Ada", i == 7 ? "2,\"Grace" : "2,Grace", "3,Alan");
        }
        assertThat(refused(files)).isEqualTo("""
                        nothing was committed, because of bad rows:
                          f07.csv, line 3: a quote is not closed, or is followed by something else than a delimiter
                        """ + ADVICE);
    }

    @Test
    void aFileThatLooksLikeOneColumn() {
        assertThat(refused(lake.file("a.csv", "id,name,city", "1 Ada London", "2 Grace Arlington")))
                .isEqualTo("""
                        nothing was committed, because of bad rows:
                          a.csv, line 2: 1 values where the header has 3
                          a.csv, line 3: 1 values where the header has 3
                        """ + ADVICE);
    }

    @Test
    void lateTypeChange() {
        StringBuilder text = new StringBuilder("id,code\n");
        for (int i = 2; i < 300_000; i++) {
            text.append(i).append(',').append(i * 7).append('\n');
        }
        text.append("300000,A17\n300001,5\n");
        assertThat(refused(lake.file("a.csv", text.toString().getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("""
                        nothing was committed, because of bad rows:
                          a.csv, line 300000, column code: 'A17' is not a long
                        Mend the file, read the column as text with --types code=string, or commit the good rows only with --on-error reject.""");
        nothingWasCommitted();
    }

    @Test
    void aValueThatWouldBeRounded() {
        lake.ingest(lake.file("good.csv", "id,price", "1,1.50"));
        String bad = lake.file("bad.csv", "id,price", "2.5,1.239");
        SluiceException refusal = catchThrowableOfType(SluiceException.class, () -> lake.ingest(bad));
        assertThat(refusal).hasMessage("""
                        nothing was committed, because of bad rows:
                          %s, line 2, column id: '2.5' is not a long
                        Mend the file, or commit the good rows only with --on-error reject.""".formatted(bad));
        assertThat(lake.rows()).containsExactly("(1, 1.50)");
    }

    @Test
    void anExtraColumnInALaterFile() {
        assertThat(refused(
                        lake.file("a.csv", "id,name", "1,Ada"),
                        lake.file("b.csv", "id,name,city", "2,Grace,Arlington")))
                .isEqualTo("b.csv has the column 'city', which the first file does not have: use --schema-mode merge to"
                        + " add it");
    }

    @Test
    void aMissingColumnInALaterFile() {
        assertThat(refused(lake.file("a.csv", "id,name", "1,Ada"), lake.file("b.csv", "id", "2")))
                .isEqualTo(
                        "b.csv lacks the column 'name', which the first file has: use --schema-mode merge to leave it"
                                + " empty");
    }

    @Test
    void duplicateColumnNames() {
        assertThat(refused(lake.file("a.csv", "id,name,id", "1,Ada,2")))
                .isEqualTo(
                        "a.csv, line 1: columns 'id' and 'id' have the same name (case does not count): rename one of"
                                + " them, or give names with --columns a,b,c");
    }

    @Test
    void columnNamesThatDifferByCaseOnly() {
        assertThat(refused(lake.file("a.csv", "id,name,ID", "1,Ada,2")))
                .isEqualTo(
                        "a.csv, line 1: columns 'id' and 'ID' have the same name (case does not count): rename one of"
                                + " them, or give names with --columns a,b,c");
    }

    @Test
    void aColumnWithoutAName() {
        assertThat(refused(lake.file("a.csv", "id,,name", "1,2,Ada")))
                .isEqualTo("a.csv, line 1: column 2 has no name: give names with --columns a,b,c");
    }

    @Test
    void wrongEncoding() {
        String file = lake.file("a.csv", "id,name\n1,Ada\n2,Café\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refused(file)).isEqualTo("""
                        nothing was committed, because of bad rows:
                          a.csv, line 3: is not in the expected encoding: say --encoding latin-1 or utf-16 if it is that
                        """ + ADVICE);
        lake.ingest(lake.request(file).withCsv(CsvOptions.DEFAULT.withEncoding("latin-1")));
        assertThat(lake.rows()).containsExactly("(1, Ada)", "(2, Café)");
    }

    @Test
    void anEmptyFile() {
        assertThat(refused(lake.file("a.csv", new byte[0])))
                .isEqualTo("nothing was committed: a.csv is empty, it has neither a header nor rows");
    }

    @Test
    void aHeaderWithoutRowsTellsNoTypes() {
        assertThat(refused(lake.file("a.csv", "id,name")))
                .isEqualTo(
                        "nothing was committed: a.csv has a header and no rows, so the types of a new table cannot be"
                                + " told; ingest a file with rows first, or give all types with --types");
        nothingWasCommitted();
    }

    @Test
    void aGzipFileThatIsCutOff() throws Exception {
        byte[] whole = Compressed.gzip("id,name\n" + "1,Ada\n".repeat(100_000));
        assertThat(refused(lake.file("a.csv.gz", Arrays.copyOf(whole, whole.length - 20))))
                .isEqualTo(
                        "a.csv.gz is damaged, the compressed content ends early or is no such content: have it delivered"
                                + " again");
    }

    @Test
    void aZstdFileThatIsCutOff() throws Exception {
        byte[] whole = Compressed.zstd("id,name\n" + "1,Ada\n".repeat(100_000));
        assertThat(refused(lake.file("a.csv.zst", Arrays.copyOf(whole, whole.length - 20))))
                .isEqualTo("a.csv.zst is damaged, the compressed content ends early or is no such content: have it"
                        + " delivered again");
    }

    @Test
    void aGlobThatMatchesNothing() {
        assertThat(refused(folder.resolve("in") + "/*.csv")).isEqualTo("no file matches *.csv");
    }

    @Test
    void aSourceThatIsNotThere() {
        assertThat(refused(folder.resolve("in") + "/a.csv")).isEqualTo("there is no file or folder a.csv");
    }

    @Test
    void aFolderWithoutData() throws Exception {
        Files.createDirectories(folder.resolve("in/nothing"));
        assertThat(refused(folder.resolve("in") + "/nothing"))
                .isEqualTo("the folder nothing holds no CSV, JSON lines or Parquet file");
    }

    @Test
    void aFileOfUnknownKind() {
        assertThat(refused(lake.file("a.xlsx", "x")))
                .isEqualTo("a.xlsx: its name does not tell what it holds: known are .csv .tsv .psv .txt .json .jsonl"
                        + " .ndjson (each also with .gz or .zst) and .parquet");
    }

    @Test
    void filesOfSeveralKinds() {
        assertThat(refused(lake.file("a.csv", "id", "1"), lake.file("b.json", "{\"id\":1}")))
                .isEqualTo("the sources are of several kinds, CSV (a.csv) and JSON lines (b.json): ingest each kind by"
                        + " itself");
    }

    @Test
    void aTableThatMustNotBeCreated() {
        assertThat(refused(lake.request(lake.file("a.csv", "id", "1"))
                        .withTable(new TableRules(CreateMode.NO_CREATE, SchemaMode.STRICT, List.of()))))
                .isEqualTo("there is no table sales.orders in this lake: leave out --no-create to have it created");
    }

    @Test
    void aFileWithoutAHeader() {
        assertThat(refused(lake.file("a.csv", "1,2.5", "2,3.5")))
                .isEqualTo(
                        "a.csv has no header line: name its columns with --columns a,b,c, or say --header if its first"
                                + " line is one");
    }
}
