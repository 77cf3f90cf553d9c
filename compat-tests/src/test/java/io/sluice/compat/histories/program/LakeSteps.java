package io.sluice.compat.histories.program;

import static io.sluice.table.DataType.Primitive.LONG;

import io.sluice.commit.Operation;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.commit.TableChange.ReplaceFiles;
import io.sluice.compat.histories.model.Done;
import io.sluice.compat.histories.model.Effect;
import io.sluice.compat.histories.model.Ending;
import io.sluice.compat.histories.model.Executed;
import io.sluice.compat.histories.model.KeyRange;
import io.sluice.compat.histories.model.Row;
import io.sluice.compat.histories.model.Step;
import io.sluice.compat.histories.program.RowFiles.Placed;
import io.sluice.lake.LakeTransaction;
import io.sluice.lake.TransactionOutcome;
import io.sluice.lake.TransactionTable;
import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.Operator;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.table.Field;
import io.sluice.table.RowPositions;
import io.sluice.table.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Does the steps of one transaction in a lake, as an engine does that changes rows. */
final class LakeSteps implements Doing {
    private static final String NAMESPACE = "histories";

    private final String id;
    private final LakeTransaction transaction;
    private final RowFiles files;

    LakeSteps(String id, LakeTransaction transaction, RowFiles files) {
        this.id = id;
        this.transaction = transaction;
        this.files = files;
    }

    static TableName name(String table) {
        return TableName.of(NAMESPACE, table);
    }

    @Override
    public Done run(int number, Step step) {
        TransactionTable table = transaction.table(name(step.looksAt()));
        int columns = table.snapshot().metadata().schema().columns().size();
        if (step instanceof Step.Compact) {
            return new Done(step, columns, compact(table));
        }
        if (step instanceof Step.Widen widen) {
            change(table, step, List.of(new AlterSchema(List.of(new AddColumn(Field.optional(widen.column(), LONG))))));
            return new Done(step, columns, List.of());
        }
        List<Placed> placed = look(table, step);
        List<Row> seen = placed.stream().map(Placed::row).sorted().toList();
        Effect effect = step.effect(seen, Executed.stamp(id, number));
        if (!effect.isEmpty()) {
            TransactionTable changed = transaction.table(name(step.changes()));
            List<TableChange> changes = new ArrayList<>(removal(changed.snapshot(), placed, effect));
            if (!effect.added().isEmpty()) {
                changes.add(new AppendFiles(files.write(changed.table(), effect.added())));
            }
            change(changed, step, changes);
        }
        return new Done(step, columns, seen);
    }

    @Override
    public Map<String, Long> pins() {
        Map<String, Long> pins = new TreeMap<>();
        transaction
                .pins()
                .tables()
                .forEach((name, pin) -> pins.put(name.table(), pin.version().number()));
        return pins;
    }

    @Override
    public Ending commit() {
        TransactionOutcome outcome = transaction.commit();
        if (outcome instanceof TransactionOutcome.Committed committed) {
            Map<String, Long> versions = new TreeMap<>();
            committed.versions().forEach((name, version) -> versions.put(name.table(), version.number()));
            return Ending.committed(versions);
        }
        return outcome instanceof TransactionOutcome.Rejected rejected
                ? Ending.rejected(rejected.cause().reason().name())
                : Ending.UNKNOWN;
    }

    @Override
    public void close() {
        transaction.close();
    }

    private void change(TransactionTable table, Step step, List<TableChange> changes) {
        String name = step.getClass().getSimpleName().toUpperCase(Locale.ROOT);
        table.change(new Operation(id, name, Map.of(), Map.of()), changes);
    }

    private List<Placed> look(TransactionTable table, Step step) {
        if (step instanceof Step.Append) {
            return List.of();
        }
        Predicate predicate = predicate(step);
        if (step instanceof Step.Look || step instanceof Step.Total) {
            table.readRows(predicate);
        } else {
            table.readTargets(predicate);
        }
        return files.find(table.snapshot(), predicate, step);
    }

    private static Predicate predicate(Step step) {
        if (step instanceof Step.Merge merge) {
            return new Predicate.In("k", List.copyOf(merge.source().keySet()));
        }
        KeyRange keys = step.keys();
        return keys.equals(KeyRange.ALL)
                ? Predicate.ALL
                : Predicate.and(List.of(
                        new Comparison("k", Operator.GREATER_OR_EQUAL, keys.from()),
                        new Comparison("k", Operator.LESS, keys.to())));
    }

    /** Takes whole files away where no row is left, and single rows out of the others. */
    private List<TableChange> removal(Snapshot snapshot, List<Placed> placed, Effect effect) {
        if (effect.removed().isEmpty()) {
            return List.of();
        }
        Map<String, long[]> positions = placed.stream()
                .collect(Collectors.groupingBy(
                        Placed::path,
                        LinkedHashMap::new,
                        Collectors.collectingAndThen(
                                Collectors.toList(),
                                some -> some.stream()
                                        .mapToLong(Placed::position)
                                        .toArray())));
        Set<String> whole = snapshot.plan(Predicate.ALL).tasks().stream()
                .filter(task -> positions.containsKey(task.file().path()))
                .filter(task ->
                        files.all(task).size() == positions.get(task.file().path()).length)
                .map(task -> task.file().path())
                .collect(Collectors.toSet());
        Map<String, RowPositions> single = new LinkedHashMap<>();
        positions.forEach((path, rows) -> {
            if (!whole.contains(path)) {
                single.put(path, RowPositions.of(rows));
            }
        });
        List<TableChange> changes = new ArrayList<>();
        if (!whole.isEmpty()) {
            changes.add(new RemoveFiles(whole.stream().sorted().toList()));
        }
        if (!single.isEmpty()) {
            changes.add(new DeleteRows(single));
        }
        return changes;
    }

    /** Puts the rows of half of the files into one; tells which rows these are. */
    private List<Row> compact(TransactionTable table) {
        List<ScanTask> tasks = table.snapshot().plan(Predicate.ALL).tasks();
        List<ScanTask> some = tasks.subList(0, (tasks.size() + 1) / 2);
        List<Row> rows = some.stream()
                .flatMap(task -> files.all(task).stream())
                .map(Placed::row)
                .toList();
        if (!rows.isEmpty()) {
            List<String> paths = some.stream().map(task -> task.file().path()).toList();
            change(
                    table,
                    new Step.Compact(table.table().name().table()),
                    List.of(new ReplaceFiles(paths, files.write(table.table(), rows))));
        }
        return rows;
    }
}
