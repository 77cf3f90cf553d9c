package io.sluice.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.scan.FileChanges;
import io.sluice.scan.FileChanges.RowsDeleted;
import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.Operator;
import io.sluice.scan.ScanTask;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever the rules let pass is what a serial execution would have made: random statements are computed on the same
 * state, the second one is rebased over the first if the rules allow it, and the rows are compared.
 */
class RebasePropertyTest {
    private static final int ROUNDS = 20_000;
    private static final int IDS = 6;
    private static final int DAYS = 2;

    /** What a statement does with rows of an id range of one day. */
    enum Verb {
        INSERT,
        /** Adds, for each row in the range, one with the sum of all values there. */
        INSERT_SUM,
        DELETE,
        /** Sets the id of rows in the range, so that they may come into other ranges. */
        MOVE,
        /** Adds one to the values. */
        RAISE,
        /** Raises the rows with an id, or inserts one if there is none. */
        UPSERT,
        /** Removes the rows in the range by rewriting their files, and adds one. */
        OVERWRITE
    }

    record Row(int day, int id, int value) {}

    record Statement(Verb verb, int day, int from, int to, int number) {
        boolean accepts(Row row) {
            return row.day() == day && row.id() >= from && row.id() <= to;
        }

        Predicate predicate() {
            return Predicate.and(List.of(
                    new Comparison("day", Operator.EQUAL, (long) day),
                    new Comparison("id", Operator.GREATER_OR_EQUAL, (long) from),
                    new Comparison("id", Operator.LESS_OR_EQUAL, (long) to)));
        }

        Row fresh(int value) {
            return new Row(day, from, value);
        }
    }

    /** Rows by place; null where a row is gone. */
    record State(Map<String, List<Row>> files) {
        List<Row> rows() {
            List<Row> rows = new ArrayList<>();
            files.values()
                    .forEach(file -> file.stream().filter(row -> row != null).forEach(rows::add));
            rows.sort(Comparator.comparing(Row::toString));
            return rows;
        }

        State with(Effect effect) {
            Map<String, List<Row>> changed = new TreeMap<>(files);
            effect.removed.forEach(changed::remove);
            effect.deleted.forEach((path, rows) -> {
                List<Row> file = new ArrayList<>(changed.get(path));
                rows.forEach(position -> {
                    assertThat(file.get((int) position)).isNotNull();
                    file.set((int) position, null);
                });
                changed.put(path, file);
            });
            changed.putAll(effect.added);
            return new State(changed);
        }
    }

    /** What a statement, computed on a state, does to files. */
    static final class Effect {
        final Map<String, RowPositions> deleted = new LinkedHashMap<>();
        final List<String> removed = new ArrayList<>();
        final Map<String, List<Row>> added = new LinkedHashMap<>();
        Reads reads = Reads.schemaOf(TableVersion.FIRST);

        void add(String path, List<Row> rows) {
            // A file belongs to one partition.
            for (int day = 0; day < DAYS; day++) {
                int of = day;
                List<Row> some = rows.stream().filter(row -> row.day() == of).toList();
                if (!some.isEmpty()) {
                    added.put(path + "-" + day, some);
                }
            }
        }

        Transaction transaction(IsolationLevel level) {
            List<TableChange> changes = new ArrayList<>();
            if (!deleted.isEmpty()) {
                changes.add(new DeleteRows(deleted));
            }
            if (!removed.isEmpty()) {
                changes.add(new RemoveFiles(removed));
            }
            if (!added.isEmpty()) {
                changes.add(new AppendFiles(added.entrySet().stream()
                        .map(file -> dataFile(file.getKey(), file.getValue()))
                        .toList()));
            }
            return new Transaction(reads, changes, level, new Operation("test/1", "WRITE", Map.of(), Map.of()));
        }

        FileConflicts files(State before) {
            List<RowsDeleted> lost = new ArrayList<>();
            deleted.forEach((path, rows) ->
                    lost.add(new RowsDeleted(task(path, before.files().get(path)), rows)));
            return new FileConflicts(
                    new FileChanges(
                            added.entrySet().stream()
                                    .map(file -> task(file.getKey(), file.getValue()))
                                    .toList(),
                            removed.stream()
                                    .map(path -> task(path, before.files().get(path)))
                                    .toList(),
                            lost,
                            List.of(),
                            List.of(),
                            List.of()),
                    UserOperation.TABLE);
        }
    }

    private static ScanTask task(String path, List<Row> rows) {
        return ScanTask.whole("/" + path, dataFile(path, rows));
    }

    private static DataFile dataFile(String path, List<Row> rows) {
        List<Long> ids = rows.stream()
                .filter(row -> row != null)
                .map(row -> (long) row.id())
                .toList();
        ColumnStatistics bounds = ids.isEmpty()
                ? ColumnStatistics.UNKNOWN
                : new ColumnStatistics(
                        Optional.of(Collections.min(ids)), Optional.of(Collections.max(ids)), Optional.of(0L));
        String day = rows.stream()
                .filter(row -> row != null)
                .findFirst()
                .map(row -> Integer.toString(row.day()))
                .orElse("0");
        Map<String, Optional<String>> partition = Map.of("day", Optional.of(day));
        return new DataFile(path, 1, 1, partition, new FileStatistics(rows.size(), Map.of("id", bounds)));
    }

    /** Computes a statement on a state. */
    private static Effect run(Statement statement, State state, String path) {
        Effect effect = new Effect();
        List<Row> found = new ArrayList<>();
        state.files().forEach((file, rows) -> {
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                if (row != null && statement.accepts(row)) {
                    found.add(row);
                    effect.deleted.merge(file, RowPositions.of(i), RowPositions::union);
                }
            }
        });
        Reads targets = Reads.targetsOf(TableVersion.FIRST, statement.predicate());
        Reads rows = Reads.rowsOf(TableVersion.FIRST, statement.predicate());
        switch (statement.verb()) {
            case INSERT -> {
                effect.deleted.clear();
                effect.add(path, List.of(statement.fresh(statement.number())));
            }
            case INSERT_SUM -> {
                effect.deleted.clear();
                effect.reads = rows;
                effect.add(
                        path,
                        List.of(statement.fresh(
                                found.stream().mapToInt(Row::value).sum())));
            }
            case DELETE -> effect.reads = targets;
            case MOVE -> {
                effect.reads = targets;
                effect.add(
                        path,
                        found.stream()
                                .map(row -> new Row(row.day(), statement.number() % IDS, row.value()))
                                .toList());
            }
            case RAISE -> {
                effect.reads = targets;
                effect.add(path, raised(found));
            }
            case UPSERT -> {
                effect.reads = targets;
                effect.add(path, found.isEmpty() ? List.of(statement.fresh(statement.number())) : raised(found));
            }
            case OVERWRITE -> {
                effect.reads = rows;
                effect.removed.addAll(effect.deleted.keySet());
                List<Row> kept = new ArrayList<>(List.of(statement.fresh(statement.number())));
                effect.removed.forEach(file -> state.files().get(file).stream()
                        .filter(row -> row != null && !statement.accepts(row))
                        .forEach(kept::add));
                effect.deleted.clear();
                effect.add(path, kept);
            }
        }
        return effect;
    }

    private static List<Row> raised(List<Row> rows) {
        return rows.stream()
                .map(row -> new Row(row.day(), row.id(), row.value() + 1))
                .toList();
    }

    private static State randomState(Random random) {
        Map<String, List<Row>> files = new TreeMap<>();
        int count = 1 + random.nextInt(4);
        for (int file = 0; file < count; file++) {
            int day = random.nextInt(DAYS);
            int first = random.nextInt(IDS);
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                rows.add(new Row(day, Math.min(IDS - 1, first + random.nextInt(3)), random.nextInt(100)));
            }
            files.put("file" + file, rows);
        }
        return new State(files);
    }

    private static Statement randomStatement(Random random) {
        Verb verb = Verb.values()[random.nextInt(Verb.values().length)];
        int from = random.nextInt(IDS);
        int to = verb == Verb.UPSERT ? from : Math.min(IDS - 1, from + random.nextInt(3));
        return new Statement(verb, random.nextInt(DAYS), from, to, 1000 + random.nextInt(1000));
    }

    @ParameterizedTest
    @EnumSource(IsolationLevel.class)
    void whatIsRebasedIsWhatASerialExecutionMakes(IsolationLevel level) {
        Random random = new Random(20_261_121);
        int pairs = 0;
        int rebased = 0;
        for (int round = 0; round < ROUNDS; round++) {
            State base = randomState(random);
            Statement winner = randomStatement(random);
            Statement mine = randomStatement(random);
            Effect first = run(winner, base, "winner");
            Effect second = run(mine, base, "mine");
            Transaction landed = first.transaction(level);
            if (landed.isInput() || second.transaction(level).isInput()) {
                // Who changes nothing commits nothing.
                continue;
            }
            pairs++;
            Winner summary = new Winner(
                    new TableVersion(1), new CommitSummary(Instant.EPOCH, "test/1", "WRITE", landed.kinds(), Map.of()));
            if (ConflictRules.conflict(second.transaction(level), summary, () -> first.files(base))
                    .isPresent()) {
                continue;
            }
            rebased++;
            State after = base.with(first);
            List<Row> made = after.with(second).rows();
            List<Row> inOrder = after.with(run(mine, after, "mine")).rows();
            State other = base.with(second);
            List<Row> inOtherOrder = other.with(run(winner, other, "winner")).rows();
            boolean mayStandLater =
                    level == IsolationLevel.WRITE_SERIALIZABLE && landed.reads().isBlind();
            if (!made.equals(inOrder)) {
                assertThat(mayStandLater)
                        .as("round %d: %s after %s on %s", round, mine, winner, base)
                        .isTrue();
                assertThat(made)
                        .as("round %d: %s after %s on %s", round, mine, winner, base)
                        .isEqualTo(inOtherOrder);
            }
        }
        assertThat(rebased).as("pairs that were let pass").isBetween(pairs / 4, pairs * 95 / 100);
    }
}
