package io.sluice.query;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import io.sluice.format.CommittedChanges;
import io.sluice.query.ChangeCalls.Call;
import io.sluice.scan.ScanTask;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls of {@code table_changes} in one statement, as views. */
final class ChangeViews {
    private final DuckDbSession session;
    private final TableViews views;
    private final VisibleTables lookup;
    private final Map<String, Call> calls = new LinkedHashMap<>();

    ChangeViews(DuckDbSession session, TableViews views, VisibleTables lookup) {
        this.session = session;
        this.views = views;
        this.lookup = lookup;
    }

    /** The statement with names of views in the place of the calls, and everything else where it was. */
    Statement named(Statement statement) {
        StringBuilder text = new StringBuilder(statement.text());
        for (Call call : ChangeCalls.find(statement)) {
            String view = "\"@c" + calls.size() + "\"";
            calls.put(view, call);
            String rest = text.substring(call.start() + view.length(), call.end());
            text.replace(call.start(), call.end(), view + Statement.blank(rest));
        }
        return calls.isEmpty() ? statement : statement.withText(text.toString());
    }

    /** Makes the views. */
    void define() {
        calls.forEach((view, call) -> {
            session.execute("CREATE OR REPLACE VIEW %s AS %s".formatted(view, sql(call)));
            views.dropLater(view, "DROP VIEW IF EXISTS " + view);
        });
    }

    private String sql(Call call) {
        TableName name = call.table();
        VisibleTable table = lookup.find(name)
                .orElseThrow(() -> SluiceException.user(
                        "table_changes: there is no table %s in this lake: 'sluice tables' lists those there are"
                                .formatted(name)));
        TableVersion last = table.snapshot().version();
        TableVersion to = call.to().map(this::version).orElse(last);
        TableVersion from = version(call.from());
        if (from.isAfter(to) || to.isAfter(last)) {
            throw SluiceException.user("table_changes: there are no versions %s to %s of table %s, whose last one is %s"
                    .formatted(from, to, name, last));
        }
        List<CommittedChanges> commits = table.changes(from, to);
        return new ChangeFeed(views, this::rowCount, name, table.snapshotAt(to).metadata()).sql(commits);
    }

    private TableVersion version(String expression) {
        Optional<String> value = session.query("SELECT (" + expression + ")::BIGINT", row -> row.optionalText(1))
                .get(0);
        return value.map(text -> new TableVersion(Math.max(0, Long.parseLong(text))))
                .orElseThrow(() ->
                        SluiceException.user("table_changes: %s is no version: write a number".formatted(expression)));
    }

    private long rowCount(ScanTask task) {
        long known = task.file().statistics().rowCount();
        return known != FileStatistics.UNKNOWN_ROW_COUNT
                ? known
                : session.query(
                                "SELECT num_rows FROM parquet_file_metadata("
                                        + SqlText.literal(PinnedTable.locations(List.of(task))
                                                .get(0)) + ")",
                                row -> row.number(1))
                        .get(0);
    }
}
