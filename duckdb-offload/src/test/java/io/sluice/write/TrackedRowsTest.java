package io.sluice.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.query.PinnedTable;
import io.sluice.query.TableViews;
import io.sluice.scan.Predicate;
import io.sluice.scan.Snapshot;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of a table that tracks them keep their ids, whatever file they go to. */
class TrackedRowsTest {
    private static final TableName T = TableName.of("n", "t");

    @TempDir
    Path folder;

    private TwinTables tables;

    @BeforeEach
    void open() {
        tables = new TwinTables(folder);
    }

    @AfterEach
    void close() {
        tables.close();
    }

    private void create(String deletionVectors) {
        TableSchema schema =
                new TableSchema(List.of(Field.optional("id", Primitive.LONG), Field.optional("v", Primitive.STRING)));
        tables.create(
                T, schema, Map.of("delta.enableRowTracking", "true", "delta.enableDeletionVectors", deletionVectors));
        tables.inLake("INSERT INTO n.t SELECT i, 'old' FROM range(10) r(i)");
    }

    /** The id and the version of each row, by the column {@code id}. */
    private Map<Long, String> lineages() {
        Snapshot snapshot = tables.lake().table(T).snapshot();
        try (DuckDbSession session = DuckDbSession.openForQueries(DuckDbSettings.DEFAULT, new Cancellation())) {
            TableViews views = new TableViews(session, name -> Optional.empty());
            PinnedTable view = views.target(snapshot, T);
            views.define(view, snapshot.plan(Predicate.ALL).tasks());
            Map<Long, String> lineages = new LinkedHashMap<>();
            session.query(
                            "SELECT id, \"%s\", \"%s\" FROM %s ORDER BY id"
                                    .formatted(PinnedTable.ROW_ID, PinnedTable.ROW_VERSION, view.view()),
                            row -> Map.entry(row.number(1), row.text(2) + "@" + row.text(3)))
                    .forEach(row -> lineages.put(row.getKey(), row.getValue()));
            return lineages;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void changedAndMovedRowsKeepTheirIds(String deletionVectors) {
        create(deletionVectors);

        tables.inLake("UPDATE n.t SET v = 'new' WHERE id = 3");
        tables.inLake("DELETE FROM n.t WHERE id = 4");
        tables.inLake("UPDATE n.t SET v = 'newer' WHERE id IN (3, 5)");

        Map<Long, String> lineages = lineages();
        assertThat(lineages.keySet()).containsExactly(0L, 1L, 2L, 3L, 5L, 6L, 7L, 8L, 9L);
        assertThat(lineages).containsEntry(0L, "0@1").containsEntry(9L, "9@1");
        assertThat(lineages).containsEntry(3L, "3@4").containsEntry(5L, "5@4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void mergedRowsKeepTheirIdsAndNewOnesGetOthers(String deletionVectors) {
        create(deletionVectors);

        tables.inLake("MERGE INTO n.t USING (SELECT * FROM (VALUES (2, 'new'), (20, 'new')) s(id, v)) s ON t.id = s.id"
                + " WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, s.v)");

        Map<Long, String> lineages = lineages();
        assertThat(lineages).containsEntry(1L, "1@1").containsEntry(2L, "2@2");
        assertThat(lineages.values()).doesNotHaveDuplicates().hasSize(11);
        assertThat(Long.parseLong(lineages.get(20L).replace("@2", ""))).isGreaterThan(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void rowsThatAreChangedTwiceInATransactionKeepTheirIds(String deletionVectors) {
        create(deletionVectors);

        tables.begin();
        tables.step("UPDATE n.t SET v = 'a' WHERE id = 3");
        tables.step("UPDATE n.t SET v = 'b' WHERE id IN (2, 3)");
        tables.commit();

        assertThat(lineages()).containsEntry(2L, "2@2").containsEntry(3L, "3@2").hasSize(10);
    }
}
