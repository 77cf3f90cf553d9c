package io.sluice.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableName;
import io.sluice.table.TableProperties;
import io.sluice.table.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What statements replace, add and refuse. */
class RowChangeRulesTest {
    private static final TableName TABLE = TableName.of("n", "t");
    private static final TableSchema SCHEMA = TableSchema.of(
            Field.optional("id", Primitive.LONG),
            Field.optional("day", Primitive.DATE),
            Field.optional("amount", new Decimal(10, 2)));

    @TempDir
    private Path folder;

    private TwinTables tables;

    @BeforeEach
    void open() {
        tables = new TwinTables(folder);
    }

    @AfterEach
    void close() {
        tables.close();
    }

    private void fill(Map<String, String> properties, String... partition) {
        tables.create(TABLE, SCHEMA, properties, partition);
        tables.run("INSERT INTO n.t SELECT i, DATE '2026-01-01' + (i // 10)::INTEGER, i / 4 FROM range(50) r(i)");
    }

    private long filesOnDisk() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        }
    }

    @Test
    void overwritesReplaceAllRowsOrSome() {
        fill(Map.of(), "day");
        tables.run(
                "INSERT INTO n.t REPLACE WHERE day >= '2026-01-04' SELECT 90, DATE '2026-01-05', 1.5",
                "BEGIN; DELETE FROM n.t WHERE day >= '2026-01-04'; INSERT INTO n.t SELECT 90, DATE '2026-01-05', 1.5; COMMIT");
        tables.requireAlike(TABLE, "REPLACE WHERE");
        tables.run(
                "INSERT OVERWRITE n.t PARTITION (day) SELECT 91, 2.5, DATE '2026-01-02'",
                "BEGIN; DELETE FROM n.t WHERE day = '2026-01-02'; INSERT INTO n.t SELECT 91, DATE '2026-01-02', 2.5; COMMIT");
        tables.requireAlike(TABLE, "dynamic partitions");
        tables.run(
                "INSERT OVERWRITE n.t PARTITION (day = '2026-01-03') SELECT 92, 3.5",
                "BEGIN; DELETE FROM n.t WHERE day = '2026-01-03'; INSERT INTO n.t SELECT 92, DATE '2026-01-03', 3.5; COMMIT");
        tables.requireAlike(TABLE, "one partition");
        tables.run(
                "INSERT OVERWRITE n.t SELECT 93, DATE '2026-02-01', 4.5",
                "BEGIN; DELETE FROM n.t; INSERT INTO n.t SELECT 93, DATE '2026-02-01', 4.5; COMMIT");
        tables.requireAlike(TABLE, "everything");
        tables.run("TRUNCATE n.t", "DELETE FROM n.t");
        tables.requireAlike(TABLE, "TRUNCATE");
    }

    @Test
    void rowsOutsideOfWhatIsReplacedAreRefused() throws IOException {
        fill(Map.of());
        long before = filesOnDisk();
        assertThatThrownBy(() -> tables.inLake(
                        "INSERT INTO n.t REPLACE WHERE id < 10 SELECT i, NULL, NULL FROM range(8, 12) r(i)"))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("2 of the new rows are not among those that are replaced");
        assertThat(filesOnDisk()).isEqualTo(before);
        tables.requireAlike(TABLE, "a refused statement");
    }

    @Test
    void starsMeanColumnsOfTheSameName() {
        fill(Map.of());
        tables.run(
                "MERGE INTO n.t USING (SELECT DATE '2027-01-01' AS day, i AS id, 0.5 AS amount, 'x' AS other FROM range(45, 55) r(i)) s"
                        + " ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *",
                "BEGIN; DELETE FROM n.t WHERE id >= 45; INSERT INTO n.t SELECT i, DATE '2027-01-01', 0.5 FROM range(45, 55) r(i); COMMIT");
        tables.requireAlike(TABLE, "stars");
    }

    @Test
    void aMergeAddsColumnsWhenItIsAskedTo() {
        fill(Map.of());
        Written written = tables.inLake(
                "MERGE WITH SCHEMA EVOLUTION INTO n.t USING (SELECT i AS id, 'new' AS note FROM range(48, 52) r(i)) s"
                        + " ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *");
        assertThat(written).isEqualTo(new Written(2, 2, 0));
        assertThat(tables.rows(TABLE))
                .hasSize(52)
                .contains(
                        "{'id': 47, 'day': 2026-01-05, 'amount': 11.75, 'note': NULL}",
                        "{'id': 48, 'day': 2026-01-05, 'amount': 12.00, 'note': new}",
                        "{'id': 51, 'day': NULL, 'amount': NULL, 'note': new}");
    }

    @Test
    void aRowThatSeveralRowsOfTheSourceWantToChangeIsNamed() {
        fill(Map.of());
        assertThatThrownBy(
                        () -> tables.inLake(
                                "MERGE INTO n.t USING (VALUES (7, 1), (7, 2), (8, 3)) s(k, v) ON t.id = s.k WHEN MATCHED THEN UPDATE SET amount = s.v"))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("several rows of the source want to change the same row of n.t")
                .hasMessageContaining("{'k': 7} (2 rows)");
        assertThat(tables.inLake(
                        "MERGE INTO n.t USING (VALUES (7), (7), (8)) s(k) ON t.id = s.k WHEN MATCHED THEN DELETE"))
                .isEqualTo(new Written(0, 0, 2));
    }

    @Test
    void anUpdateFromSeveralRowsThatDisagreeIsRefused() {
        fill(Map.of());
        assertThatThrownBy(() -> tables.inLake(
                        "UPDATE n.t SET amount = s.v FROM (VALUES (7, 1), (7, 2)) s(k, v) WHERE t.id = s.k"))
                .hasMessageContaining("several rows after FROM fit the same row");
        assertThat(tables.inLake("UPDATE n.t SET amount = s.v FROM (VALUES (7, 1), (7, 1)) s(k, v) WHERE t.id = s.k"))
                .isEqualTo(new Written(0, 1, 0));
    }

    @Test
    void valuesThatDoNotFitAreRefusedAndLeaveNoFile() throws IOException {
        fill(Map.of(TableProperties.CONSTRAINT + "small", "amount < 100"));
        long before = filesOnDisk();
        for (String statement : List.of(
                "INSERT INTO n.t VALUES (1.7, NULL, NULL)",
                "INSERT INTO n.t VALUES ('12x', NULL, NULL)",
                "UPDATE n.t SET amount = 1.239 WHERE id = 3",
                "UPDATE n.t SET amount = 100 WHERE id = 3",
                "MERGE INTO n.t USING (SELECT 3 AS id, 500.0 AS amount) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET amount = s.amount")) {
            assertThatThrownBy(() -> tables.inLake(statement)).as(statement).isInstanceOf(SluiceException.class);
        }
        assertThat(filesOnDisk()).isEqualTo(before);
        tables.requireAlike(TABLE, "refused statements");
    }

    @Test
    void tablesThatOnlyTakeNewRowsTakeNothingElse() {
        fill(Map.of(TableProperties.APPEND_ONLY, "true"));
        for (String statement : List.of(
                "DELETE FROM n.t",
                "TRUNCATE n.t",
                "UPDATE n.t SET id = 1",
                "INSERT OVERWRITE n.t SELECT 1, NULL, NULL",
                "MERGE INTO n.t USING (SELECT 1 AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE")) {
            assertThatThrownBy(() -> tables.inLake(statement)).hasMessageContaining("delta.appendOnly");
        }
        assertThat(
                        tables.inLake(
                                "MERGE INTO n.t USING (SELECT 100 AS id) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)"))
                .isEqualTo(new Written(1, 0, 0));
    }

    @Test
    void wholePartitionsGoWithoutTheirFilesBeingOpened() throws IOException {
        fill(Map.of(), "day");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
                Files.write(file, new byte[] {1});
            }
        }
        assertThat(tables.inLake("DELETE FROM n.t WHERE day = '2026-01-02'")).isEqualTo(new Written(0, 0, 10));
        assertThat(tables.inLake("DELETE FROM n.t WHERE day > '2026-01-03'")).isEqualTo(new Written(0, 0, 20));
        assertThat(tables.files(TABLE)).hasSize(2);
    }

    @Test
    void rowsKeepTheirIdsWhenTheyAreChangedOrMoved() {
        for (String vectors : List.of("true", "false")) {
            TableName name = TableName.of("n", "ids_" + vectors);
            tables.create(
                    name, SCHEMA, Map.of("delta.enableRowTracking", "true", TableProperties.DELETION_VECTORS, vectors));
            tables.run("INSERT INTO %s SELECT i, NULL, 0 FROM range(10) r(i)".formatted(name));
            List<String> before = tables.ids(name);
            tables.run("UPDATE %s SET amount = 1 WHERE id IN (2, 3)".formatted(name));
            tables.run("DELETE FROM %s WHERE id = 0".formatted(name));
            tables.run(
                    "MERGE INTO %s AS t USING (SELECT 3 AS id) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET amount = 2"
                            .formatted(name));
            tables.requireAlike(name, "changes");
            assertThat(tables.ids(name)).as("vectors: %s", vectors).isEqualTo(before.subList(1, 10));
        }
    }
}
