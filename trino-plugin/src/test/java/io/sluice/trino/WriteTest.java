package io.sluice.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.OpenMode;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableName;
import io.trino.Session;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.TransactionBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WriteTest {
    @TempDir
    private static Path folder;

    private static DistributedQueryRunner trino;
    private static Lake lake;

    @BeforeAll
    static void start() throws Exception {
        lake = Lake.open(LakeUri.parse(folder.toString()), OpenMode.CREATE_IF_MISSING);
        trino = SluiceQueryRunner.of(folder, 0);
    }

    @AfterAll
    static void stop() {
        trino.close();
        lake.close();
    }

    private static void create(String name, Map<String, String> properties, List<String> partitions, Field... columns) {
        EmptyTables.create(lake, name, properties, partitions, columns);
    }

    private static Snapshot snapshot(String name) {
        return lake.table(TableName.parse(name)).snapshot();
    }

    private static List<ScanTask> tasks(String name) {
        Snapshot snapshot = snapshot(name);
        return snapshot.planWithStatistics(
                        Predicate.ALL,
                        java.util.Set.copyOf(snapshot.metadata().schema().columnNames()))
                .tasks();
    }

    private static FileMetaData footer(ScanTask task) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(task.location()));
        int length = ByteBuffer.wrap(bytes, bytes.length - 8, 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        return Util.readFileMetaData(
                new ByteArrayInputStream(Arrays.copyOfRange(bytes, bytes.length - 8 - length, bytes.length - 8)));
    }

    private static ColumnStatistics statistics(Comparable<?> min, Comparable<?> max, long nulls) {
        return new ColumnStatistics(Optional.of(min), Optional.of(max), Optional.of(nulls));
    }

    @Test
    void every_type_is_written_as_other_engines_write_it() throws Exception {
        createTableOfEveryType();
        trino.execute("""
                INSERT INTO kinds VALUES (true, TINYINT '1', SMALLINT '2', 3, 4, REAL '1.5', 2.5e0, 'a', X'00',
                  DATE '2024-02-03', TIMESTAMP '2024-02-03 04:05:06.789012 UTC', TIMESTAMP '2024-02-03 04:05:06.789012',
                  1.25, 2.25, 3.25, ARRAY[1, NULL], MAP(ARRAY['k'], ARRAY[5]), ROW(7, 'x')),
                  (false, TINYINT '-1', SMALLINT '-2', -3, -4, REAL '-1.5', -2.5e0, 'é', X'01', DATE '1969-02-03',
                  TIMESTAMP '1969-02-03 04:05:06.789012 UTC', TIMESTAMP '1969-02-03 04:05:06.789012', -1.25, -2.25, -3.25,
                  ARRAY[], MAP(), ROW(NULL, 'y')), (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                  NULL, NULL, NULL, NULL, NULL, NULL)""");
        ScanTask task = tasks("default.kinds").get(0);
        DataFile file = task.file();
        assertThat(file.sizeBytes()).isEqualTo(Files.size(Path.of(task.location())));
        assertThat(file.statistics().rowCount()).isEqualTo(3);
        Map<String, ColumnStatistics> known = file.statistics().columns();
        assertThat(known.get("b").nullCount()).hasValue(1L);
        assertThat(known.get("l")).isEqualTo(statistics(-4L, 4L, 1));
        assertThat(known.get("text")).isEqualTo(statistics("a", "é", 1));
        assertThat(known.get("day")).isEqualTo(statistics(-332L, 19756L, 1));
        assertThat(known.get("d")).isEqualTo(statistics(-2.5, 2.5, 1));
        assertThat(known.get("large")).isEqualTo(statistics(new BigDecimal("-3.25"), new BigDecimal("3.25"), 1));
        FileMetaData footer = footer(task);
        assertThat(footer.getRow_groups()
                        .get(0)
                        .getColumns()
                        .get(0)
                        .getMeta_data()
                        .getCodec())
                .hasToString("ZSTD");
        List<Field> columns = snapshot("default.kinds").metadata().schema().columns();
        assertThat(footer.getSchema().stream()
                        .filter(SchemaElement::isSetField_id)
                        .map(SchemaElement::getName))
                .containsSequence(
                        columns.stream().limit(10).map(Field::physicalName).toList());
        assertThat(footer.getSchema())
                .filteredOn(element -> element.getName().equals(columns.get(10).physicalName()))
                .singleElement()
                .satisfies(element -> {
                    assertThat(element.getLogicalType().getTIMESTAMP().isIsAdjustedToUTC())
                            .isTrue();
                    assertThat(element.getLogicalType().getTIMESTAMP().getUnit().isSetMICROS())
                            .isTrue();
                    assertThat(element.getField_id())
                            .isEqualTo(columns.get(10).columnId().getAsInt());
                });
    }

    private static void createTableOfEveryType() {
        create(
                "default.kinds",
                Map.of("delta.columnMapping.mode", "name"),
                List.of(),
                Field.optional("b", Primitive.BOOLEAN),
                Field.optional("t", Primitive.BYTE),
                Field.optional("s", Primitive.SHORT),
                Field.optional("i", Primitive.INTEGER),
                Field.optional("l", Primitive.LONG),
                Field.optional("f", Primitive.FLOAT),
                Field.optional("d", Primitive.DOUBLE),
                Field.optional("text", Primitive.STRING),
                Field.optional("bytes", Primitive.BINARY),
                Field.optional("day", Primitive.DATE),
                Field.optional("instant", Primitive.TIMESTAMP),
                Field.optional("local", Primitive.TIMESTAMP_NTZ),
                Field.optional("small", new DataType.Decimal(9, 2)),
                Field.optional("middle", new DataType.Decimal(18, 2)),
                Field.optional("large", new DataType.Decimal(38, 2)),
                Field.optional("list", new DataType.Array(Primitive.INTEGER, true)),
                Field.optional("map", new DataType.Mapping(Primitive.STRING, Primitive.LONG, true)),
                Field.optional(
                        "Whole",
                        new DataType.Struct(List.of(
                                Field.optional("Part", Primitive.LONG), Field.optional("name", Primitive.STRING)))));
    }

    @Test
    void rows_of_a_partition_are_in_files_of_their_own() {
        create(
                "default.parts",
                Map.of(),
                List.of("P", "d"),
                Field.optional("id", Primitive.LONG),
                Field.optional("P", Primitive.STRING),
                Field.optional("d", Primitive.TIMESTAMP));
        trino.execute("INSERT INTO parts SELECT n, 'p' || CAST(n % 3 AS varchar), TIMESTAMP '2024-02-03 04:05:06.5 UTC'"
                + " FROM UNNEST(sequence(1, 30)) AS t(n)");
        trino.execute("INSERT INTO parts VALUES (1, NULL, NULL)");
        assertThat(tasks("default.parts"))
                .extracting(task -> task.file().partitionValues().get("P").orElse(null)
                        + "|" + task.file().partitionValues().get("d").orElse(null) + "|"
                        + task.file().statistics().rowCount())
                .containsExactlyInAnyOrder(
                        "p0|2024-02-03T04:05:06.5Z|10",
                        "p1|2024-02-03T04:05:06.5Z|10",
                        "p2|2024-02-03T04:05:06.5Z|10",
                        "null|null|1");
    }

    @Test
    void more_partitions_than_open_files_are_written() {
        create(
                "default.many",
                Map.of(),
                List.of("p"),
                Field.optional("id", Primitive.LONG),
                Field.optional("p", Primitive.INTEGER));
        Session few = Session.builder(trino.getDefaultSession())
                .setCatalogSessionProperty("lake", "max_open_writers", "2")
                .build();
        trino.execute(few, "INSERT INTO many SELECT n, n % 20 FROM UNNEST(sequence(1, 1000)) AS t(n)");
        assertThat(tasks("default.many").stream()
                        .mapToLong(task -> task.file().statistics().rowCount())
                        .sum())
                .isEqualTo(1000);
        assertThat(tasks("default.many"))
                .extracting(task -> task.file().partitionValues())
                .doesNotHaveDuplicates();
    }

    @Test
    void a_large_write_has_several_files() {
        Session small = Session.builder(trino.getDefaultSession())
                .setCatalogSessionProperty("lake", "target_max_file_size", "200kB")
                .build();
        trino.execute(small, "CREATE TABLE items AS SELECT * FROM tpch.tiny.lineitem");
        assertThat(tasks("default.items").size()).isGreaterThan(3);
        assertThat(tasks("default.items").stream()
                        .mapToLong(task -> task.file().statistics().rowCount())
                        .sum())
                .isEqualTo(60175);
    }

    @Test
    void a_plan_tells_the_table_that_is_written() {
        trino.execute("CREATE TABLE planned AS SELECT nationkey, name FROM tpch.tiny.nation");
        assertThat((String) trino.execute("EXPLAIN INSERT INTO planned VALUES (1, 'a')")
                        .getOnlyValue())
                .contains("TableCommit[target = lake:default.planned, columns with statistics: 2]");
        assertThat((String) trino.execute("EXPLAIN CREATE TABLE planned_too AS SELECT ARRAY[1] AS numbers")
                        .getOnlyValue())
                .contains("TableCommit[target = lake:default.planned_too]");
    }

    @Test
    void a_table_is_made_filled_and_replaced() {
        trino.execute("CREATE TABLE made COMMENT 'first' WITH (partitioned_by = ARRAY['name'])"
                + " AS SELECT nationkey, name FROM tpch.tiny.nation");
        assertThat(tasks("default.made")).hasSize(25);
        assertThat(snapshot("default.made").metadata().comment()).hasValue("first");
        assertThatThrownBy(() -> trino.execute("CREATE TABLE made AS SELECT 1 AS x"))
                .hasMessageContaining("already exists");
        trino.execute("CREATE TABLE IF NOT EXISTS made AS SELECT 1 AS x");
        trino.execute("CREATE OR REPLACE TABLE made AS SELECT regionkey FROM tpch.tiny.region");
        assertThat(snapshot("default.made").metadata().schema().columnNames()).containsExactly("regionkey");
        assertThat(snapshot("default.made").metadata().partitionColumns()).isEmpty();
        assertThat(tasks("default.made").stream()
                        .mapToLong(task -> task.file().statistics().rowCount())
                        .sum())
                .isEqualTo(5);
        trino.execute("CREATE TABLE empty AS SELECT * FROM tpch.tiny.region WITH NO DATA");
        assertThat(snapshot("default.empty").fileCount()).isZero();
        assertThat(lake.table(TableName.parse("default.made")).history(10)).hasSize(2);
    }

    @Test
    void null_is_refused_where_a_column_is_not_null() {
        create(
                "default.strict",
                Map.of(),
                List.of(),
                Field.required("id", Primitive.LONG),
                Field.optional("x", Primitive.LONG));
        assertThatThrownBy(() -> trino.execute("INSERT INTO strict VALUES (NULL, 1)"))
                .hasMessageContaining("NULL value not allowed for NOT NULL column: id");
        assertThatThrownBy(() -> trino.execute("INSERT INTO strict (x) VALUES 1"))
                .hasMessageContaining("NULL value not allowed for NOT NULL column: id");
        trino.execute("INSERT INTO strict (id) VALUES 1");
        assertThat(tasks("default.strict")).hasSize(1);
    }

    @Test
    void a_table_whose_rules_trino_cannot_keep_is_not_written_to() {
        create(
                "default.ruled",
                Map.of("delta.constraints.positive", "abs(id) > 0"),
                List.of(),
                Field.optional("id", Primitive.LONG));
        assertThatThrownBy(() -> trino.execute("INSERT INTO ruled VALUES 1"))
                .hasMessageContaining("positive: CHECK (abs(id) > 0)");
    }

    @Test
    void rows_that_break_a_constraint_are_refused() {
        create(
                "default.positive",
                Map.of("delta.constraints.positive", "id > 0"),
                List.of(),
                Field.optional("id", Primitive.LONG));
        trino.execute("INSERT INTO positive VALUES 1, 2");
        assertThatThrownBy(() -> trino.execute("INSERT INTO positive VALUES 1, 0"))
                .hasMessageContaining("Check constraint violation");
        assertThatThrownBy(() -> trino.execute("INSERT INTO positive VALUES NULL"))
                .hasMessageContaining("Check constraint violation");
        assertThat(tasks("default.positive")).hasSize(1);
    }

    @Test
    void a_failed_statement_leaves_no_files() throws IOException {
        create("default.failing", Map.of(), List.of(), Field.optional("id", Primitive.LONG));
        assertThatThrownBy(
                        () -> trino.execute(
                                "INSERT INTO failing SELECT 1 / (n - 9999) FROM UNNEST(sequence(1, 1000)) AS a(k), UNNEST(sequence(1, 10000)) AS t(n)"))
                .hasMessageContaining("Division by zero");
        assertThat(dataFiles("default.failing")).isEmpty();
        assertThatThrownBy(() ->
                        trino.execute("CREATE TABLE never AS SELECT 1 / (regionkey - 1) AS x FROM tpch.tiny.region"))
                .hasMessageContaining("Division by zero");
        assertThat(folder.resolve("default").toFile().list((in, name) -> name.startsWith("never")))
                .isEmpty();
    }

    @Test
    void several_inserts_are_one_commit() {
        create("default.one", Map.of(), List.of(), Field.optional("id", Primitive.LONG));
        create("default.two", Map.of(), List.of(), Field.optional("id", Primitive.LONG));
        TransactionBuilder.transaction(
                        trino.getTransactionManager(),
                        trino.getPlannerContext().getMetadata(),
                        trino.getAccessControl())
                .execute(trino.getDefaultSession(), session -> {
                    trino.execute(session, "INSERT INTO one VALUES 1");
                    trino.execute(session, "INSERT INTO two VALUES 1, 2");
                    assertThat(tasks("default.two")).isEmpty();
                });
        assertThat(tasks("default.one")).hasSize(1);
        assertThat(tasks("default.two")).hasSize(1);
    }

    private static List<Path> dataFiles(String name) throws IOException {
        Path table = Path.of(lake.table(TableName.parse(name)).table().location());
        try (Stream<Path> files = Files.list(table)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }
}
