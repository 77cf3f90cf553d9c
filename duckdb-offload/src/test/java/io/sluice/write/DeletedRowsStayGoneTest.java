package io.sluice.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableName;
import io.sluice.table.TableProperties;
import io.sluice.table.TableSchema;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that deletion vectors have taken away have no part in later statements, whatever values they had. */
class DeletedRowsStayGoneTest {
    private static final TableName TABLE = TableName.of("n", "t");
    private static final TableSchema SCHEMA =
            TableSchema.of(Field.optional("id", Primitive.LONG), Field.optional("number", Primitive.STRING));

    @TempDir
    private Path folder;

    private TwinTables tables;

    @BeforeEach
    void deleteRowsThatAreNoNumbers() {
        tables = new TwinTables(folder);
        tables.create(TABLE, SCHEMA, Map.of(TableProperties.DELETION_VECTORS, "true"));
        tables.create(TableName.of("n", "s"), SCHEMA, Map.of());
        tables.run(
                "INSERT INTO n.t SELECT i, CASE WHEN i % 10 = 3 THEN 'none' ELSE i::VARCHAR END FROM range(100) r(i)");
        tables.run("INSERT INTO n.s SELECT i, (2 * i)::VARCHAR FROM range(100) r(i)");
        tables.run("INSERT INTO n.s SELECT 10 * i + 3, 'twice' FROM range(10) r(i)");
        tables.run("DELETE FROM n.t WHERE number = 'none'");
        assertThat(tables.files(TABLE))
                .singleElement()
                .satisfies(task -> assertThat(task.deletions().count()).isEqualTo(10));
    }

    @AfterEach
    void close() {
        tables.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM n.t WHERE number::INTEGER > 40",
                "DELETE FROM n.t USING n.s WHERE t.id = s.id AND t.number::INTEGER > 40",
                "UPDATE n.t SET number = (number::INTEGER + 1)::VARCHAR WHERE id < 50",
                "UPDATE n.t SET number = (SELECT s.number FROM n.s WHERE s.id = t.id)",
                "MERGE INTO n.t USING n.s ON t.number::INTEGER = s.id WHEN MATCHED THEN UPDATE SET number = s.number",
                "MERGE INTO n.t USING n.s ON t.id = s.id WHEN MATCHED AND t.number::INTEGER > 40 THEN DELETE",
                "MERGE INTO n.t USING (SELECT * FROM n.s WHERE id < 20) AS s ON t.id = s.id"
                        + " WHEN NOT MATCHED BY SOURCE AND t.number::INTEGER > 40 THEN DELETE"
            })
    void valuesWithWhichAStatementWouldFailDoNotMatter(String statement) {
        tables.run(statement);
        tables.requireAlike(TABLE, statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM n.t WHERE id >= 0",
                "DELETE FROM n.t WHERE id < 50",
                "UPDATE n.t SET number = 'new'",
                "UPDATE n.t SET id = t.id + s.id FROM n.s WHERE t.id = s.id",
                "MERGE INTO n.t USING n.s ON t.id = s.id AND s.number <> 'twice' WHEN MATCHED THEN UPDATE SET id = s.id + 1"
                        + " WHEN NOT MATCHED THEN INSERT *",
                "MERGE INTO n.t USING (SELECT * FROM n.s WHERE id < 20) AS s ON t.id = s.id"
                        + " WHEN NOT MATCHED BY SOURCE THEN UPDATE SET number = 'alone'"
            })
    void theyAreNotChangedAgain(String statement) {
        Written written = tables.run(statement);
        tables.requireAlike(TABLE, statement);
        assertThat(written.deleted() + written.updated()).isEqualTo(changedBy(statement));
    }

    private static long changedBy(String statement) {
        return statement.contains("id < 50") ? 45 : statement.contains("id < 20") ? 72 : 90;
    }

    @Test
    void aRowOfTheSourceThatBelongsToADeletedRowIsInserted() {
        Written written = tables.run(
                "MERGE INTO n.t USING n.s ON t.id = s.id WHEN MATCHED THEN UPDATE SET number = s.number WHEN NOT MATCHED THEN INSERT *");

        tables.requireAlike(TABLE, "the merge");
        assertThat(written).isEqualTo(new Written(20, 90, 0));
    }

    @Test
    void theyAreNotCounted() {
        tables.inLake("UPDATE n.t SET number = (row_number() OVER (ORDER BY id))::VARCHAR");

        assertThat(tables.rows(TABLE)).hasSize(90).contains("{'id': 99, 'number': 90}");
    }

    @Test
    void aStatementThatFailsAtOtherRowsFails() {
        tables.run("INSERT INTO n.t VALUES (1000, 'no number')");

        assertThatThrownBy(() -> tables.inLake("DELETE FROM n.t WHERE number::INTEGER > 40"))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("'no number'");
        tables.requireAlike(TABLE, "the failure");
    }
}
