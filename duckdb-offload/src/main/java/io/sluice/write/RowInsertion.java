package io.sluice.write;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AddChangeData;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.duckdb.SqlText;
import io.sluice.query.PinnedTable;
import io.sluice.query.TableViews.Target;
import io.sluice.scan.Predicate;
import io.sluice.sql.ColumnPath;
import io.sluice.sql.ComposedSql;
import io.sluice.sql.WriteStatement.ColumnOrder;
import io.sluice.sql.WriteStatement.Insert;
import io.sluice.sql.WriteStatement.PartitionColumn;
import io.sluice.sql.WriteStatement.Replaced;
import io.sluice.table.DataFile;
import io.sluice.table.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** INSERT INTO and INSERT OVERWRITE. */
final class RowInsertion {
    private final WriteRun run;
    private final Operations operations;

    RowInsertion(WriteRun run, Operations operations) {
        this.run = requireNonNull(run, "run");
        this.operations = requireNonNull(operations, "operations");
    }

    Written run(Insert insert) {
        if (!(insert.replaced() instanceof Replaced.Nothing)) {
            run.requireChangeable();
        }
        NewRows rows = rows(insert);
        LostRows replacedFirst =
                insert.replaced() instanceof Replaced.Where where ? matching(insert, where) : LostRows.of(List.of());
        List<DataFile> files = run.write(rows);
        if (insert.replaced() instanceof Replaced.Where where) {
            requireAllMatch(insert, where, files);
        }
        LostRows lost = insert.replaced() instanceof Replaced.Where ? replacedFirst : replaced(insert, files);
        List<TableChange> changes = new ArrayList<>(lost.changes(run));
        if (!files.isEmpty()) {
            changes.add(new AppendFiles(files));
        }
        tellRows(lost, files, changes);
        long inserted =
                files.stream().mapToLong(file -> file.statistics().rowCount()).sum();
        Written written = new Written(inserted, 0, lost.count());
        run.keepReturned(insert, ChangeData.tasks(run, files));
        if (!changes.isEmpty()) {
            run.table().change(operations.write(mode(insert), where(insert), written, changes), changes);
        }
        return written;
    }

    private static String mode(Insert insert) {
        return insert.replaced() instanceof Replaced.Nothing ? "Append" : "Overwrite";
    }

    private static Optional<io.sluice.sql.Span> where(Insert insert) {
        return insert.replaced() instanceof Replaced.Where where ? Optional.of(where.predicate()) : Optional.empty();
    }

    /**
     * Whole files that go and come tell by themselves what has changed; with a rewritten file or a vector they do not.
     */
    private void tellRows(LostRows lost, List<DataFile> files, List<TableChange> changes) {
        if (run.properties().hasChangeFeed() && !lost.isEmpty() && !lost.isWholeFiles()) {
            List<DataFile> told = new ArrayList<>(ChangeData.deleted(run, lost));
            told.addAll(ChangeData.told(run, files, "insert"));
            changes.add(new AddChangeData(told));
        }
    }

    private NewRows rows(Insert insert) {
        ComposedSql sql = WriteRun.begin(insert).add("SELECT *");
        for (PartitionColumn partition : insert.partition()) {
            requirePartition(partition.column());
            partition
                    .value()
                    .ifPresent(value -> sql.add(", (")
                            .add(value)
                            .add(") AS "
                                    + SqlText.identifier(
                                            field(partition.column()).name())));
        }
        sql.add(" FROM (").add(insert.rows().query()).add(")");
        Query query = run.query(sql, Optional.empty());
        List<String> names = given(insert, query);
        Map<String, Integer> positions = positions(insert, query, names);
        return new NewRows(query.rows(), positions, Map.of());
    }

    private void requirePartition(ColumnPath column) {
        Field field = field(column);
        if (!run.metadata().partitionColumns().contains(field.name())) {
            throw column.error("%s is not a partition column of the table".formatted(field.name()));
        }
    }

    private Field field(ColumnPath column) {
        return run.metadata()
                .schema()
                .column(column.simple())
                .orElseThrow(() -> column.error("there is no column '%s': the table has %s"
                        .formatted(
                                column.simple(),
                                String.join(", ", run.metadata().schema().columnNames()))));
    }

    /** The columns of the table that the query's columns are for, in the query's order. */
    private List<String> given(Insert insert, Query query) {
        if (insert.rows().order() == ColumnOrder.BY_NAME) {
            return query.rows().columns().stream()
                    .map(column -> run.metadata()
                            .schema()
                            .column(column.name())
                            .orElseThrow(() -> insert.rows()
                                    .query()
                                    .error("the query has a column '%s', but the table has none of that name: it has %s"
                                            .formatted(
                                                    column.name(),
                                                    String.join(
                                                            ", ",
                                                            run.metadata()
                                                                    .schema()
                                                                    .columnNames()))))
                            .name())
                    .toList();
        }
        Set<String> constant = new LinkedHashSet<>();
        List<String> dynamic = new ArrayList<>();
        for (PartitionColumn partition : insert.partition()) {
            String name = field(partition.column()).name();
            (partition.value().isPresent() ? constant : dynamic).add(name);
        }
        List<String> names = new ArrayList<>();
        if (insert.rows().columns().isEmpty()) {
            names.addAll(run.metadata().schema().columnNames());
            names.removeAll(constant);
            names.removeAll(dynamic);
            names.addAll(dynamic);
        } else {
            insert.rows().columns().forEach(column -> names.add(field(column).name()));
        }
        names.addAll(constant);
        return names;
    }

    private static Map<String, Integer> positions(Insert insert, Query query, List<String> names) {
        if (names.size() != query.rows().columns().size()) {
            throw insert.rows()
                    .query()
                    .error("the query has %d columns, but %d are expected: %s"
                            .formatted(query.rows().columns().size(), names.size(), String.join(", ", names)));
        }
        Map<String, Integer> positions = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (positions.put(names.get(i), i) != null) {
                throw insert.rows().query().error("column '%s' is given twice".formatted(names.get(i)));
            }
        }
        return positions;
    }

    private Map<String, String> constants(Insert insert) {
        Map<String, String> constants = new LinkedHashMap<>();
        for (PartitionColumn partition : insert.partition()) {
            partition
                    .value()
                    .ifPresent(value -> constants.put(
                            field(partition.column()).name(), "CAST((" + value.text() + "\n) AS VARCHAR)"));
        }
        return constants;
    }

    private LostRows matching(Insert insert, Replaced.Where where) {
        PinnedTable target = run.target();
        ComposedSql sql = WriteRun.begin(insert)
                .add("SELECT * FROM %s AS %s WHERE ("
                        .formatted(
                                target.view(),
                                SqlText.identifier(insert.target().qualifier())))
                .add(where.predicate())
                .add(")");
        return run.find(sql, Target.of(target), query -> {
            run.readRows(query.targetFiles().wanted());
            return LostRows.read(run, query, target);
        });
    }

    private void requireAllMatch(Insert insert, Replaced.Where where, List<DataFile> files) {
        PinnedTable view = run.asWritten();
        run.views().define(view, ChangeData.tasks(run, files));
        ComposedSql sql = WriteRun.begin(insert)
                .add("SELECT count(*) FROM %s AS %s WHERE ("
                        .formatted(
                                view.view(), SqlText.identifier(insert.target().qualifier())))
                .add(where.predicate())
                .add(") IS NOT TRUE");
        Query query = run.query(sql, Optional.empty());
        long others = run.session().query(query.sql(), row -> row.number(1)).get(0);
        if (others > 0) {
            throw where.predicate()
                    .error("nothing was changed: %d of the new rows are not among those that are replaced"
                            .formatted(others));
        }
    }

    private LostRows replaced(Insert insert, List<DataFile> files) {
        if (insert.replaced() instanceof Replaced.Everything) {
            run.readRows(Predicate.ALL);
            return RowDeletion.everything(run);
        }
        if (insert.replaced() instanceof Replaced.Partitions) {
            return Partitions.replaced(run, insert, constants(insert), files);
        }
        return LostRows.of(List.of());
    }
}
