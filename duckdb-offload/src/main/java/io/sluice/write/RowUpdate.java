package io.sluice.write;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AddChangeData;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.duckdb.MissingValue;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import io.sluice.query.PinnedTable;
import io.sluice.query.TableViews.Target;
import io.sluice.sql.ColumnPath;
import io.sluice.sql.ComposedSql;
import io.sluice.sql.WriteStatement.Assignment;
import io.sluice.sql.WriteStatement.Update;
import io.sluice.table.DataFile;
import io.sluice.table.Field;
import io.sluice.write.WriteRun.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** UPDATE: the changed rows go to new files, and out of those that they were in. */
final class RowUpdate {
    private final WriteRun run;
    private final Operations operations;

    RowUpdate(WriteRun run, Operations operations) {
        this.run = requireNonNull(run, "run");
        this.operations = requireNonNull(operations, "operations");
    }

    Written run(Update update) {
        run.requireChangeable();
        PinnedTable target = run.target();
        Found found = run.keepFound(sql(update, target), Target.of(target));
        Query query = found.query();
        run.readTargets(query);
        List<Field> fields = run.metadata().schema().columns();
        String touched = update.from().isPresent() ? onePerRow(found.kept(), fields) : found.kept();
        LostRows lost = LostRows.read(
                run,
                "SELECT %s FROM %s".formatted(LostRows.place(), touched),
                query.targetFiles().tasks(),
                List.of());
        if (lost.isEmpty()) {
            run.keepReturned(update, List.of());
            return Written.NOTHING;
        }
        Map<String, Integer> sources = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            sources.put(fields.get(i).name(), i);
        }
        List<DataFile> files = run.write(new NewRows(
                WriteRun.kept(touched, query.rows()),
                sources,
                run.rowIds(query.rows().columns().size() - 1)));
        List<TableChange> changes = new ArrayList<>(lost.changes(run));
        changes.add(new AppendFiles(files));
        if (run.properties().hasChangeFeed()) {
            List<DataFile> told = new ArrayList<>(run.tell(before(touched, fields)));
            told.addAll(ChangeData.told(run, files, "update_postimage"));
            changes.add(new AddChangeData(told));
        }
        run.keepReturned(update, ChangeData.tasks(run, files));
        run.table().change(operations.update(update.where(), lost.count(), changes), changes);
        return new Written(0, lost.count(), 0);
    }

    private static String before(String touched, List<Field> fields) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            columns.add("o" + i + " AS " + SqlText.identifier(fields.get(i).name()));
        }
        return "SELECT %s, 'update_preimage' AS _change_type FROM %s".formatted(String.join(", ", columns), touched);
    }

    /** The rows with their new values, their places, and the old values where these have to be told. */
    private ComposedSql sql(Update update, PinnedTable target) {
        String alias = SqlText.identifier(update.target().qualifier());
        Map<String, Assignment> assigned = assigned(update);
        ComposedSql sql = WriteRun.begin(update).add("SELECT ");
        List<Field> fields = run.metadata().schema().columns();
        for (int i = 0; i < fields.size(); i++) {
            Assignment assignment = assigned.get(fields.get(i).name());
            if (assignment == null) {
                sql.add(alias + "." + SqlText.identifier(fields.get(i).name()));
            } else if (isDefault(assignment)) {
                sql.add(MissingValue.sql(fields.get(i)));
            } else {
                sql.add("(").add(assignment.value()).add(")");
            }
            sql.add(" AS n" + i + ", ");
        }
        if (run.properties().hasChangeFeed()) {
            for (int i = 0; i < fields.size(); i++) {
                sql.add("%s.%s AS o%d, "
                        .formatted(alias, SqlText.identifier(fields.get(i).name()), i));
            }
        }
        sql.add("%1$s.%2$s, %1$s.%3$s%4$s FROM %5$s AS %1$s"
                .formatted(
                        alias,
                        SqlText.identifier(PinnedTable.FILE),
                        SqlText.identifier(PinnedTable.ROW),
                        run.properties().rowTracking().isPresent()
                                ? ", " + alias + "." + SqlText.identifier(PinnedTable.ROW_ID)
                                : "",
                        target.view()));
        update.from().ifPresent(from -> sql.add(", ").add(from));
        update.where().ifPresent(where -> sql.add(" WHERE (").add(where).add(")"));
        return sql;
    }

    static boolean isDefault(Assignment assignment) {
        return assignment.value().text().strip().equalsIgnoreCase("DEFAULT");
    }

    private Map<String, Assignment> assigned(Update update) {
        Map<String, Assignment> assigned = new LinkedHashMap<>();
        for (Assignment assignment : update.assignments()) {
            ColumnPath column = assignment.column().within(update.target());
            String name = run.metadata()
                    .schema()
                    .column(column.simple())
                    .orElseThrow(() -> column.error("there is no column '%s': the table has %s"
                            .formatted(
                                    column.simple(),
                                    String.join(", ", run.metadata().schema().columnNames()))))
                    .name();
            if (assigned.put(name, assignment) != null) {
                throw column.error("column '%s' is given two values".formatted(name));
            }
        }
        return assigned;
    }

    /** A row that several rows of FROM fit is fine as long as they agree. */
    private String onePerRow(String kept, List<Field> fields) {
        String several = "SELECT %s FROM %s GROUP BY ALL HAVING count(*) > 1".formatted(LostRows.place(), kept);
        if (run.session().query(several + " LIMIT 1", row -> row.number(1)).isEmpty()) {
            return kept;
        }
        String once = run.keep("SELECT DISTINCT * FROM " + kept);
        String values = java.util.stream.IntStream.range(0, fields.size())
                .mapToObj(i -> "any_value(n%d) AS %s"
                        .formatted(i, SqlText.identifier(fields.get(i).name())))
                .collect(Collectors.joining(", "));
        List<String> example = run.session()
                .query(
                        "SELECT CAST(t AS VARCHAR) FROM (SELECT %s FROM %s GROUP BY %s HAVING count(*) > 1 LIMIT 1) t"
                                .formatted(values, once, LostRows.place()),
                        row -> row.text(1));
        if (!example.isEmpty()) {
            throw SluiceException.user(
                    "nothing was changed: several rows after FROM fit the same row and want different values of it, for example %s: let at most one fit each row"
                            .formatted(example.get(0)));
        }
        return once;
    }
}
