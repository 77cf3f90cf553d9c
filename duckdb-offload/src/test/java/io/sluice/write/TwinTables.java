package io.sluice.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.memory.MemoryCatalog;
import io.sluice.commit.Committer;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.Pacing;
import io.sluice.commit.RetryPolicy;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.SqlText;
import io.sluice.format.delta.DeltaFormat;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeTransaction;
import io.sluice.lake.TransactionOutcome;
import io.sluice.query.PinnedTable;
import io.sluice.query.TableViews;
import io.sluice.query.VisibleTable;
import io.sluice.query.VisibleTable.Watch;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.sql.SqlScript;
import io.sluice.sql.SqlStatement;
import io.sluice.sql.WriteStatement;
import io.sluice.storage.LocalStorage;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The same tables twice: in a lake, and as plain tables of an engine. Statements run on both. */
final class TwinTables implements AutoCloseable {
    private static final String ENGINE = "test";

    private final Lake lake;
    private final DuckDbSession session = DuckDbSession.openForQueries(DuckDbSettings.DEFAULT, new Cancellation());
    private final DuckDbSession plain = DuckDbSession.openForQueries(DuckDbSettings.DEFAULT, new Cancellation());
    private final TableViews views = new TableViews(session, this::find);
    private final RowChanges changes = new RowChanges(session, views, ENGINE);
    private Optional<LakeTransaction> open = Optional.empty();

    TwinTables(Path folder) {
        lake = new Lake(
                new MemoryCatalog(),
                new LocalStorage(),
                folder.resolve("lake").toString(),
                DeltaFormat.system(),
                new Committer(RetryPolicy.DEFAULT, Pacing.system()));
        plain.execute("CREATE SCHEMA n");
    }

    Lake lake() {
        return lake;
    }

    private Optional<VisibleTable> find(TableName name) {
        return open.orElseThrow().find(name).map(table -> VisibleTable.within(table, Watch.READS));
    }

    /** Makes an empty table of both kinds. */
    void create(TableName name, TableSchema schema, Map<String, String> properties, String... partitionColumns) {
        CatalogTable reserved = lake.reserve(name);
        TableMetadata metadata =
                new TableMetadata(reserved.id(), schema, List.of(partitionColumns), properties, Optional.empty());
        lake.create(reserved, metadata, List.of(), new Operation(ENGINE, "CREATE TABLE", Map.of(), Map.of()));
        List<String> columns = schema.columns().stream()
                .map(field -> '"' + field.name() + "\" " + DuckDbTypes.sql(field.type()))
                .toList();
        plain.execute("CREATE TABLE %s (%s)".formatted(name, String.join(", ", columns)));
    }

    /** Runs a statement on the lake's table alone, in a transaction of its own. */
    Written inLake(String statement) {
        begin();
        try {
            Written written = step(statement);
            commit();
            return written;
        } finally {
            open.ifPresent(LakeTransaction::close);
            open = Optional.empty();
        }
    }

    void begin() {
        open = Optional.of(lake.begin(IsolationLevel.WRITE_SERIALIZABLE, ENGINE));
    }

    void commit() {
        assertThat(open.orElseThrow().commit()).isInstanceOf(TransactionOutcome.Committed.class);
        open = Optional.empty();
    }

    Written step(String statement) {
        List<SqlStatement> parsed = SqlScript.parse(statement);
        WriteStatement write = (WriteStatement) parsed.get(0);
        return changes.write(write, open.orElseThrow().table(write.target().name()));
    }

    /** Runs a statement on both kinds; the plain tables may need other words for it. */
    Written run(String statement, String plainly) {
        plain.execute(plainly);
        return inLake(statement);
    }

    Written run(String statement) {
        return run(statement, statement);
    }

    /** Runs a statement on both within the transaction that is open. */
    void stepOnBoth(String statement) {
        plain.execute(statement);
        step(statement);
    }

    /** The rows of the lake's table are those of the plain one. */
    void requireAlike(TableName name, String after) {
        assertThat(rows(name)).as("after %s", after).isEqualTo(rows(plain, "SELECT * FROM " + name));
    }

    List<String> rows(TableName name) {
        boolean mine = open.isEmpty();
        if (mine) {
            begin();
        }
        try {
            String sql = "SELECT * FROM " + name;
            return rows(session, views.prepare(sql, Optional.empty()).sql());
        } finally {
            views.drop();
            if (mine) {
                open.orElseThrow().close();
                open = Optional.empty();
            }
        }
    }

    private static List<String> rows(DuckDbSession session, String sql) {
        return session.query("SELECT CAST(t AS VARCHAR) FROM (%s) t ORDER BY 1".formatted(sql), row -> row.text(1));
    }

    /** The rows' first column with the id that each row has. */
    List<String> ids(TableName name) {
        begin();
        try {
            PinnedTable view = views.target(open.orElseThrow().table(name).snapshot(), name);
            views.define(view, files(name));
            return rows(
                    session, "SELECT id, %s FROM %s".formatted(SqlText.identifier(PinnedTable.ROW_ID), view.view()));
        } finally {
            views.drop();
            open.orElseThrow().close();
            open = Optional.empty();
        }
    }

    List<ScanTask> files(TableName name) {
        return new ArrayList<>(lake.table(name).snapshot().plan(Predicate.ALL).tasks());
    }

    @Override
    public void close() {
        session.close();
        plain.close();
        lake.close();
    }
}
