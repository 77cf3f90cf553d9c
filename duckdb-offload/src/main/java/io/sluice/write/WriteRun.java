package io.sluice.write;

import static java.util.Objects.requireNonNull;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import io.sluice.lake.TransactionTable;
import io.sluice.query.PinnedTable;
import io.sluice.query.TableViews;
import io.sluice.query.TableViews.Deleted;
import io.sluice.query.TableViews.Step;
import io.sluice.query.TableViews.Target;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanPlan;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.sql.ComposedSql;
import io.sluice.sql.WriteStatement;
import io.sluice.table.DataFile;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.table.TableProperties.RowTrackingColumns;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the steps of one statement share: its target, its temporary tables, and the files that it has written so far.
 */
final class WriteRun implements AutoCloseable {
    static final String CHANGE_TYPE = "_change_type";

    /** Window functions make of a row something that depends on other ones. */
    private static final Pattern WINDOW = Pattern.compile("\\bover\\b", Pattern.CASE_INSENSITIVE);

    private final DuckDbSession session;
    private final TableViews views;
    private final TransactionTable table;
    private final Snapshot snapshot;
    private final List<DataFile> written = new ArrayList<>();
    private final List<String> temporary = new ArrayList<>();
    private TableMetadata metadata;

    WriteRun(DuckDbSession session, TableViews views, TransactionTable table) {
        this.session = requireNonNull(session, "session");
        this.views = requireNonNull(views, "views");
        this.table = requireNonNull(table, "table");
        snapshot = table.snapshot();
        metadata = snapshot.metadata();
    }

    DuckDbSession session() {
        return session;
    }

    TableViews views() {
        return views;
    }

    TransactionTable table() {
        return table;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** The target as new rows have to be, which is after schema changes of the statement itself. */
    TableMetadata metadata() {
        return metadata;
    }

    void evolveTo(TableMetadata changed) {
        metadata = changed;
    }

    TableProperties properties() {
        return TableProperties.of(metadata);
    }

    /** A user error if rows may only be added. */
    void requireChangeable() {
        if (properties().isAppendOnly()) {
            throw SluiceException.user(
                    "table %s only takes new rows, because its property %s is true: rows in it cannot be changed or removed"
                            .formatted(table.table().name(), TableProperties.APPEND_ONLY));
        }
    }

    /** A view over the target that tells the places of rows. */
    PinnedTable target() {
        return views.target(snapshot, table.table().name());
    }

    /** A view with the columns that the statement writes; files without one of them have nulls there. */
    PinnedTable asWritten() {
        return views.target(new Evolved(snapshot, metadata), table.table().name());
    }

    /** A state of the table with other columns. */
    private record Evolved(Snapshot below, TableMetadata metadata) implements Snapshot {
        @Override
        public TableVersion version() {
            return below.version();
        }

        @Override
        public Instant committedAt() {
            return below.committedAt();
        }

        @Override
        public ScanPlan plan(Predicate predicate) {
            return below.plan(predicate);
        }

        @Override
        public long fileCount() {
            return below.fileCount();
        }

        @Override
        public long sizeBytes() {
            return below.sizeBytes();
        }
    }

    /** SQL that begins with what stands before the statement, if anything does; {@link #query} ends it. */
    static ComposedSql begin(WriteStatement statement) {
        // The text begins with a word of ours, so that places in it are found again.
        ComposedSql sql = new ComposedSql().add("SELECT * FROM (");
        statement.with().ifPresent(sql::add);
        return sql;
    }

    /** Makes the views for a query that is put together by {@link #begin}, and finds out what columns it has. */
    Query query(ComposedSql composed, Optional<Target> target) {
        ComposedSql closed = new ComposedSql().add(composed).add(")");
        Step step = views.prepare(closed.text(), target);
        try {
            List<ResultColumn> columns =
                    session.query("DESCRIBE " + step.sql(), row -> new ResultColumn(row.text(1), row.text(2)));
            return new Query(new RowQuery(step.sql(), columns), step.files());
        } catch (SluiceException failure) {
            throw new ComposedSql().add("DESCRIBE ").add(closed).explained(failure, "DESCRIBE " + step.sql());
        }
    }

    /**
     * Runs a query over the target, and leaves out rows that are deleted already. That is done at the end, where few
     * rows are left, instead of in the scan. Deleted rows may have values with which the query fails: then it is run
     * again, and does not see them.
     *
     * @param composed put together by {@link #begin}; it gives rows one by one, with their places
     * @param reader runs the query and leaves out of its rows those that are deleted, as {@link #keepFound} and
     *     {@link LostRows#read} do; it does nothing that must not be done twice
     */
    <T> T find(ComposedSql composed, Target target, Function<Query, T> reader) {
        Deleted first = WINDOW.matcher(composed.text()).find() ? Deleted.HIDDEN : Deleted.SHOWN;
        Query query = query(composed, Optional.of(target.showing(first)));
        try {
            return reader.apply(query);
        } catch (SluiceException failure) {
            session.requireNotCancelled();
            if (failure.kind() != SluiceException.Kind.USER
                    || !query.targetFiles().isShowingDeleted()) {
                throw failure;
            }
            return reader.apply(query(composed, Optional.of(target.showing(Deleted.HIDDEN))));
        }
    }

    /** Rows of the target that a query has found, and the temporary table that keeps them. */
    record Found(Query query, String kept) {}

    /** Runs a query as {@link #find} does, and keeps what it gives, so that values are computed once. */
    Found keepFound(ComposedSql composed, Target target) {
        return find(composed, target, query -> found(query, keep(query.sql(), session::execute)));
    }

    /** Keeps the rows of a query until the statement ends. */
    String keep(String select) {
        return keep(select, session::execute);
    }

    /**
     * Keeps the rows of a query over joins with the target.
     *
     * @param other how many rows the right side of its join has
     */
    Found keepJoined(Query query, long other) {
        // A file whose number of rows is not known counts as a large one, and the sum does not overflow.
        double target = query.targetFiles().tasks().stream()
                .mapToDouble(task -> task.file().statistics().rowCount())
                .sum();
        return found(query, keep(query.sql(), target > other ? session::executeKeepingRightSides : session::execute));
    }

    private Found found(Query query, String kept) {
        views.removeDeleted(kept, query.targetFiles());
        return new Found(query, kept);
    }

    private String keep(String select, Consumer<String> engine) {
        String name = SqlText.identifier("sluice:kept:" + temporary.size());
        temporary.add(name);
        engine.accept("CREATE OR REPLACE TEMP TABLE %s AS %s".formatted(name, select));
        return name;
    }

    /** How many rows a temporary table has. */
    long count(String table, String condition) {
        return session.query("SELECT count(*) FROM %s WHERE %s".formatted(table, condition), row -> row.number(1))
                .get(0);
    }

    /** The query again over what was kept of it, so that values are computed once. */
    static RowQuery kept(String table, RowQuery query) {
        return new RowQuery("SELECT * FROM " + table, query.columns());
    }

    /** Writes new rows to data files that no commit names yet. */
    List<DataFile> write(NewRows rows) {
        return noted(writer().write(rows));
    }

    /**
     * Writes rows that the table has already to other data files.
     *
     * @param view of {@link #asWritten}, with their places
     */
    List<DataFile> move(PinnedTable view) {
        Optional<RowTrackingColumns> tracking = properties().rowTracking();
        String kept = tracking.map(columns -> ", %s AS %s, %s AS %s"
                        .formatted(
                                SqlText.identifier(PinnedTable.ROW_ID),
                                SqlText.identifier(columns.rowId()),
                                SqlText.identifier(PinnedTable.ROW_VERSION),
                                SqlText.identifier(columns.rowVersion())))
                .orElse("");
        List<String> extras = tracking.map(columns -> List.of(columns.rowId(), columns.rowVersion()))
                .orElse(List.of());
        return noted(writer().writeMoved(
                        byName("SELECT * EXCLUDE (%s)%s FROM %s".formatted(places(), kept, view.view()), extras)));
    }

    /** The columns of a view with places that are none of the table's. */
    String places() {
        return properties().rowTracking().isPresent()
                ? LostRows.place() + ", " + SqlText.identifiers(List.of(PinnedTable.ROW_ID, PinnedTable.ROW_VERSION))
                : LostRows.place();
    }

    /**
     * Where rows that are changed bring their ids along, if the table tracks rows. Their version is that of the commit.
     *
     * @param column the number of the query's column that has them
     */
    Map<String, Integer> rowIds(int column) {
        return properties()
                .rowTracking()
                .map(columns -> Map.of(columns.rowId(), column))
                .orElse(Map.of());
    }

    /** Writes changed rows, which have a column {@code _change_type} beside those of the target. */
    List<DataFile> tell(String select) {
        return noted(writer().writeChanges(byName(select, List.of(CHANGE_TYPE))));
    }

    private NewRows byName(String select, List<String> extras) {
        return NewRows.byName(RowQuery.describe(session, select), metadata.schema(), extras);
    }

    private RowWriter writer() {
        return new RowWriter(session, metadata, table.table().location());
    }

    private List<DataFile> noted(List<DataFile> files) {
        written.addAll(files);
        return files;
    }

    /**
     * Keeps what a statement returns of rows, until it is fetched. Called before the changes are handed over, as it may
     * fail.
     *
     * @param rows new ones, or such as are lost
     */
    void keepReturned(WriteStatement statement, List<ScanTask> rows) {
        if (statement.returning().isEmpty()) {
            return;
        }
        PinnedTable view = asWritten();
        views.define(view, rows);
        Query query = query(
                begin(statement)
                        .add("SELECT ")
                        .add(statement.returning().get())
                        .add(" FROM (SELECT * EXCLUDE (%s) FROM %s) AS %s"
                                .formatted(
                                        places(),
                                        view.view(),
                                        SqlText.identifier(statement.target().qualifier()))),
                Optional.empty());
        session.execute("CREATE OR REPLACE TEMP TABLE %s AS %s".formatted(RowChanges.RETURNED, query.sql()));
    }

    /** Notes which rows of the target the statement has looked at. */
    void readTargets(Query query) {
        table.readTargets(query.targetFiles().wanted());
    }

    void readRows(Predicate rows) {
        table.readRows(rows);
    }

    /** Removes what was written, as nobody is going to commit it. */
    void discard() {
        writer().remove(written);
        written.clear();
    }

    /** Forgets the temporary tables and views. */
    @Override
    public void close() {
        for (String name : temporary) {
            session.execute("DROP TABLE IF EXISTS " + name);
        }
        views.drop();
    }
}
