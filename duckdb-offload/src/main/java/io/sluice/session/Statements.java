package io.sluice.session;

import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.duckdb.EngineName;
import io.sluice.duckdb.ResultColumn;
import io.sluice.format.HistoryEntry;
import io.sluice.lake.LakeTransaction;
import io.sluice.lake.TransactionTable;
import io.sluice.query.LakeSql;
import io.sluice.sql.ComposedSql;
import io.sluice.sql.Lexer;
import io.sluice.sql.Span;
import io.sluice.sql.SqlStatement.Explanation;
import io.sluice.sql.TableStatement;
import io.sluice.sql.TableStatement.AlterTable;
import io.sluice.sql.TableStatement.Alteration;
import io.sluice.sql.TableStatement.CreateTable;
import io.sluice.sql.TableStatement.DescribeHistory;
import io.sluice.sql.TableStatement.DropTable;
import io.sluice.sql.TableStatement.Moment;
import io.sluice.sql.TableStatement.Restore;
import io.sluice.sql.Token;
import io.sluice.sql.WriteStatement;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import io.sluice.write.RowChanges;
import io.sluice.write.Written;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Carries out single statements. When, and in which transaction, is not its to say. */
final class Statements {
    private final LakeSource source;
    private final LakeSql sql;

    Statements(LakeSource source, LakeSql sql) {
        this.source = source;
        this.sql = sql;
    }

    /** A statement that changes rows. */
    StatementReport write(WriteStatement statement, Scope scope) {
        LakeTransaction transaction = scope.transactionFor(statement.target().name());
        TransactionTable table =
                requireTable(statement.target().name(), statement.target().span(), transaction);
        Written rows = new RowChanges(sql.session(), sql.views(), EngineName.TEXT).write(statement, table);
        return StatementReport.ofRows(verb(statement), rows);
    }

    private static String verb(WriteStatement statement) {
        boolean overwrite = statement instanceof WriteStatement.Insert insert
                && !(insert.replaced() instanceof WriteStatement.Replaced.Nothing);
        return overwrite
                ? "INSERT OVERWRITE"
                : statement.getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT);
    }

    private static TransactionTable requireTable(TableName name, Span place, LakeTransaction transaction) {
        return transaction
                .find(name)
                .orElseThrow(() -> place.error(
                        "there is no table %s in this lake: 'sluice tables' lists those there are".formatted(name)));
    }

    /** Whether a statement makes, removes or renames a table. */
    static boolean isDefinition(TableStatement statement) {
        boolean renames = statement instanceof AlterTable alter && alter.alteration() instanceof Alteration.RenameTable;
        return renames || statement instanceof CreateTable || statement instanceof DropTable;
    }

    /** A statement that makes, removes or renames a table, as a part of a transaction. */
    StatementReport defineWithin(TableStatement statement, Scope scope) {
        return new DefinitionsWithin(source, sql, scope).run(statement);
    }

    /** A statement that makes, removes or renames a table, as a transaction of its own. */
    StatementEnd define(TableStatement statement, Scope scope, SessionOutput output) {
        Definitions definitions = new Definitions(source, sql, scope, output);
        if (statement instanceof CreateTable create) {
            return definitions.create(create);
        }
        if (statement instanceof DropTable drop) {
            return definitions.drop(drop);
        }
        AlterTable alter = (AlterTable) statement;
        return definitions.rename(alter, (Alteration.RenameTable) alter.alteration());
    }

    /** Whether the statement puts another table in the place of one that is there. */
    static boolean isReplacement(TableStatement statement, Scope scope) {
        return statement instanceof CreateTable create
                && create.ifExists() == TableStatement.IfExists.REPLACE
                && scope.find(create.target().name()).isPresent();
    }

    /** A statement that changes the definition or the state of a table. */
    StatementReport alter(TableStatement statement, Scope scope) {
        TableName name = statement.target().name();
        if (statement instanceof CreateTable create) {
            return Definitions.replace(create, source.made(), scope, sql);
        }
        LakeTransaction transaction = scope.transactionFor(name);
        TransactionTable table = requireTable(name, statement.target().span(), transaction);
        if (statement instanceof Restore restore) {
            restore(restore, table);
            return StatementReport.of("RESTORE");
        }
        AlterTable alter = (AlterTable) statement;
        new Alterations(sql, alter, table).apply();
        return StatementReport.of(
                alter.alteration() instanceof Alteration.CommentTable
                                || alter.alteration() instanceof Alteration.CommentColumn
                        ? "COMMENT"
                        : "ALTER TABLE");
    }

    private void restore(Restore restore, TransactionTable table) {
        TableVersion version = version(restore.moment(), table);
        if (version.isAfter(table.version())) {
            throw restore.span()
                    .error("table %s has no version %s: the last one is %s"
                            .formatted(restore.target().name(), version, table.version()));
        }
        table.opened().snapshotAt(version);
        table.change(
                new Operation(EngineName.TEXT, "RESTORE", Map.of("version", version.toString()), Map.of()),
                List.of(new TableChange.Restore(version)));
    }

    private TableVersion version(Moment moment, TransactionTable table) {
        if (moment instanceof Moment.Version version) {
            long number = number(version.expression(), "(%s)::BIGINT", "a version");
            return new TableVersion(Math.max(0, number));
        }
        Span expression = ((Moment.Timestamp) moment).expression();
        long micros = number(expression, "epoch_us((%s)::TIMESTAMPTZ)", "a time");
        return table.opened()
                .snapshotAsOf(Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
                .version();
    }

    private long number(Span expression, String conversion, String what) {
        String[] around = conversion.split("%s", -1);
        ComposedSql asking =
                new ComposedSql().add("SELECT " + around[0]).add(expression).add(around[1]);
        String value = sql.query(asking, row -> row.text(1)).get(0);
        if (value == null) {
            throw expression.error("NULL is not " + what);
        }
        return Long.parseLong(value);
    }

    /** {@code DESCRIBE HISTORY}, newest first. */
    QueryResult history(DescribeHistory history, Scope scope) {
        TableName name = history.target().name();
        scope.lakeOf(name);
        TransactionTable table =
                requireTable(name, history.target().span(), scope.transaction().orElseThrow());
        int limit = history.limit()
                .map(span -> (int) Math.min(Integer.MAX_VALUE, Math.max(0, number(span, "(%s)::BIGINT", "a number"))))
                .orElse(Integer.MAX_VALUE);
        List<ResultColumn> columns = List.of(
                new ResultColumn("version", "BIGINT"),
                new ResultColumn("timestamp", "TIMESTAMP WITH TIME ZONE"),
                new ResultColumn("operation", "VARCHAR"),
                new ResultColumn("engine", "VARCHAR"),
                new ResultColumn("parameters", "MAP(VARCHAR, VARCHAR)"),
                new ResultColumn("metrics", "MAP(VARCHAR, VARCHAR)"));
        List<List<Object>> rows = new ArrayList<>();
        for (HistoryEntry entry : table.opened().history(limit)) {
            if (!entry.version().isAfter(table.version())) {
                rows.add(List.of(
                        entry.version().number(),
                        entry.committedAt().toString(),
                        entry.operation().name(),
                        entry.operation().engine(),
                        entry.operation().parameters(),
                        entry.operation().metrics()));
            }
        }
        return new SmallResult(columns, rows);
    }

    /** The plan of what a statement reads that changes rows. */
    QueryResult explain(Explanation explanation) {
        ComposedSql explaining = ReadingQuery.add(new ComposedSql().add("EXPLAIN "), explanation.statement());
        List<List<Object>> rows = sql.query(explaining, row -> List.of(row.text(1), row.text(2)));
        return new SmallResult(
                List.of(new ResultColumn("explain_key", "VARCHAR"), new ResultColumn("explain_value", "VARCHAR")),
                rows);
    }

    /** Whether it is SHOW TABLES, which the engine knows nothing of. */
    static boolean isShowTables(Span query) {
        List<Token> tokens = Lexer.tokens(query.text());
        return tokens.size() == 2
                && tokens.get(0).isWord("SHOW")
                && tokens.get(1).isWord("TABLES");
    }

    /** The tables that a transaction sees, by name. */
    static QueryResult tables(Scope scope) {
        List<List<Object>> rows = new ArrayList<>();
        scope.transaction()
                .ifPresent(open -> open.names()
                        .forEach(name -> rows.add(List.of(name.namespace().value(), name.table()))));
        return new SmallResult(
                List.of(new ResultColumn("namespace", "VARCHAR"), new ResultColumn("name", "VARCHAR")), rows);
    }
}
