package io.sluice.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableName;
import io.sluice.table.TableProperties;
import io.sluice.table.TableSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statements do to tables of a lake what they do to plain tables of the engine. */
class RowChangesTest {
    private static final TableName TABLE = TableName.of("n", "t");
    private static final TableName SOURCE = TableName.of("n", "s");
    private static final TableSchema SCHEMA = TableSchema.of(
            Field.optional("id", Primitive.LONG),
            Field.optional("day", Primitive.DATE),
            Field.optional("shop", Primitive.STRING),
            Field.optional("amount", new Decimal(10, 2)));

    /** Ways in which a table can keep its rows. */
    enum Kind {
        FLAT,
        PARTITIONED,
        WITHOUT_VECTORS,
        WITH_CHANGE_FEED,
        REWRITTEN_WITH_CHANGE_FEED
    }

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

    private void fill(Kind kind) {
        boolean vectors = kind != Kind.WITHOUT_VECTORS && kind != Kind.REWRITTEN_WITH_CHANGE_FEED;
        boolean feed = kind == Kind.WITH_CHANGE_FEED || kind == Kind.REWRITTEN_WITH_CHANGE_FEED;
        String[] partition = kind == Kind.PARTITIONED ? new String[] {"day"} : new String[0];
        Map<String, String> properties = Map.of(
                TableProperties.DELETION_VECTORS,
                String.valueOf(vectors),
                TableProperties.CHANGE_FEED,
                String.valueOf(feed));
        tables.create(TABLE, SCHEMA, properties, partition);
        tables.create(SOURCE, SCHEMA, Map.of());
        for (int first = 0; first < 400; first += 100) {
            tables.run("INSERT INTO n.t SELECT i, DATE '2026-01-01' + (i // 50)::INTEGER, 'shop ' || (i % 7), i / 4"
                    + " FROM range(%d, %d) r(i)".formatted(first, first + 100));
        }
        tables.run("INSERT INTO n.s SELECT i, DATE '2026-01-05', 'new ' || i, 1.5 FROM range(350, 450) r(i)");
        tables.requireAlike(TABLE, "filling");
    }

    private static final List<String> STATEMENTS = List.of(
            "DELETE FROM n.t WHERE id = 17",
            "DELETE FROM n.t WHERE id IN (17, 18, 19, 250)",
            "DELETE FROM n.t WHERE id % 10 = 3",
            "DELETE FROM n.t x WHERE x.day = '2026-01-02' AND x.id > 70",
            "DELETE FROM n.t WHERE day = DATE '2026-01-03'",
            "DELETE FROM n.t WHERE id = (SELECT max(id) FROM n.t)",
            "DELETE FROM n.t WHERE id IN (SELECT id FROM n.s WHERE id < 380)",
            "DELETE FROM n.t USING n.s WHERE t.id = s.id AND s.id > 390",
            "DELETE FROM n.t WHERE shop IS NULL",
            "INSERT INTO n.t VALUES (1000, '2026-03-01', NULL, 12.5), (1001, NULL, 'x', NULL)",
            "INSERT INTO n.t (shop, id) SELECT 'by list', 2000 + i FROM range(3) r(i)",
            "INSERT INTO n.t BY NAME SELECT 3000 AS id, 'by name' AS shop",
            "INSERT INTO n.t SELECT id + 5000, day, shop, amount FROM n.t WHERE id < 20",
            "UPDATE n.t SET amount = amount + 1 WHERE id = 42",
            "UPDATE n.t SET shop = 'moved', day = day + 1 WHERE id BETWEEN 95 AND 130",
            "UPDATE n.t AS x SET amount = x.amount * 2 WHERE x.shop = 'shop 1'",
            "UPDATE n.t SET shop = s.shop FROM n.s WHERE t.id = s.id",
            "UPDATE n.t SET amount = (SELECT max(amount) FROM n.t) WHERE id = 200",
            "UPDATE n.t SET id = id + 10000 WHERE id % 50 = 0",
            "MERGE INTO n.t USING n.s ON t.id = s.id WHEN MATCHED THEN UPDATE SET shop = s.shop, amount = t.amount + s.amount"
                    + " WHEN NOT MATCHED THEN INSERT (id, day, shop) VALUES (s.id, s.day, s.shop)",
            "MERGE INTO n.t AS x USING (SELECT id, shop FROM n.s WHERE id < 360) AS y ON x.id = y.id"
                    + " WHEN MATCHED AND x.id % 2 = 0 THEN DELETE WHEN MATCHED THEN UPDATE SET shop = y.shop || '!'",
            "MERGE INTO n.t USING n.s ON t.id = s.id WHEN NOT MATCHED BY SOURCE AND t.id < 10 THEN DELETE"
                    + " WHEN NOT MATCHED BY SOURCE AND t.id < 20 THEN UPDATE SET shop = 'alone'",
            "UPDATE n.t SET shop = 'all'",
            "DELETE FROM n.t WHERE id >= 0 AND id < 300",
            "DELETE FROM n.t");

    @ParameterizedTest
    @EnumSource(Kind.class)
    void statementsOneAfterTheOther(Kind kind) {
        fill(kind);
        for (String statement : STATEMENTS) {
            tables.run(statement);
            tables.requireAlike(TABLE, statement);
        }
        assertThat(tables.files(TABLE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"WITH_CHANGE_FEED", "REWRITTEN_WITH_CHANGE_FEED"},
            mode = EnumSource.Mode.EXCLUDE)
    void statementsOfOneTransactionSeeWhatEarlierOnesHaveDone(Kind kind) {
        fill(kind);
        tables.begin();
        for (String statement : STATEMENTS) {
            tables.stepOnBoth(statement);
            tables.requireAlike(TABLE, statement);
        }
        tables.commit();
        tables.requireAlike(TABLE, "the commit");
    }
}
