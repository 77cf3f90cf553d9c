package io.sluice.format.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.format.delta.Action.Add;
import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.In;
import io.sluice.scan.Predicate.IsNotNull;
import io.sluice.scan.Predicate.IsNull;
import io.sluice.scan.Predicate.Operator;
import io.sluice.scan.Predicate.StartsWith;
import io.sluice.table.Field;
import io.sluice.table.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A plan never lacks a file that has a matching row. Each table has a few columns of random types, some of them
 * partition columns, and small files whose rows the test knows.
 */
final class PruningPropertyTest {
    private static final int COLUMNS = 5;
    private static final List<Operator> OPERATORS = List.of(Operator.values());

    private final DeltaLogs logs = DeltaLogs.create();

    @AfterEach
    void stopThreads() {
        logs.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void noFileWithAMatchingRowIsLeftOut(long seed) {
        Random random = new Random(seed);
        List<RandomColumn> columns = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            columns.add(RandomColumn.of("C" + i, random));
        }
        List<RandomColumn> partitions =
                columns.stream().filter(column -> random.nextInt(4) == 0).toList();
        LoggedTable table = LoggedTable.inMemory();
        TableSchema schema =
                new TableSchema(columns.stream().map(RandomColumn::field).toList());
        Action.Metadata metadata = table.metadata(
                schema, partitions.stream().map(column -> column.field().name()).toArray(String[]::new));
        table.commit(List.of(LoggedTable.PROTOCOL, metadata));
        Map<String, List<Map<String, Comparable<?>>>> rowsByFile = new HashMap<>();
        StatsJson stats = StatsJson.forWriting(DeltaHead.table(metadata));
        for (int file = 0; file < 60; file++) {
            table.commit(List.of(file("f" + file, columns, partitions, stats, random, rowsByFile)));
        }
        DeltaSnapshot snapshot = table.log(logs).snapshot();
        long pruned = 0;
        for (int i = 0; i < 400; i++) {
            Predicate predicate = predicate(columns, random, 2);
            Set<String> planned = snapshot.plan(predicate).tasks().stream()
                    .map(task -> task.file().path())
                    .collect(Collectors.toSet());
            Set<String> needed = new HashSet<>();
            rowsByFile.forEach((path, rows) -> {
                if (rows.stream().anyMatch(row -> SqlTruth.isTrue(predicate, row))) {
                    needed.add(path);
                }
            });
            assertThat(planned).as("files for %s", predicate).containsAll(needed);
            pruned += rowsByFile.size() - planned.size();
        }
        assertThat(pruned).as("files that were pruned at all").isGreaterThan(1000);
    }

    private static Add file(
            String path,
            List<RandomColumn> columns,
            List<RandomColumn> partitions,
            StatsJson stats,
            Random random,
            Map<String, List<Map<String, Comparable<?>>>> rowsByFile) {
        int rowCount = 1 + random.nextInt(4);
        Map<String, Optional<String>> partitionValues = new HashMap<>();
        List<Map<String, Comparable<?>>> rows = new ArrayList<>();
        for (int i = 0; i < rowCount; i++) {
            rows.add(new HashMap<>());
        }
        FileBoundsModel bounds = new FileBoundsModel(rowCount);
        for (RandomColumn column : columns) {
            boolean partition = partitions.contains(column);
            boolean allNull = random.nextInt(8) == 0;
            List<Comparable<?>> values = new ArrayList<>();
            for (int i = 0; i < rowCount; i++) {
                Comparable<?> value = allNull || (!partition && random.nextInt(6) == 0) ? null : column.value(random);
                values.add(partition && i > 0 ? values.get(0) : value);
                rows.get(i).put(column.field().name(), values.get(i));
            }
            if (partition) {
                partitionValues.put(
                        column.field().name(),
                        Optional.ofNullable(values.get(0)).map(column::text));
            } else if (random.nextInt(10) > 0) {
                bounds.add(column, values);
            }
        }
        rowsByFile.put(path, rows);
        String json = random.nextInt(15) == 0 ? null : stats.write(bounds.statistics());
        return LoggedTable.add(path, 1, partitionValues, json);
    }

    private static Predicate predicate(List<RandomColumn> columns, Random random, int depth) {
        RandomColumn column = columns.get(random.nextInt(columns.size()));
        Field field = column.field();
        // Case does not count in names.
        String name = random.nextBoolean() ? field.name() : field.name().toLowerCase(Locale.ROOT);
        return switch (random.nextInt(depth == 0 ? 8 : 10)) {
            case 0 -> new IsNull(name);
            case 1 -> new IsNotNull(name);
            case 2 -> new In(name, List.of(column.literal(random), column.literal(random), column.literal(random)));
            case 3 -> column.isText() ? new StartsWith(name, column.prefix(random)) : new IsNull(name);
            case 8 -> new Predicate.And(parts(columns, random, depth));
            case 9 -> new Predicate.Or(parts(columns, random, depth));
            default -> new Comparison(name, OPERATORS.get(random.nextInt(OPERATORS.size())), column.literal(random));
        };
    }

    private static List<Predicate> parts(List<RandomColumn> columns, Random random, int depth) {
        return List.of(predicate(columns, random, depth - 1), predicate(columns, random, depth - 1));
    }
}
