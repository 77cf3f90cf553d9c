package io.sluice.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.catalog.Catalog;
import io.sluice.commit.AttemptId;
import io.sluice.commit.ChangeKind;
import io.sluice.commit.CommitContent;
import io.sluice.commit.CommitSummary;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.compat.judge.AdoptedTable;
import io.sluice.compat.judge.DeltaSparkJudge;
import io.sluice.compat.judge.SharedSpark;
import io.sluice.compat.judge.TableReader;
import io.sluice.compat.judge.TableReader.State;
import io.sluice.compat.process.OpenSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowSink;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that delta-spark has written, changed further by Sluice's SQL, and read again by everybody. */
class ChangedDeltaSparkTablesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TableName NAME = TableName.of("adopted", "t");

    @TempDir
    private Path folder;

    private TestLake lake;
    private OpenSession session;

    @BeforeEach
    void open() {
        lake = TestLake.in(folder);
        session = OpenSession.over(lake.lake(), DuckDbSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        session.close();
        lake.close();
    }

    private void written(String... statements) {
        Path place = folder.resolve("elsewhere");
        State found = DeltaSparkJudge.written(place, List.of(statements));
        long last = AdoptedTable.adopt(lake.lake().catalog(), NAME, place);
        assertThat(lake.sluice(NAME).latest()).isEqualTo(found);
        try {
            handOver(place, last + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A commit after which the catalog decides, as tables without one are not written. */
    private void handOver(Path place, long version) throws IOException {
        Catalog catalog = lake.lake().catalog();
        TableId id = catalog.table(NAME).orElseThrow().id();
        ObjectNode head = (ObjectNode)
                JSON.readTree(catalog.tip(id, TableVersion.FIRST).orElseThrow().head());
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        addFeatures((ObjectNode) head.get("protocol"));
        ((ObjectNode) head.get("metaData").get("configuration"))
                .put("delta.enableInCommitTimestamps", "true")
                .put("delta.inCommitTimestampEnablementVersion", Long.toString(version))
                .put("delta.inCommitTimestampEnablementTimestamp", Long.toString(now.toEpochMilli()));
        ObjectNode commit = JSON.createObjectNode();
        commit.putObject("commitInfo")
                .put("inCommitTimestamp", now.toEpochMilli())
                .put("timestamp", now.toEpochMilli())
                .put("operation", "UPGRADE PROTOCOL")
                .putObject("operationParameters");
        String text = "%s%n{\"protocol\":%s}%n{\"metaData\":%s}%n"
                .formatted(commit, head.get("protocol"), head.get("metaData"));
        Files.writeString(place.resolve("_delta_log/%020d.json".formatted(version)), text);
        Proposal proposal = new Proposal(
                new TableVersion(version),
                AttemptId.random(),
                new CommitSummary(now, "another/1", "UPGRADE PROTOCOL", Set.of(ChangeKind.PROPERTIES), Map.of()),
                new CommitContent.Inline(text.getBytes(StandardCharsets.UTF_8)),
                Optional.of(head.toString()),
                List.of());
        assertThat(catalog.ratify(id, proposal, Optional.of(new TableVersion(version - 1))))
                .isEqualTo(new Ratified(new TableVersion(version)));
        catalog.markPublished(id, new TableVersion(version));
    }

    private static void addFeatures(ObjectNode protocol) {
        ArrayNode readers = protocol.withArray("readerFeatures");
        ArrayNode writers = protocol.withArray("writerFeatures");
        if (protocol.get("minReaderVersion").asInt() == 2) {
            readers.add("columnMapping");
        }
        protocol.put("minReaderVersion", 3);
        for (String feature : List.of("catalogManaged", "vacuumProtocolCheck")) {
            readers.add(feature);
            writers.add(feature);
        }
        writers.add("inCommitTimestamp");
    }

    private List<String> run(String script) {
        List<String> rows = new ArrayList<>();
        session.run(script, new RowSink() {
            @Override
            public void begin(List<ResultColumn> columns) {}

            @Override
            public void row(List<Object> values) {
                rows.add(values.toString());
            }

            @Override
            public void end() {}
        });
        return rows;
    }

    private void assertThatAllReadersAgree() {
        List<String> expected = lake.sluice(NAME).latest().rows();
        for (TableReader reader : lake.readers(NAME)) {
            assertThat(reader.latest().rows())
                    .as(reader.getClass().getSimpleName())
                    .isEqualTo(expected);
        }
    }

    @Test
    void rowsAreTakenOutOfFilesThatLackSomeAlready() {
        written(
                "CREATE TABLE $t (id BIGINT, v STRING) USING delta"
                        + " TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')",
                "INSERT INTO $t SELECT /*+ COALESCE(1) */ id, concat('v', id) FROM range(0, 5000, 1, 1)",
                "DELETE FROM $t WHERE id % 7 = 0",
                "UPDATE $t SET v = 'updated' WHERE id BETWEEN 100 AND 110",
                "DELETE FROM $t WHERE id > 4990");
        run("DELETE FROM adopted.t WHERE id % 11 = 0;"
                + " UPDATE adopted.t SET v = 'again' WHERE id BETWEEN 105 AND 115;"
                + " INSERT INTO adopted.t VALUES (9999, 'n');"
                + " MERGE INTO adopted.t t USING (SELECT 9999 AS id) s ON t.id = s.id"
                + " WHEN MATCHED THEN UPDATE SET v = 'm'");
        assertThat(run("SELECT count(*), count(*) FILTER (v = 'again'), count(*) FILTER (v = 'updated'),"
                        + " count(*) FILTER (v = 'm') FROM adopted.t"))
                .containsExactly("[3890, 8, 5, 1]");
        assertThatAllReadersAgree();
        run("RESTORE TABLE adopted.t TO VERSION AS OF 2");
        assertThatAllReadersAgree();
    }

    @Test
    void columnsAreMappedByTheirIds() {
        written(
                "CREATE TABLE $t (a INT, b STRING, s STRUCT<x: INT, y: ARRAY<STRUCT<e: INT>>>) USING delta"
                        + " TBLPROPERTIES ('delta.columnMapping.mode' = 'id')",
                "INSERT INTO $t VALUES (1, 'one', named_struct('x', 1, 'y', array(named_struct('e', 5))))",
                "ALTER TABLE $t RENAME COLUMN a TO c",
                "ALTER TABLE $t DROP COLUMN b",
                "ALTER TABLE $t ADD COLUMN (a STRING, b INT)",
                "INSERT INTO $t VALUES (2, named_struct('x', null, 'y', null), 'two', 3), (3, null, 'three', 4)");
        run("UPDATE adopted.t SET a = 'uno', s = {'x': 7, 'y': [{'e': 8}]} WHERE c = 1;"
                + " DELETE FROM adopted.t WHERE c = 3; ALTER TABLE adopted.t RENAME COLUMN c TO k;"
                + " ALTER TABLE adopted.t ADD COLUMN d DOUBLE; INSERT INTO adopted.t (k, d) VALUES (4, 0.5)");
        assertThat(run("SELECT k, a, b, d, s.x FROM adopted.t ORDER BY k"))
                .containsExactly("[1, uno, null, null, 7]", "[2, two, 3, null, null]", "[4, null, null, 0.5, null]");
        assertThatAllReadersAgree();
    }

    /** Spark with the connector; without its extension, which Delta's stands in the place of. */
    private SparkSession connector() {
        SparkSession spark = SharedSpark.session().newSession();
        spark.conf().set("spark.sql.catalog.lake", "io.sluice.spark.SluiceCatalog");
        spark.conf().set("spark.sql.catalog.lake.lake", folder.resolve("lake").toString());
        return spark;
    }

    @Test
    void valuesAreMadeAsDeltaSparkMakesThem() {
        written(
                "CREATE TABLE $t (id BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 10 INCREMENT BY 10), n INT DEFAULT 5,"
                        + " twice INT GENERATED ALWAYS AS (n * 2), s STRING DEFAULT 'x') USING delta"
                        + " TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported')",
                "INSERT INTO $t (n) VALUES (1)",
                "INSERT INTO $t (n) VALUES (2)");
        SparkSession spark = connector();
        spark.sql("INSERT INTO lake.adopted.t (n) VALUES (3)");
        spark.sql("INSERT INTO lake.adopted.t (s, twice) VALUES ('y', 10)");
        spark.sql("DELETE FROM lake.adopted.t WHERE n = 2");

        assertThatThrownBy(() -> spark.sql("INSERT INTO lake.adopted.t (n, twice) VALUES (4, 9)"))
                .hasStackTraceContaining("generated column twice <=> n * 2 violated by row");
        assertThatThrownBy(() -> spark.sql("UPDATE lake.adopted.t SET n = 9"))
                .hasStackTraceContaining("start Spark with spark.sql.extensions=io.sluice.spark.SluiceExtensions");
        assertThatThrownBy(() -> run("INSERT INTO adopted.t (n) VALUES (4)"))
                .hasMessageContaining("values of its column 'id' are generated: write them from Spark");
        assertThatAllReadersAgree();
        assertThat(run("SELECT n, twice, s FROM adopted.t ORDER BY n"))
                .containsExactly("[1, 2, x]", "[3, 6, x]", "[5, 10, y]");
        DeltaSparkJudge delta = lake.deltaSpark(NAME);
        delta.insert("n", "(7)");
        assertThat(delta.rowsWhere("n = 7")).hasSize(1).first().asString().contains("7", "14", "x");
        assertThat(delta.select("count(*)", "count(DISTINCT id)", "max(id % 10)"))
                .containsExactly("4 | 4 | 0");
    }

    @Test
    void rowsKeepTheirIds() {
        written(
                "CREATE TABLE $t (id INT, v STRING) USING delta TBLPROPERTIES ('delta.enableRowTracking' = 'true',"
                        + " 'delta.enableDeletionVectors' = 'true')",
                "INSERT INTO $t SELECT /*+ COALESCE(1) */ CAST(id AS INT), 'v' FROM range(0, 10, 1, 1)",
                "UPDATE $t SET v = 'w' WHERE id = 3",
                "OPTIMIZE $t");
        List<String> before = lake.deltaSpark(NAME).select("id", "_metadata.row_id");
        run(
                "UPDATE adopted.t SET v = 'x' WHERE id IN (3, 5);"
                        + " MERGE INTO adopted.t t USING (SELECT 6 AS id) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = 'y'");
        assertThat(lake.deltaSpark(NAME).select("id", "_metadata.row_id")).containsExactlyInAnyOrderElementsOf(before);
        assertThatAllReadersAgree();
    }
}
