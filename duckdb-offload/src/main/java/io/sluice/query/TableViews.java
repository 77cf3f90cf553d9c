package io.sluice.query;

import static java.util.Objects.requireNonNull;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import io.sluice.query.PlanFilters.Wanted;
import io.sluice.query.TableReference.At;
import io.sluice.scan.Predicate;
import io.sluice.scan.RowLineage;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.table.Field;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Makes the tables that a statement names known to the engine, as views over just the files that it needs. A statement
 * that only reads is prepared inside of a transaction of the engine, which takes the views with it. One that writes
 * works in several steps, which keep what earlier ones have made, and calls {@link #drop} at its end.
 */
public final class TableViews {
    private final DuckDbSession session;
    private final VisibleTables lookup;
    private final DeletedRows deleted;
    private final Map<String, String> drops = new LinkedHashMap<>();
    private int count;

    /** No transaction is open in the session. */
    public TableViews(DuckDbSession session, VisibleTables lookup) {
        this.session = requireNonNull(session, "session");
        this.lookup = requireNonNull(lookup, "lookup");
        this.deleted = new DeletedRows(session);
    }

    /** Makes the views, in the transaction that is open; returns the statement to run over them. */
    String prepare(Statement statement) {
        drops.clear();
        forget();
        ChangeViews changes = new ChangeViews(session, this, lookup);
        References references = new References(changes.named(statement));
        define(references.tables(), statement.withoutExplain(references.sql()), this::beginAnew);
        changes.define();
        return references.sql();
    }

    /** Anything but a view of ours is kept out of the transaction that the engine has given up. */
    private void beginAnew() {
        session.execute("ROLLBACK");
        session.execute("BEGIN TRANSACTION");
    }

    /** A view of a table's rows with their places, under a name of its own; it is made when it is needed. */
    public PinnedTable target(Snapshot snapshot, TableName name) {
        int index = count++;
        return new PinnedTable(index, "@" + index, name.table(), snapshot, PinnedTable.Places.SHOWN);
    }

    /**
     * A step of a statement that writes.
     *
     * @param sql what to run
     * @param files of the target that it reads; empty if it does not name the target's view
     */
    public record Step(String sql, Optional<ReadFiles> files) {}

    /**
     * The target of a step.
     *
     * @param known every row that the step needs satisfies it, whatever the SQL says
     */
    public record Target(PinnedTable table, Predicate known, Scope scope, Deleted deleted) {
        /** A target of which only files are read that may hold rows that the step needs. */
        public static Target of(PinnedTable table) {
            return new Target(table, Predicate.ALL, Scope.NEEDED_FILES, Deleted.HIDDEN);
        }

        public Target showing(Deleted other) {
            return new Target(table, known, scope, other);
        }
    }

    /** Whether a view shows rows that are deleted. */
    public enum Deleted {
        HIDDEN,
        /** They are to be taken out of what a query finds, which costs less than asking for each row of a scan. */
        SHOWN
    }

    /** Which files of a target a view is over. */
    public enum Scope {
        NEEDED_FILES,
        /** All files, so that they have the same numbers in every step. */
        ALL_FILES
    }

    /** Makes the views for a step; no transaction is open. */
    public Step prepare(String sql, Optional<Target> target) {
        List<Statement> statements = Statement.split(sql);
        ChangeViews changes = new ChangeViews(session, this, lookup);
        References references = new References(changes.named(statements.get(0)));
        Map<PinnedTable, Use> tables = references.tables();
        target.ifPresent(wanted -> tables.put(
                wanted.table(), new Use(wanted.known(), wanted.scope(), wanted.deleted(), rows -> {}, true)));
        Map<PinnedTable, ReadFiles> files = define(tables, references.sql(), () -> {});
        changes.define();
        return new Step(references.sql(), target.map(known -> files.get(known.table())));
    }

    /** Makes a view over some files of a table, without the rows that are deleted according to the tasks. */
    public void define(PinnedTable table, List<ScanTask> tasks) {
        define(table, ReadFiles.of(tasks, Predicate.ALL, false));
    }

    /** Makes a view over files of a table. */
    public void define(PinnedTable table, ReadFiles files) {
        createSchemas(List.of(table));
        scan(table, files);
    }

    /**
     * Takes rows that are deleted out of what a query over the view of these files has found.
     *
     * @param kept a table of the engine with the columns {@link PinnedTable#FILE} and {@link PinnedTable#ROW}
     */
    public void removeDeleted(String kept, ReadFiles files) {
        if (files.isShowingDeleted()) {
            session.execute("DELETE FROM %s WHERE %s".formatted(kept, deleted.foundCondition(files.tasks())));
        }
    }

    /** Adds something to what {@link #drop} forgets. */
    void dropLater(String view, String drop) {
        drops.put(view, drop);
    }

    /** Forgets everything that the steps of a statement have made. */
    public void drop() {
        drops.values().forEach(session::execute);
        drops.clear();
        forget();
    }

    private void forget() {
        deleted.clear();
    }

    /** What is known beforehand of the rows that are needed of a table, and who is told which are. */
    private record Use(Predicate known, Scope scope, Deleted deleted, Consumer<Predicate> told, boolean watched) {}

    /** The tables that a statement refers to, pinned, and its text with references to their views. */
    private final class References {
        private final Map<String, PinnedTable> byKey = new LinkedHashMap<>();
        private final Map<PinnedTable, Use> tables = new LinkedHashMap<>();
        private final StringBuilder sql;

        References(Statement statement) {
            sql = new StringBuilder(statement.text());
            for (TableReference reference : TableReference.find(statement)) {
                String key = reference.name()
                        + reference
                                .at()
                                .map(at -> " " + at.unit() + at.expression())
                                .orElse("");
                if (!byKey.containsKey(key)) {
                    lookup.find(reference.name()).ifPresent(table -> {
                        PinnedTable pinned = pin(table, reference);
                        byKey.put(key, pinned);
                        // What was once is so for ever.
                        boolean watched = reference.at().isEmpty() && table.isWatched();
                        tables.put(
                                pinned,
                                new Use(
                                        Predicate.ALL,
                                        Scope.NEEDED_FILES,
                                        Deleted.HIDDEN,
                                        watched ? table::read : rows -> {},
                                        watched));
                    });
                }
                if (byKey.containsKey(key)) {
                    reference.at().ifPresent(at -> replace(sql, reference, at, byKey.get(key)));
                }
            }
        }

        Map<PinnedTable, Use> tables() {
            return tables;
        }

        String sql() {
            return sql.toString();
        }
    }

    private PinnedTable pin(VisibleTable table, TableReference reference) {
        int index = count++;
        String schema = reference.at().isPresent()
                ? "@" + index
                : reference.name().namespace().value();
        return new PinnedTable(
                index, schema, reference.name().table(), snapshot(table, reference), PinnedTable.Places.HIDDEN);
    }

    private Snapshot snapshot(VisibleTable table, TableReference reference) {
        if (reference.at().isEmpty()) {
            return table.snapshot();
        }
        At at = reference.at().get();
        return switch (at.unit()) {
            case VERSION -> table.snapshotAt(new TableVersion(value(at, "(%s)::BIGINT", reference.name())));
            case TIMESTAMP ->
                table.snapshotAsOf(Instant.EPOCH.plus(
                        value(at, "epoch_us((%s)::TIMESTAMPTZ)", reference.name()), ChronoUnit.MICROS));
        };
    }

    private long value(At at, String conversion, TableName table) {
        List<String> value = session.query("SELECT " + conversion.formatted(at.expression()), row -> row.text(1));
        try {
            return Math.max(0, Long.parseLong(value.get(0)));
        } catch (NumberFormatException notANumber) {
            throw SluiceException.user("AT (%s => %s) of table %s is not a %s"
                    .formatted(
                            at.unit(),
                            at.expression().strip(),
                            table,
                            at.unit().name().toLowerCase(java.util.Locale.ROOT)));
        }
    }

    /** Puts the view's name in the place of the table's, without changing where anything else stands. */
    private static void replace(StringBuilder sql, TableReference reference, At at, PinnedTable table) {
        String original = sql.substring(reference.start(), at.end());
        int nameEnd = reference.end() - reference.start();
        String name = SqlText.identifier(table.schema()) + "." + SqlText.identifier(table.name());
        String alias = original.substring(nameEnd, at.start() - reference.start());
        String replaced = name + alias;
        // The clause that is left out is always longer than the schema that is put in.
        String rest = original.substring(Math.min(original.length(), replaced.length()));
        sql.replace(reference.start(), at.end(), replaced + Statement.blank(rest));
    }

    private Map<PinnedTable, ReadFiles> define(Map<PinnedTable, Use> tables, String sql, Runnable afterFailure) {
        if (tables.isEmpty()) {
            return Map.of();
        }
        createSchemas(tables.keySet());
        boolean worthwhile = tables.values().stream().anyMatch(Use::watched)
                || tables.keySet().stream().anyMatch(table -> table.snapshot().fileCount() > 1);
        Wanted wanted = worthwhile ? wanted(tables.keySet(), sql, afterFailure) : Wanted.EVERYTHING;
        Map<PinnedTable, ReadFiles> files = new LinkedHashMap<>();
        tables.forEach((table, use) -> {
            Predicate predicate = Predicate.and(List.of(use.known(), wanted.of(table)));
            Predicate pruning = use.scope() == Scope.ALL_FILES ? Predicate.ALL : predicate;
            ReadFiles read = ReadFiles.of(table.snapshot().plan(pruning), predicate, wanted.exact());
            use.told().accept(predicate);
            ReadFiles shown = use.deleted() == Deleted.SHOWN ? read.showingDeleted() : read;
            scan(table, shown);
            files.put(table, shown);
        });
        return files;
    }

    private Wanted wanted(Collection<PinnedTable> tables, String sql, Runnable afterFailure) {
        tables.forEach(table -> session.execute(table.placeholderView()));
        try {
            return PlanFilters.read(session, List.copyOf(tables), sql);
        } catch (SluiceException notPlannable) {
            // Either the statement is wrong, and says so when it runs, or it can only run over real files.
            session.requireNotCancelled();
            afterFailure.run();
            createSchemas(tables);
            return Wanted.EVERYTHING;
        }
    }

    private void createSchemas(Collection<PinnedTable> tables) {
        for (PinnedTable table : tables) {
            session.execute("CREATE SCHEMA IF NOT EXISTS " + SqlText.identifier(table.schema()));
        }
        boolean inDefault = tables.stream().anyMatch(table -> table.schema().equals(NamespaceName.DEFAULT.value()));
        if (inDefault) {
            session.execute("SET search_path='main,\"default\"'");
        }
    }

    private void setLineage(PinnedTable table, PinnedTable.Part part, List<ScanTask> tasks) {
        session.setVariable(table.lineageVariable(part, "ids"), lineage(tasks, RowLineage::firstRowId));
        session.setVariable(table.lineageVariable(part, "versions"), lineage(tasks, RowLineage::version));
    }

    /** Null elements are those of files that are not committed yet. */
    private static List<String> lineage(List<ScanTask> tasks, ToLongFunction<RowLineage> number) {
        List<String> texts = new ArrayList<>();
        tasks.forEach(task -> texts.add(task.lineage()
                .map(lineage -> Long.toString(number.applyAsLong(lineage)))
                .orElse(null)));
        return texts;
    }

    private void scan(PinnedTable table, ReadFiles files) {
        for (PinnedTable.Part part : PinnedTable.Part.values()) {
            List<ScanTask> tasks = files.part(part);
            if (!tasks.isEmpty()) {
                if (table.tracking().isPresent()) {
                    setLineage(table, part, tasks);
                }
                session.setVariable(table.filesVariable(part), PinnedTable.locations(tasks));
                for (String name : table.snapshot().metadata().partitionColumns()) {
                    Field column = table.snapshot().metadata().schema().requireColumn(name);
                    session.setVariable(table.valuesVariable(part, column), PinnedTable.values(tasks, column));
                }
            }
        }
        session.execute(table.scanView(files, deleted));
        boolean own = table.schema().startsWith("@");
        drops.put(
                table.view(),
                own
                        ? "DROP SCHEMA IF EXISTS " + SqlText.identifier(table.schema()) + " CASCADE"
                        : "DROP VIEW IF EXISTS " + table.view());
    }
}
