package io.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many files a statement opens, by the engine's own log of its file system. */
class PruningTest {
    private static final TableSchema SCHEMA = TableSchema.of(
            Field.optional("id", Primitive.LONG),
            Field.optional("day", Primitive.DATE),
            Field.optional("shop", Primitive.STRING));

    @TempDir
    private Path folder;

    private final Map<TableName, FileTable> tables = new HashMap<>();
    private final LakeSql sql =
            new LakeSql(name -> Optional.ofNullable(tables.get(name)), DuckDbSettings.DEFAULT, new Cancellation());

    @BeforeEach
    void fill() {
        FileTable partitioned = new FileTable("n.partitioned", folder, SCHEMA, "day");
        FileTable flat = new FileTable("n.flat", folder, SCHEMA);
        partitioned.append("SELECT i AS id, DATE '2026-01-01' + (i // 10)::INTEGER AS day, 'shop ' || (i // 10) AS shop"
                + " FROM range(100) t(i)");
        for (int i = 0; i < 10; i++) {
            flat.append("SELECT i AS id, DATE '2026-01-01' + (i // 10)::INTEGER AS day, 'shop ' || (i // 10) AS shop"
                    + " FROM range(%d, %d) t(i)".formatted(i * 10, i * 10 + 10));
        }
        tables.put(partitioned.name(), partitioned);
        tables.put(flat.name(), flat);
        sql.session().execute("CALL enable_logging('FileSystem', storage='memory')");
    }

    @AfterEach
    void close() {
        sql.close();
    }

    private int filesOpened(String statement) {
        sql.session().execute("CALL truncate_duckdb_logs()");
        sql.run(statement, new CollectedRows());
        Set<String> opened = new HashSet<>(sql.session()
                .query(
                        "SELECT message->>'path' FROM duckdb_logs WHERE type = 'FileSystem' AND message->>'op' = 'OPEN'"
                                + " AND message->>'path' LIKE '%.parquet'",
                        row -> row.text(1)));
        return opened.size();
    }

    @ParameterizedTest(name = "{0} opens {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "SELECT * FROM @ WHERE day = '2026-01-04'; 1",
                "SELECT * FROM @ WHERE id = 42; 1",
                "SELECT count(*) FROM @ WHERE shop = 'shop 3'; 1",
                "SELECT * FROM @ WHERE id IN (3, 95); 2",
                "SELECT * FROM @ WHERE day BETWEEN '2026-01-04' AND '2026-01-05' AND id > 0; 2",
                "SELECT * FROM @ WHERE shop LIKE 'shop 7%'; 1",
                "SELECT * FROM @ WHERE id < 5 OR id > 94; 2",
                "SELECT * FROM @ a JOIN @ b USING (day) WHERE a.day = '2026-01-04'; 1",
                "WITH c AS (SELECT * FROM @) SELECT * FROM c WHERE id = 15; 1",
                "SELECT id FROM @ WHERE id = 1 UNION ALL SELECT id FROM @ WHERE id = 99; 2",
                "SELECT * FROM @ WHERE day = '2026-01-04' ORDER BY id LIMIT 2; 1",
                "SELECT * FROM @ JOIN (VALUES (42)) v(x) ON x = id WHERE day = '2026-01-05'; 1",
                "SELECT * FROM @ WHERE id = -1; 0",
                "SELECT * FROM @; 10",
                "SELECT * FROM @ WHERE id % 2 = 0; 10",
            })
    void filesThatCannotMatchAreNotOpened(String query, int expected) {
        for (TableName table : tables.keySet()) {
            assertThat(filesOpened(query.replace("@", table.toString())))
                    .as("%s", table)
                    .isEqualTo(expected);
        }
    }
}
