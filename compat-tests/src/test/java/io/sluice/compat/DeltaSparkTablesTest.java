package io.sluice.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.judge.AdoptedTable;
import io.sluice.compat.judge.ConnectorReader;
import io.sluice.compat.judge.DeltaSparkJudge;
import io.sluice.compat.judge.TableReader.State;
import io.sluice.table.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables as delta-spark writes them, read by Spark through the connector and by Sluice's own SQL. */
class DeltaSparkTablesTest {
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

    /**
     * A table that delta-spark writes.
     *
     * @param statements with {@code $t} in the place of its name
     */
    record Written(String name, List<String> statements) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Written written(String name, String... statements) {
        return new Written(name, List.of(statements));
    }

    static List<Written> tables() {
        return Stream.of(values(), changed(), features()).flatMap(List::stream).toList();
    }

    private static List<Written> values() {
        return List.of(
                written(
                        "types",
                        "CREATE TABLE $t (b BOOLEAN, y TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE,"
                                + " n DECIMAL(38,10), x BINARY, v STRING, day DATE, at TIMESTAMP, local TIMESTAMP_NTZ)"
                                + " USING delta",
                        "INSERT INTO $t VALUES (true, 1, 2, 3, 4, 1.5, CAST('NaN' AS DOUBLE), 12.3456789012, X'00FF',"
                                + " 'ü', DATE '1582-10-15', TIMESTAMP '2024-02-29 12:34:56.789012',"
                                + " TIMESTAMP_NTZ '0001-01-01 00:00:00')",
                        "INSERT INTO $t (i) VALUES (null)"),
                written(
                        "nested",
                        "CREATE TABLE $t (id INT, s STRUCT<a: INT, b: STRUCT<c: ARRAY<STRUCT<d: INT>>>>,"
                                + " m MAP<STRING, ARRAY<INT>>) USING delta",
                        "INSERT INTO $t VALUES (1, named_struct('a', 1, 'b', named_struct('c', array(named_struct('d', 7),"
                                + " null))), map('k', array(1, null), 'z', null)), (2, null, null),"
                                + " (3, named_struct('a', null, 'b', null), map())"),
                written(
                        "partitions",
                        "CREATE TABLE $t (id INT, p STRING, d DATE, at TIMESTAMP, n DECIMAL(5,2), f DOUBLE, b BOOLEAN)"
                                + " USING delta PARTITIONED BY (p, d, at, n, f, b)",
                        "INSERT INTO $t VALUES (1, 'a b/c=d%e:f#ü''\"', DATE '2024-02-29', TIMESTAMP"
                                + " '2024-02-29 01:02:03.000004', 1.50, -0.25, true), (2, null, null, null, null, null,"
                                + " null), (3, '', DATE '1969-12-31', TIMESTAMP '1969-12-31 23:59:59', -1, 1e300, false)"));
    }

    private static List<Written> changed() {
        return List.of(
                written(
                        "deletion vectors",
                        "CREATE TABLE $t (id BIGINT, v STRING) USING delta"
                                + " TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')",
                        "INSERT INTO $t SELECT /*+ COALESCE(1) */ id, concat('v', id) FROM range(0, 5000, 1, 1)",
                        "DELETE FROM $t WHERE id % 7 = 0",
                        "UPDATE $t SET v = 'updated' WHERE id BETWEEN 100 AND 110",
                        "DELETE FROM $t WHERE id > 4990"),
                written(
                        "mapped by name",
                        "CREATE TABLE $t (a INT, b STRING, s STRUCT<x: INT, y: INT>, p INT) USING delta"
                                + " PARTITIONED BY (p) TBLPROPERTIES ('delta.columnMapping.mode' = 'name')",
                        "INSERT INTO $t VALUES (1, 'one', named_struct('x', 1, 'y', 2), 1)",
                        "ALTER TABLE $t RENAME COLUMN a TO c",
                        "ALTER TABLE $t RENAME COLUMN b TO a",
                        "ALTER TABLE $t RENAME COLUMN s.x TO z",
                        "ALTER TABLE $t DROP COLUMN s.y",
                        "ALTER TABLE $t RENAME COLUMN p TO q",
                        "ALTER TABLE $t ADD COLUMN (b DOUBLE)",
                        "INSERT INTO $t VALUES (2, 'two', named_struct('z', 3), 2, 2.5)"),
                written(
                        "mapped by id",
                        "CREATE TABLE $t (a INT, b STRING, s STRUCT<x: INT, y: ARRAY<STRUCT<e: INT>>>) USING delta"
                                + " TBLPROPERTIES ('delta.columnMapping.mode' = 'id')",
                        "INSERT INTO $t VALUES (1, 'one', named_struct('x', 1, 'y', array(named_struct('e', 5))))",
                        "ALTER TABLE $t RENAME COLUMN a TO c",
                        "ALTER TABLE $t DROP COLUMN b",
                        "ALTER TABLE $t ADD COLUMN (a STRING, b INT)",
                        "INSERT INTO $t VALUES (2, named_struct('x', null, 'y', null), 'two', 3)"));
    }

    private static List<Written> features() {
        return List.of(
                written(
                        "row tracking",
                        "CREATE TABLE $t (id INT, v STRING) USING delta"
                                + " TBLPROPERTIES ('delta.enableRowTracking' = 'true',"
                                + " 'delta.enableDeletionVectors' = 'true')",
                        "INSERT INTO $t SELECT /*+ COALESCE(1) */ CAST(id AS INT), 'v' FROM range(0, 10, 1, 1)",
                        "UPDATE $t SET v = 'w' WHERE id = 3",
                        "OPTIMIZE $t"),
                written(
                        "clustered",
                        "CREATE TABLE $t (id INT, v STRING) USING delta CLUSTER BY (id)",
                        "INSERT INTO $t VALUES (1, 'a'), (2, null)",
                        "OPTIMIZE $t"),
                written(
                        "checkpoints of version 2",
                        "CREATE TABLE $t (id INT, p INT) USING delta PARTITIONED BY (p)"
                                + " TBLPROPERTIES ('delta.checkpointPolicy' = 'v2', 'delta.checkpointInterval' = '2')",
                        "INSERT INTO $t VALUES (1, 1)",
                        "INSERT INTO $t VALUES (2, 2)",
                        "DELETE FROM $t WHERE id = 1",
                        "INSERT INTO $t VALUES (3, null)",
                        "INSERT INTO $t VALUES (4, 4)"),
                written(
                        "widened types",
                        "CREATE TABLE $t (y TINYINT, s SMALLINT, i INT, f FLOAT, n DECIMAL(5,2), d DATE, k INT, j INT)"
                                + " USING delta TBLPROPERTIES ('delta.enableTypeWidening' = 'true',"
                                + " 'delta.feature.timestampNtz' = 'supported')",
                        "INSERT INTO $t VALUES (1, 2, 3, 1.1, 1.25, DATE '2024-02-29', 7, 8)",
                        "ALTER TABLE $t ALTER COLUMN y TYPE INT",
                        "ALTER TABLE $t ALTER COLUMN s TYPE BIGINT",
                        "ALTER TABLE $t ALTER COLUMN i TYPE BIGINT",
                        "ALTER TABLE $t ALTER COLUMN f TYPE DOUBLE",
                        "ALTER TABLE $t ALTER COLUMN n TYPE DECIMAL(10,4)",
                        "ALTER TABLE $t ALTER COLUMN d TYPE TIMESTAMP_NTZ",
                        "ALTER TABLE $t ALTER COLUMN k TYPE DOUBLE",
                        "ALTER TABLE $t ALTER COLUMN j TYPE DECIMAL(12,1)",
                        "INSERT INTO $t VALUES (100000, 10000000000, 10000000000, 1.1, 123456.1234,"
                                + " TIMESTAMP_NTZ '2024-02-29 01:02:03', 0.5, 2.5)"),
                written(
                        "values that writers make",
                        "CREATE TABLE $t (id BIGINT GENERATED ALWAYS AS IDENTITY, n INT DEFAULT 5,"
                                + " twice INT GENERATED ALWAYS AS (n * 2), s STRING DEFAULT 'x') USING delta"
                                + " TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported')",
                        "INSERT INTO $t (n) VALUES (1), (2)",
                        "INSERT INTO $t (s) VALUES ('y')"),
                written(
                        "times within commits",
                        "CREATE TABLE $t (id INT) USING delta"
                                + " TBLPROPERTIES ('delta.enableInCommitTimestamps' = 'true')",
                        "INSERT INTO $t VALUES (1), (null)"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void theConnectorFindsTheRowsThatDeltaSparkFinds(Written written) {
        Path place = folder.resolve("elsewhere");
        State expected = DeltaSparkJudge.written(place, written.statements());
        TableName name = TableName.of("adopted", "t");
        AdoptedTable.adopt(lake.lake().catalog(), name, place);

        assertThat(lake.sluice(name).latest()).isEqualTo(expected);
        for (ConnectorReader.Mode mode : ConnectorReader.Mode.values()) {
            assertThat(lake.connector(name, mode).latest()).as(mode.name()).isEqualTo(expected);
        }
    }
}
