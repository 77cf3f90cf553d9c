package io.sluice.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.compat.judge.Canonical;
import io.sluice.compat.judge.CommittedTable;
import io.sluice.compat.judge.CommittedTable.StagedCommit;
import io.sluice.compat.judge.DeltaSparkJudge;
import io.sluice.compat.judge.KernelJudge;
import io.sluice.compat.judge.LogRules;
import io.sluice.compat.judge.StatisticsJudge;
import io.sluice.compat.judge.TableReader;
import io.sluice.compat.judge.TableReader.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judges over a log written by hand: that they read what is right, and notice what is wrong. */
class JudgesTest {
    private static final String PROTOCOL = """
            {"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["catalogManaged"],\
            "writerFeatures":["catalogManaged","inCommitTimestamp","vacuumProtocolCheck","appendOnly","invariants"]}}
            """;
    private static final String METADATA = """
            {"metaData":{"id":"4e5c3df5-6d3b-4c1b-9b3c-111111111111","format":{"provider":"parquet","options":{}},\
            "schemaString":"{\\"type\\":\\"struct\\",\\"fields\\":[{\\"name\\":\\"id\\",\\"type\\":\\"long\\",\\"nullable\\":true,\\"metadata\\":{}}]}",\
            "partitionColumns":[],"configuration":{"delta.enableInCommitTimestamps":"true"},"createdTime":1}}
            """;

    @TempDir
    private Path folder;

    private Path table;

    @BeforeEach
    void makeFolders() throws IOException {
        table = Files.createDirectories(folder.resolve("table/_delta_log")).getParent();
    }

    @Test
    void bothReadPublishedFilesAndARatifiedTail() throws Exception {
        publish(0, commitInfo(0) + PROTOCOL + METADATA + add("a.parquet", 1, 2, 1, 2));
        String tail = commitInfo(1) + add("b.parquet", 3, 3, 3, 3);
        CommittedTable committed = new CommittedTable(table, 1, new TreeMap<>(Map.of(1L, staged(1, tail))));

        State before = new State(0, List.of("id long"), List.of(), Canonical.rows(List.of(List.of(1), List.of(2))));
        State after = new State(
                1, List.of("id long"), List.of(), Canonical.rows(List.of(List.of(1), List.of(2), List.of(3))));
        for (TableReader judge : judges(committed)) {
            assertThat(judge.latest()).isEqualTo(after);
            assertThat(judge.at(0)).isEqualTo(before);
            assertThat(judge.asOf(Instant.ofEpochMilli(1_700_000_000_999L))).isEqualTo(before);
            assertThat(judge.history())
                    .extracting(TableReader.HistoryLine::version)
                    .containsExactly(1L, 0L);
            assertThat(judge.history().get(0).metrics()).containsEntry("numOutputRows", "1");
        }
        assertThat(Files.exists(table.resolve("_delta_log/00000000000000000001.json")))
                .isFalse();
    }

    @Test
    void aStatisticThatIsTooNarrowHidesRowsFromDeltaSpark() throws Exception {
        publish(0, commitInfo(0) + PROTOCOL + METADATA + add("a.parquet", 1, 9, 1, 5));
        DeltaSparkJudge judge = deltaSpark(new CommittedTable(table, 0, new TreeMap<>()));

        assertThat(judge.rowsWhere("id > 7")).isEmpty();
        assertThat(judge.rowsWhereWithoutSkipping("id > 7")).containsExactly("8", "9");
    }

    @Test
    void aWrongStatisticIsNoticedInTheFiles() throws Exception {
        publish(0, commitInfo(0) + PROTOCOL + METADATA + add("a.parquet", 1, 9, 2, 5));
        CommittedTable committed = new CommittedTable(table, 0, new TreeMap<>());

        assertThat(StatisticsJudge.complaints(new KernelJudge(committed)))
                .containsExactly("a.parquet: minValues of \"id\" is wrong", "a.parquet: maxValues of \"id\" is wrong");
    }

    @Test
    void aLogThatBreaksRulesIsNoticedEvenIfReadersDoNotMind() throws Exception {
        publish(0, commitInfo(0) + PROTOCOL + METADATA);
        String add = add("a.parquet", 1, 1, 1, 1);
        publish(1, commitInfo(0) + add.replace("\"size\":", "\"size\":1"));
        CommittedTable committed = new CommittedTable(table, 1, new TreeMap<>());

        assertThat(LogRules.complaints(committed))
                .containsExactly(
                        "version 1 is not later than the version before",
                        "version 1 repeats a txnId",
                        "version 1 has another size for a.parquet");
    }

    @Test
    void aFileThatIsNotThereFailsBoth() throws Exception {
        publish(0, commitInfo(0) + PROTOCOL + METADATA + add("a.parquet", 1, 1, 1, 1));
        Files.delete(table.resolve("a.parquet"));

        for (TableReader judge : judges(new CommittedTable(table, 0, new TreeMap<>()))) {
            assertThatThrownBy(judge::latest).hasStackTraceContaining("a.parquet");
        }
    }

    @Test
    void aGapInTheLogFailsBoth() throws Exception {
        publish(0, commitInfo(0) + PROTOCOL + METADATA);
        publish(2, commitInfo(2) + add("a.parquet", 1, 1, 1, 1));
        CommittedTable committed = new CommittedTable(table, 2, new TreeMap<>());

        assertThatThrownBy(() -> new KernelJudge(committed).latest()).hasMessageContaining("contiguous");
        assertThatThrownBy(() -> deltaSpark(committed).latest())
                .hasStackTraceContaining("DELTA_VERSIONS_NOT_CONTIGUOUS");
    }

    @Test
    void aCommitWithoutItsTimestampFailsKernelsHistory() throws Exception {
        publish(0, commitInfo(0).replace("inCommitTimestamp", "noTimestamp") + PROTOCOL + METADATA);
        KernelJudge judge = new KernelJudge(new CommittedTable(table, 0, new TreeMap<>()));

        assertThatThrownBy(judge::history).hasStackTraceContaining("inCommitTimestamp");
    }

    private List<TableReader> judges(CommittedTable committed) {
        return List.of(new KernelJudge(committed), deltaSpark(committed));
    }

    private DeltaSparkJudge deltaSpark(CommittedTable committed) {
        return new DeltaSparkJudge(committed, folder.resolve("copy"));
    }

    private void publish(long version, String text) throws IOException {
        Files.writeString(table.resolve("_delta_log/%020d.json".formatted(version)), text);
    }

    private static StagedCommit staged(long version, String text) {
        return new StagedCommit(
                "%020d.4e5c3df5-6d3b-4c1b-9b3c-222222222222.json".formatted(version),
                text.getBytes(StandardCharsets.UTF_8));
    }

    private static String commitInfo(long version) {
        return """
            {"commitInfo":{"inCommitTimestamp":%d,"timestamp":%1$d,"operation":"WRITE","operationParameters":{},\
            "isBlindAppend":true,"engineInfo":"by hand","txnId":"t%d","operationMetrics":{"numOutputRows":"1"}}}
            """.formatted(1_700_000_000_000L + version * 1000, version);
    }

    /** Writes a file with all whole numbers of a range, and says that it has those of another. */
    private String add(String name, long first, long last, long min, long max) throws SQLException, IOException {
        Path file = table.resolve(name);
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT unnest(range(%d, %d)) AS id) TO '%s' (FORMAT parquet)"
                    .formatted(first, last + 1, file));
        }
        return """
            {"add":{"path":"%s","partitionValues":{},"size":%d,"modificationTime":1,"dataChange":true,\
            "stats":"{\\"numRecords\\":%d,\\"minValues\\":{\\"id\\":%d},\\"maxValues\\":{\\"id\\":%d},\\"nullCount\\":{\\"id\\":0}}"}}
            """.formatted(name, Files.size(file), last - first + 1, min, max);
    }
}
