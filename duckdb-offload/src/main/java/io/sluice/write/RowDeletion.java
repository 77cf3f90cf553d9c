package io.sluice.write;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AddChangeData;
import io.sluice.duckdb.SqlText;
import io.sluice.query.PinnedTable;
import io.sluice.query.TableViews.Target;
import io.sluice.scan.Predicate;
import io.sluice.sql.ComposedSql;
import io.sluice.sql.WriteStatement.Delete;
import io.sluice.table.DataFile;
import io.sluice.write.WriteRun.Found;
import java.util.ArrayList;
import java.util.List;

/** DELETE and TRUNCATE. */
final class RowDeletion {
    private final WriteRun run;
    private final Operations operations;

    RowDeletion(WriteRun run, Operations operations) {
        this.run = requireNonNull(run, "run");
        this.operations = requireNonNull(operations, "operations");
    }

    Written all() {
        run.requireChangeable();
        run.table().readTargets(Predicate.ALL);
        LostRows lost = everything(run);
        if (lost.isEmpty()) {
            return Written.NOTHING;
        }
        List<TableChange> changes = lost.changes(run);
        run.table().change(operations.truncate(lost.count(), changes), changes);
        return new Written(0, 0, lost.count());
    }

    /** All rows that the table has. */
    static LostRows everything(WriteRun run) {
        return LostRows.of(run.snapshot().plan(Predicate.ALL).tasks());
    }

    Written run(Delete delete) {
        run.requireChangeable();
        if (delete.where().isEmpty() && delete.using().isEmpty()) {
            run.table().readTargets(Predicate.ALL);
            return finish(delete, everything(run), List.of());
        }
        PinnedTable target = run.target();
        ComposedSql sql = WriteRun.begin(delete)
                .add("SELECT %s.* FROM %s AS %s".formatted(alias(delete), target.view(), alias(delete)));
        delete.using().ifPresent(using -> sql.add(", ").add(using));
        delete.where().ifPresent(where -> sql.add(" WHERE (").add(where).add(")"));
        if (mustTellRows()) {
            return withChangeData(delete, run.keepFound(sql, Target.of(target)));
        }
        LostRows lost = run.find(sql, Target.of(target), query -> {
            run.readTargets(query);
            return LostRows.read(run, query, target);
        });
        return finish(delete, lost, List.of());
    }

    private static String alias(Delete delete) {
        return SqlText.identifier(delete.target().qualifier());
    }

    /** Deletion vectors and removed files tell by themselves which rows are gone; rewritten files do not. */
    private boolean mustTellRows() {
        return run.properties().hasChangeFeed() && !run.properties().hasDeletionVectors();
    }

    private Written withChangeData(Delete delete, Found found) {
        run.readTargets(found.query());
        String kept = "(SELECT DISTINCT ON (%s) * FROM %s)".formatted(LostRows.place(), found.kept());
        LostRows lost = LostRows.read(
                run,
                "SELECT %s FROM %s".formatted(LostRows.place(), kept),
                found.query().targetFiles().tasks(),
                List.of());
        List<DataFile> changeData = lost.isEmpty()
                ? List.of()
                : run.tell("SELECT * EXCLUDE (%s), 'delete' AS %s FROM %s"
                        .formatted(run.places(), WriteRun.CHANGE_TYPE, kept));
        return finish(delete, lost, changeData);
    }

    private Written finish(Delete delete, LostRows lost, List<DataFile> changeData) {
        run.keepReturned(delete, ChangeData.tasks(lost));
        if (lost.isEmpty()) {
            return Written.NOTHING;
        }
        List<TableChange> changes = new ArrayList<>(lost.changes(run));
        if (!changeData.isEmpty()) {
            changes.add(new AddChangeData(changeData));
        }
        run.table().change(operations.delete(delete.where(), lost.count(), changes), changes);
        return new Written(0, 0, lost.count());
    }
}
