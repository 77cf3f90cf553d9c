package io.sluice.session;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.IsolationLevel;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.duckdb.RowSink;
import io.sluice.error.SluiceException;
import io.sluice.lake.LakeTransaction;
import io.sluice.lake.Pins;
import io.sluice.lake.TransactionOutcome;
import io.sluice.query.LakeSql;
import io.sluice.query.VisibleTable.Watch;
import io.sluice.session.StatementEnd.Done;
import io.sluice.sql.Span;
import io.sluice.sql.SqlScript;
import io.sluice.sql.SqlStatement;
import io.sluice.sql.SqlStatement.Explanation;
import io.sluice.sql.SqlStatement.Option;
import io.sluice.sql.SqlStatement.Query;
import io.sluice.sql.TableStatement;
import io.sluice.sql.TransactionStatement;
import io.sluice.sql.TransactionStatement.Access;
import io.sluice.sql.TransactionStatement.Begin;
import io.sluice.sql.TransactionStatement.Commit;
import io.sluice.sql.WriteStatement;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Runs statements one after the other. Each is a transaction of its own, which is run again on the newest states if
 * others have overtaken it, or belongs to the transaction that BEGIN has opened; then COMMIT tells how it ended, and
 * nothing is run again, as the user may have read. After an error in such a transaction only ROLLBACK is accepted. Not
 * safe for use by several threads.
 */
public final class SqlSession implements AutoCloseable {
    private final LakeSource source;
    private final SessionSettings settings;
    private final LakeSql sql;
    private final Statements statements;
    private final PinnedReads reads = new PinnedReads();
    private IsolationLevel level;
    private Optional<OpenTransaction> transaction = Optional.empty();
    private Scope current;

    public SqlSession(LakeSource source, SessionSettings settings, DuckDbSettings engine, Cancellation cancellation) {
        this.source = requireNonNull(source, "source");
        this.settings = requireNonNull(settings, "settings");
        this.level = settings.firstLevel();
        this.sql = LakeSql.over(name -> current.find(name), engine, cancellation);
        this.statements = new Statements(source, sql);
    }

    /** Whether BEGIN has opened a transaction that is not over. */
    public boolean isInTransaction() {
        return transaction.isPresent();
    }

    /** The versions of the tables that statements have read so far; where there were several, the first. */
    public Pins pins() {
        return reads.pins();
    }

    /**
     * Runs the statements of a script; the first one that does not end well is the last. A transaction that the script
     * leaves open is rolled back, which is a user error.
     */
    public StatementEnd runScript(String script, SessionOutput output) {
        List<SqlStatement> parsed = SqlScript.parse(script);
        if (parsed.isEmpty()) {
            throw SluiceException.user("there is no statement to run: write, for example, 'SELECT 1'");
        }
        for (SqlStatement statement : parsed) {
            StatementEnd end = run(statement, output);
            if (!(end instanceof Done)) {
                return end;
            }
        }
        requireNoTransaction();
        return new Done();
    }

    /** Ends the input: a user error if a transaction is open; it is rolled back. */
    public void requireNoTransaction() {
        if (transaction.isPresent()) {
            close(transaction.get());
            throw SluiceException.user(
                    "the transaction was not ended: nothing of it is committed. End it with COMMIT or ROLLBACK");
        }
    }

    /** Runs one statement. An error fails the transaction that is open. */
    public StatementEnd run(SqlStatement statement, SessionOutput output) {
        try {
            return statement instanceof TransactionStatement part ? run(part, output) : runInside(statement, output);
        } catch (RuntimeException failure) {
            fail();
            throw failure;
        }
    }

    /** Tells the session of an error outside of {@link #run}, for example of a text that is no statement. */
    public void fail() {
        transaction.ifPresent(OpenTransaction::fail);
    }

    private StatementEnd run(TransactionStatement statement, SessionOutput output) {
        if (statement instanceof Begin begin) {
            begin(begin);
            output.report(StatementReport.of("BEGIN"));
            return new Done();
        }
        OpenTransaction open =
                transaction.orElseThrow(() -> statement.span().error("no transaction is open: BEGIN opens one"));
        if (!(statement instanceof Commit)) {
            close(open);
            output.report(StatementReport.of("ROLLBACK"));
            return new Done();
        }
        open.requireSound();
        return commit(open, output);
    }

    private void begin(Begin begin) {
        if (transaction.isPresent()) {
            throw begin.span().error("a transaction is open already: end it with COMMIT or ROLLBACK first");
        }
        Scope scope = new Scope(source, begin.level().orElse(level), settings.pins(), Watch.READS);
        transaction = Optional.of(new OpenTransaction(scope, begin.access()));
    }

    private void close(OpenTransaction open) {
        transaction = Optional.empty();
        reads.add(open.scope().pins());
        open.scope().close();
    }

    private StatementEnd commit(OpenTransaction open, SessionOutput output) {
        try {
            Optional<TransactionOutcome> outcome = open.scope().transaction().map(LakeTransaction::commit);
            if (outcome.isPresent() && outcome.get() instanceof TransactionOutcome.Rejected rejected) {
                return Endings.rejected(rejected, ". The transaction is over: begin it again");
            }
            if (outcome.isPresent() && outcome.get() instanceof TransactionOutcome.Unknown unknown) {
                return Endings.unknown(unknown);
            }
            StatementReport report = StatementReport.of("COMMIT");
            output.report(
                    outcome.map(committed -> report.committed(((TransactionOutcome.Committed) committed).versions()))
                            .orElse(report));
            return new Done();
        } finally {
            close(open);
        }
    }

    private StatementEnd runInside(SqlStatement statement, SessionOutput output) {
        transaction.ifPresent(OpenTransaction::requireSound);
        if (statement instanceof Option option) {
            set(option);
            return new Done();
        }
        if (statement instanceof Query query) {
            return query(query.span(), output);
        }
        if (statement instanceof WriteStatement write) {
            return change(new Work(statement, level, scope -> statements.write(write, scope)), output);
        }
        if (statement instanceof Explanation explanation) {
            return reading(scope -> output.query(statements.explain(explanation)));
        }
        TableStatement table = (TableStatement) statement;
        if (table instanceof TableStatement.DescribeHistory history) {
            return reading(scope -> output.query(statements.history(history, scope)));
        }
        if (Statements.isDefinition(table) && !isReplacement(table)) {
            return define(table, output);
        }
        return change(new Work(statement, level, scope -> statements.alter(table, scope)), output);
    }

    private boolean isReplacement(TableStatement statement) {
        if (transaction.isPresent()) {
            return Statements.isReplacement(statement, transaction.get().scope());
        }
        try (Scope scope = new Scope(source, level, settings.pins(), Watch.NOTHING)) {
            return Statements.isReplacement(statement, scope);
        }
    }

    private void set(Option option) {
        if (!option.name().equals("isolation")) {
            throw option.span()
                    .error("there is no option 'sluice.%s': the one there is is sluice.isolation"
                            .formatted(option.name()));
        }
        level = level(option);
    }

    private static IsolationLevel level(Option option) {
        return switch (option.value().toUpperCase(Locale.ROOT).replaceAll("[-_ ]", "")) {
            case "SERIALIZABLE" -> IsolationLevel.SERIALIZABLE;
            case "WRITESERIALIZABLE" -> IsolationLevel.WRITE_SERIALIZABLE;
            default ->
                throw option.span()
                        .error("'%s' is not an isolation level: write 'serializable' or 'write-serializable'"
                                .formatted(option.value()));
        };
    }

    private StatementEnd query(Span query, SessionOutput output) {
        if (LakeSql.isSetting(query)) {
            sql.run(query, NoRows.INSTANCE);
            return new Done();
        }
        if (Statements.isShowTables(query)) {
            return reading(scope -> output.query(Statements.tables(scope)));
        }
        return reading(scope -> output.query(new EngineResult(query)));
    }

    /** Statements that only read: in the open transaction, or in one of their own that nothing depends on. */
    private StatementEnd reading(ScopeUser work) {
        if (transaction.isPresent()) {
            use(transaction.get().scope(), work);
            return new Done();
        }
        try (Scope scope = new Scope(source, level, settings.pins(), Watch.NOTHING)) {
            use(scope, work);
            reads.add(scope.pins());
        }
        return new Done();
    }

    private void use(Scope scope, ScopeUser work) {
        current = scope;
        work.use(scope);
    }

    private StatementEnd define(TableStatement statement, SessionOutput output) {
        if (transaction.isPresent()) {
            return change(new Work(statement, level, scope -> statements.defineWithin(statement, scope)), output);
        }
        try (Scope scope = new Scope(source, level, settings.pins(), Watch.NOTHING)) {
            current = scope;
            return statements.define(statement, scope, output);
        }
    }

    private StatementEnd change(Work work, SessionOutput output) {
        if (transaction.isPresent()) {
            OpenTransaction open = transaction.get();
            open.requireWriting(work.statement());
            current = open.scope();
            StatementReport report = work.action().run(open.scope());
            tell(work.statement(), report, output);
            return new Done();
        }
        Instant begun = settings.reruns().clock().instant();
        for (int run = 1; ; run++) {
            try (Scope scope = new Scope(source, work.level(), settings.pins(), Watch.READS)) {
                current = scope;
                StatementReport report = work.action().run(scope);
                TransactionOutcome outcome = scope.transaction().orElseThrow().commit();
                reads.add(scope.pins());
                if (outcome instanceof TransactionOutcome.Committed committed) {
                    tell(work.statement(), report.committed(committed.versions()), output);
                    return new Done();
                }
                if (outcome instanceof TransactionOutcome.Unknown unknown) {
                    return Endings.unknown(unknown);
                }
                boolean again = !settings.hasPins() && settings.reruns().pauseAfter(run, begun);
                if (!again) {
                    return Endings.rejected((TransactionOutcome.Rejected) outcome, tries(run));
                }
            }
        }
    }

    private void tell(SqlStatement statement, StatementReport report, SessionOutput output) {
        if (statement instanceof WriteStatement write && write.returning().isPresent()) {
            output.query(new ReturnedRows(sql.session()));
        }
        output.report(report);
    }

    private static String tries(int runs) {
        return runs == 1 ? "" : ". The statement was run %d times".formatted(runs);
    }

    @Override
    public void close() {
        transaction.ifPresent(open -> open.scope().close());
        sql.close();
    }

    /** A statement that changes a table, and what it does. */
    private record Work(SqlStatement statement, IsolationLevel level, Action action) {}

    @FunctionalInterface
    private interface Action {
        StatementReport run(Scope scope);
    }

    @FunctionalInterface
    private interface ScopeUser {
        void use(Scope scope);
    }

    /** The transaction that BEGIN has opened. */
    private static final class OpenTransaction {
        private final Scope scope;
        private final Access access;
        private boolean failed;

        OpenTransaction(Scope scope, Access access) {
            this.scope = scope;
            this.access = access;
        }

        Scope scope() {
            return scope;
        }

        void fail() {
            failed = true;
        }

        void requireSound() {
            if (failed) {
                throw SluiceException.user(
                        "the transaction has failed, because of the error before: only ROLLBACK ends it");
            }
        }

        void requireWriting(SqlStatement statement) {
            if (access == Access.READ_ONLY) {
                throw statement.span().error("the transaction is READ ONLY: it changes nothing");
            }
        }
    }

    /** A query of the user, over the tables of the transaction. */
    private final class EngineResult implements QueryResult {
        private final Span query;

        EngineResult(Span query) {
            this.query = query;
        }

        @Override
        public void stream(RowSink sink) {
            sql.run(query, sink);
        }

        @Override
        public void writeParquet(Path file) {
            sql.writeParquet(query, file);
        }
    }
}
