package io.sluice.format.delta;

import io.sluice.format.delta.Action.Add;
import io.sluice.format.delta.Action.DomainMetadata;
import io.sluice.format.delta.Action.Txn;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/** Commits of every kind, at random but repeatable. */
final class RandomLog {
    private static final String[] DAYS = {"2024-01-01", "2024-01-02", "", "größe 100%"};

    private final Random random;
    private final LoggedTable table;
    private TableSchema schema =
            TableSchema.of(Field.optional("day", Primitive.STRING), Field.optional("id", Primitive.LONG));
    private int files;

    RandomLog(Random random, LoggedTable table) {
        this.random = random;
        this.table = table;
    }

    /** @param state before the commit */
    List<Action> commit(NaiveState state) {
        if (state.metadata() == null) {
            return List.of(LoggedTable.PROTOCOL, table.metadata(schema, "day"));
        }
        List<Action> actions = new ArrayList<>();
        Set<String> touched = new HashSet<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            change(state, actions, touched);
        }
        return actions;
    }

    private void change(NaiveState state, List<Action> actions, Set<String> touched) {
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> actions.add(file(path()));
            case 4, 5 ->
                any(state.files().keySet(), touched)
                        .ifPresent(path -> actions.add(LoggedTable.remove(path, 1_700_000_000_000L + files)));
            case 6 -> any(state.files().keySet(), touched).ifPresent(path -> actions.add(file(path)));
            case 7 -> any(state.tombstones().keySet(), touched).ifPresent(path -> actions.add(file(path)));
            case 8 -> {
                if (touched.add("metadata")) {
                    schema = schema.withColumnAdded(Field.optional("c" + files++, Primitive.DOUBLE));
                    actions.add(table.metadata(schema, "day"));
                }
            }
            default -> {
                String name = "name" + random.nextInt(4);
                if (touched.add(name)) {
                    actions.add(new Txn(name, files, OptionalLong.of(files)));
                    actions.add(new DomainMetadata(name, "{\"at\":" + files + "}", random.nextBoolean()));
                }
            }
        }
    }

    private Optional<String> any(Set<String> paths, Set<String> touched) {
        List<String> free =
                paths.stream().filter(path -> !touched.contains(path)).toList();
        if (free.isEmpty()) {
            return Optional.empty();
        }
        String path = free.get(random.nextInt(free.size()));
        touched.add(path);
        return Optional.of(path);
    }

    private String path() {
        String strange = random.nextInt(5) == 0 ? "tag=ä \"q\" 50%/" : "";
        return strange + "part-" + files++ + ".parquet";
    }

    private Add file(String path) {
        String day = DAYS[random.nextInt(DAYS.length)];
        String stats = random.nextInt(8) == 0 ? null : "{\"numRecords\":%d}".formatted(random.nextInt(1000));
        return LoggedTable.add(
                path,
                random.nextInt(10_000),
                Map.of("day", day.isEmpty() ? Optional.empty() : Optional.of(day)),
                stats);
    }
}
