package io.sluice.write;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.SchemaEdit;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AddChangeData;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import io.sluice.query.EqualColumns;
import io.sluice.query.PinnedTable;
import io.sluice.query.TableViews.Deleted;
import io.sluice.query.TableViews.Scope;
import io.sluice.query.TableViews.Target;
import io.sluice.scan.Predicate;
import io.sluice.sql.ColumnPath;
import io.sluice.sql.ComposedSql;
import io.sluice.sql.Span;
import io.sluice.sql.WriteStatement.Match;
import io.sluice.sql.WriteStatement.Merge;
import io.sluice.sql.WriteStatement.MergeKey;
import io.sluice.sql.WriteStatement.SchemaEvolution;
import io.sluice.table.DataFile;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.write.WriteRun.Found;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * MERGE. The source is read once. One join finds the rows of the target that belong to rows of the source, and computes
 * what becomes of them; only the columns that this needs are read of the target.
 */
final class RowMerge {
    /** Roughly, in a data file; it only has to tell large tables from small ones. */
    private static final int BYTES_OF_ROW = 8;

    private final WriteRun run;
    private final Operations operations;
    private final TableMetadata before;

    RowMerge(WriteRun run, Operations operations) {
        this.run = requireNonNull(run, "run");
        this.operations = requireNonNull(operations, "operations");
        before = run.metadata();
    }

    /** Rows that clauses of one kind are about, kept, and what the clauses do. */
    private record Part(MergeClauses clauses, String kept, Query query, List<NewRows> rows) {
        long count(WriteRun run, List<Integer> numbers) {
            return numbers.isEmpty() ? 0 : run.count(kept, MergeClauses.in(numbers));
        }
    }

    Written run(Merge merge) {
        if (merge.clauses().stream().anyMatch(clause -> clause.match() != Match.NOT_MATCHED_BY_TARGET)) {
            run.requireChangeable();
        }
        MergeSource source = MergeSource.read(run, merge);
        List<TableChange> changes = new ArrayList<>(evolve(merge, source));
        PinnedTable target = run.target();
        Part matched = matched(merge, source, target);
        Part inserted = inserted(merge, source, matched);
        Optional<Part> unmatched = unmatched(merge, source, target, matched);
        LostRows lost = lost(matched, unmatched);
        List<NewRows> updates = new ArrayList<>(matched.rows());
        unmatched.ifPresent(part -> updates.addAll(part.rows()));
        changes.addAll(lost.changes(run));
        NewFiles files = newRows(updates, inserted.rows(), lost.isEmpty() ? List.of() : old(matched, unmatched));
        changes.addAll(files.changes());
        Written written = written(matched, unmatched, files.rowCount());
        if (!changes.isEmpty()) {
            run.table().change(operations.merge(on(merge), written, changes), changes);
        }
        return written;
    }

    /** @param newRows how many rows were written, be they changed or inserted */
    private Written written(Part matched, Optional<Part> unmatched, long newRows) {
        long updated = matched.count(run, matched.clauses().withNewRows());
        long deleted = distinct(matched);
        if (unmatched.isPresent()) {
            updated += unmatched.get().count(run, unmatched.get().clauses().withNewRows());
            deleted += unmatched.get().count(run, unmatched.get().clauses().deleting());
        }
        return new Written(newRows - updated, updated, deleted);
    }

    /** A row that is only deleted may belong to several rows of the source. */
    private long distinct(Part matched) {
        if (matched.clauses().deleting().isEmpty()) {
            return 0;
        }
        return run.session()
                .query(
                        "SELECT count(*) FROM (SELECT DISTINCT %s FROM %s WHERE %s)"
                                .formatted(
                                        LostRows.place(),
                                        matched.kept(),
                                        MergeClauses.in(matched.clauses().deleting())),
                        row -> row.number(1))
                .get(0);
    }

    private static Optional<Span> on(Merge merge) {
        return merge.key() instanceof MergeKey.On on ? Optional.of(on.condition()) : Optional.empty();
    }

    /**
     * Writes the new rows, and tells them if the table wants that.
     *
     * @param old SQL of the rows that are changed or deleted, with the kind of change
     */
    private NewFiles newRows(List<NewRows> updates, List<NewRows> inserts, List<String> old) {
        boolean tells = run.properties().hasChangeFeed() && !old.isEmpty();
        if (!tells) {
            List<NewRows> all = new ArrayList<>(updates);
            all.addAll(inserts);
            return new NewFiles(write(all), List.of());
        }
        List<DataFile> updated = write(updates);
        List<DataFile> inserted = write(inserts);
        List<DataFile> told = new ArrayList<>(ChangeData.told(run, updated, "update_postimage"));
        told.addAll(ChangeData.told(run, inserted, "insert"));
        old.forEach(select -> told.addAll(run.tell(select)));
        List<DataFile> files = new ArrayList<>(updated);
        files.addAll(inserted);
        return new NewFiles(files, told);
    }

    /** Files of new rows, and files that tell what has changed. */
    private record NewFiles(List<DataFile> files, List<DataFile> told) {
        long rowCount() {
            return files.stream()
                    .mapToLong(file -> file.statistics().rowCount())
                    .sum();
        }

        List<TableChange> changes() {
            List<TableChange> changes = new ArrayList<>();
            if (!files.isEmpty()) {
                changes.add(new AppendFiles(files));
            }
            if (!told.isEmpty()) {
                changes.add(new AddChangeData(told));
            }
            return changes;
        }
    }

    private List<DataFile> write(List<NewRows> rows) {
        List<DataFile> files = new ArrayList<>();
        together(rows).forEach(some -> files.addAll(run.write(some)));
        return files;
    }

    /** Rows of the same types go to the same files. */
    private static List<NewRows> together(List<NewRows> rows) {
        Map<List<String>, List<NewRows>> byTypes = new LinkedHashMap<>();
        for (NewRows some : rows) {
            List<String> types =
                    some.query().columns().stream().map(ResultColumn::type).toList();
            byTypes.computeIfAbsent(types, any -> new ArrayList<>()).add(some);
        }
        List<NewRows> together = new ArrayList<>();
        for (List<NewRows> alike : byTypes.values()) {
            String sql = alike.stream()
                    .map(some -> "(" + some.query().sql() + ")")
                    .collect(Collectors.joining(" UNION ALL "));
            NewRows first = alike.get(0);
            together.add(new NewRows(new RowQuery(sql, first.query().columns()), first.sources(), first.extras()));
        }
        return together;
    }

    /** Adds the columns that only the source has, if that is asked for. */
    private List<TableChange> evolve(Merge merge, MergeSource source) {
        if (merge.evolution() == SchemaEvolution.NONE) {
            return List.of();
        }
        List<SchemaEdit> edits = new ArrayList<>();
        for (ResultColumn column : source.columns()) {
            if (before.schema().column(column.name()).isEmpty()) {
                edits.add(new AddColumn(Field.optional(column.name(), DuckDbTypes.parse(column.type()))));
            }
        }
        if (edits.isEmpty()) {
            return List.of();
        }
        List<TableChange> changes = List.of(new AlterSchema(edits));
        run.evolveTo(run.table().opened().planned(before, changes));
        return changes;
    }

    private Part matched(Merge merge, MergeSource source, PinnedTable target) {
        MergeClauses clauses = new MergeClauses(merge, Match.MATCHED, before, run.metadata(), source);
        boolean all = has(merge, Match.NOT_MATCHED_BY_SOURCE);
        Predicate known = all ? Predicate.ALL : keys(merge, source).bounds(run, source.table());
        String name = SqlText.identifier(merge.target().qualifier());
        ComposedSql sql = WriteRun.begin(merge).add("SELECT ");
        clauses.addTo(sql);
        addOldValues(sql, name);
        String given = SqlText.identifier(source.qualifier());
        sql.add(", %1$s.%2$s, %1$s.%3$s, %4$s.%5$s"
                .formatted(
                        name,
                        SqlText.identifier(PinnedTable.FILE),
                        SqlText.identifier(PinnedTable.ROW),
                        given,
                        SqlText.identifier(MergeSource.NUMBER)));
        sql.add(" FROM (%s) AS %s JOIN %s AS %s ON (".formatted(sized(target, source), name, source.table(), given));
        addKey(sql, merge, name, given);
        sql.add(")");
        Target files = new Target(target, known, all ? Scope.ALL_FILES : Scope.NEEDED_FILES, Deleted.HIDDEN);
        long sourceRows = run.count(source.table(), "true");
        Found found = run.find(sql, files, query -> run.keepJoined(query, sourceRows));
        if (all) {
            run.table().readTargets(Predicate.ALL);
        } else {
            run.readTargets(found.query());
        }
        Part part = part(clauses, found);
        if (!clauses.onlyDeletes()) {
            requireOneSourceRow(merge, source, part);
        }
        return part;
    }

    /**
     * The target, put so that the engine expects it to be large: it takes every scan with a schema of ours for tiny.
     * Only in a large scan does it look for the source's keys at once, which spares all other work on most rows.
     */
    private String sized(PinnedTable target, MergeSource source) {
        int columns = before.schema().columns().size()
                + (run.properties().rowTracking().isPresent() ? 4 : 2);
        return "SELECT * FROM %s UNION ALL (SELECT %s FROM range(%d) LIMIT (SELECT count(*) FROM %s WHERE %s < 0))"
                .formatted(
                        target.view(),
                        String.join(", ", Collections.nCopies(columns, "NULL")),
                        run.snapshot().sizeBytes() / BYTES_OF_ROW,
                        source.table(),
                        SqlText.identifier(MergeSource.NUMBER));
    }

    private static boolean has(Merge merge, Match match) {
        return merge.clauses().stream().anyMatch(clause -> clause.match() == match);
    }

    private static void addKey(ComposedSql sql, Merge merge, String target, String source) {
        if (merge.key() instanceof MergeKey.On on) {
            sql.add(on.condition());
            return;
        }
        String separator = "";
        for (ColumnPath column : ((MergeKey.Using) merge.key()).columns()) {
            String name = SqlText.identifier(column.simple());
            sql.add("%s%s.%s = %s.%s".formatted(separator, target, name, source, name));
            separator = " AND ";
        }
    }

    private MergeKeys keys(Merge merge, MergeSource source) {
        List<EqualColumns> pairs;
        String name = merge.target().qualifier();
        if (merge.key() instanceof MergeKey.On on) {
            pairs = EqualColumns.in(run.session(), on.condition().text());
        } else {
            pairs = ((MergeKey.Using) merge.key())
                    .columns().stream()
                            .map(column -> new EqualColumns(
                                    List.of(name, column.simple()), List.of(source.qualifier(), column.simple())))
                            .toList();
        }
        return MergeKeys.of(pairs, new MergeKeys.Sides(name, before.schema(), source.qualifier(), source.columns()));
    }

    private void addOldValues(ComposedSql sql, String target) {
        if (run.properties().rowTracking().isPresent()) {
            sql.add(", %s.%s".formatted(target, SqlText.identifier(PinnedTable.ROW_ID)));
        }
        if (run.properties().hasChangeFeed()) {
            List<Field> fields = run.metadata().schema().columns();
            for (int i = 0; i < fields.size(); i++) {
                boolean old = before.schema().column(fields.get(i).name()).isPresent();
                sql.add(", %s AS o%d"
                        .formatted(
                                old
                                        ? target + "."
                                                + SqlText.identifier(
                                                        fields.get(i).name())
                                        : "NULL",
                                i));
            }
        }
    }

    private Part part(MergeClauses clauses, Found found) {
        Query query = found.query();
        String kept = found.kept();
        List<NewRows> rows = new ArrayList<>();
        List<Field> fields = run.metadata().schema().columns();
        for (int clause : clauses.withNewRows()) {
            Map<String, Integer> sources = new LinkedHashMap<>();
            List<ResultColumn> columns = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                String name = MergeClauses.name(clause, i);
                sources.put(fields.get(i).name(), i);
                query.rows().columns().stream()
                        .filter(column -> column.name().equals(name))
                        .forEach(columns::add);
            }
            Map<String, Integer> ids = Map.of();
            if (query.rows().columns().stream().anyMatch(column -> column.name().equals(PinnedTable.ROW_ID))) {
                ids = run.rowIds(columns.size());
                columns.add(new ResultColumn(PinnedTable.ROW_ID, "BIGINT"));
            }
            String sql = "SELECT %s FROM %s WHERE %s"
                    .formatted(
                            SqlText.identifiers(
                                    columns.stream().map(ResultColumn::name).toList()),
                            kept,
                            MergeClauses.in(List.of(clause)));
            rows.add(new NewRows(new RowQuery(sql, columns), sources, ids));
        }
        return new Part(clauses, kept, query, rows);
    }

    private Part inserted(Merge merge, MergeSource source, Part matched) {
        MergeClauses clauses = new MergeClauses(merge, Match.NOT_MATCHED_BY_TARGET, before, run.metadata(), source);
        ComposedSql sql = WriteRun.begin(merge).add("SELECT ");
        clauses.addTo(sql);
        String number = SqlText.identifier(MergeSource.NUMBER);
        sql.add(" FROM (SELECT * FROM %1$s AS source ANTI JOIN %2$s AS matched ON source.%3$s = matched.%3$s) AS %4$s"
                .formatted(source.table(), matched.kept(), number, SqlText.identifier(source.qualifier())));
        if (clauses.isEmpty()) {
            sql.add(" WHERE false");
        }
        Query query = run.query(sql, Optional.empty());
        return part(clauses, new Found(query, clauses.isReadOnce() ? "(" + query.sql() + ")" : run.keep(query.sql())));
    }

    private Optional<Part> unmatched(Merge merge, MergeSource source, PinnedTable target, Part matched) {
        if (!has(merge, Match.NOT_MATCHED_BY_SOURCE)) {
            return Optional.empty();
        }
        MergeClauses clauses = new MergeClauses(merge, Match.NOT_MATCHED_BY_SOURCE, before, run.metadata(), source);
        String name = SqlText.identifier(merge.target().qualifier());
        ComposedSql sql = WriteRun.begin(merge).add("SELECT ");
        clauses.addTo(sql);
        addOldValues(sql, name);
        sql.add(
                ", %1$s.%2$s, %1$s.%3$s FROM (SELECT * FROM %4$s AS target ANTI JOIN %5$s AS matched ON target.%2$s = matched.%2$s AND target.%3$s = matched.%3$s) AS %1$s"
                        .formatted(
                                name,
                                SqlText.identifier(PinnedTable.FILE),
                                SqlText.identifier(PinnedTable.ROW),
                                target.view(),
                                matched.kept()));
        Target files = new Target(target, Predicate.ALL, Scope.ALL_FILES, Deleted.HIDDEN);
        return Optional.of(part(clauses, run.keepFound(sql, files)));
    }

    private void requireOneSourceRow(Merge merge, MergeSource source, Part matched) {
        String several =
                "SELECT %1$s, min(%2$s) AS one, max(%2$s) AS other, count(*) AS many FROM %3$s WHERE %4$s GROUP BY %1$s HAVING count(*) > 1 LIMIT 1"
                        .formatted(
                                LostRows.place(),
                                SqlText.identifier(MergeSource.NUMBER),
                                matched.kept(),
                                matched.clauses().acting());
        String columns = keys(merge, source).keys().stream()
                .map(key -> SqlText.identifier(key.source().name()))
                .collect(Collectors.joining(", "));
        String shown = columns.isEmpty() ? "* EXCLUDE (" + SqlText.identifier(MergeSource.NUMBER) + ")" : columns;
        List<String> found = run.session()
                .query(
                        "SELECT CAST(s AS VARCHAR), many FROM (%s) JOIN (SELECT %s, %s AS n FROM %s) s ON s.n = one"
                                .formatted(several, shown, SqlText.identifier(MergeSource.NUMBER), source.table()),
                        row -> row.text(1).replaceAll(", 'n': \\d+}$", "}") + " (" + row.text(2) + " rows)");
        if (!found.isEmpty()) {
            throw SluiceException.user(
                    "nothing was changed: several rows of the source want to change the same row of %s, for example those with %s: let at most one row of the source match each row of the table"
                            .formatted(merge.target().name(), found.get(0)));
        }
    }

    private LostRows lost(Part matched, Optional<Part> unmatched) {
        String places = "SELECT %s FROM %s WHERE %s"
                .formatted(LostRows.place(), matched.kept(), matched.clauses().acting());
        if (unmatched.isPresent()) {
            places += " UNION ALL SELECT %s FROM %s WHERE %s"
                    .formatted(
                            LostRows.place(),
                            unmatched.get().kept(),
                            unmatched.get().clauses().acting());
        }
        return LostRows.read(run, places, matched.query().targetFiles().tasks(), List.of());
    }

    /** The rows that are changed or deleted, as they were. */
    private List<String> old(Part matched, Optional<Part> unmatched) {
        if (!run.properties().hasChangeFeed()) {
            return List.of();
        }
        List<String> told = new ArrayList<>();
        List<Part> changed = new ArrayList<>(List.of(matched));
        unmatched.ifPresent(changed::add);
        for (Part part : changed) {
            if (!part.clauses().withNewRows().isEmpty()) {
                told.add(old(part, part.clauses().withNewRows(), "update_preimage"));
            }
            if (!part.clauses().deleting().isEmpty()) {
                told.add(old(part, part.clauses().deleting(), "delete"));
            }
        }
        return told;
    }

    private String old(Part part, List<Integer> numbers, String change) {
        List<String> columns = new ArrayList<>();
        List<Field> fields = run.metadata().schema().columns();
        for (int i = 0; i < fields.size(); i++) {
            columns.add("CAST(o%d AS %s) AS %s"
                    .formatted(
                            i,
                            DuckDbTypes.sql(fields.get(i).type()),
                            SqlText.identifier(fields.get(i).name())));
        }
        return "SELECT DISTINCT ON (%s) %s, '%s' AS _change_type FROM %s WHERE %s"
                .formatted(LostRows.place(), String.join(", ", columns), change, part.kept(), MergeClauses.in(numbers));
    }
}
