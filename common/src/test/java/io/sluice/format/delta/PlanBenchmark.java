package io.sluice.format.delta;

import io.sluice.format.delta.Action.Add;
import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.Operator;
import io.sluice.scan.ScanPlan;
import io.sluice.storage.LocalStorage;
import io.sluice.storage.Storage;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Plans reads of a table of 100,000 files, from a new process and again in the same one. Run {@code make FOLDER} once,
 * then {@code plan FOLDER all|partition|data} in new processes.
 */
public final class PlanBenchmark {
    private static final int FILES = 100_000;
    private static final int DAYS = 100;
    private static final int TAIL = 50;

    private PlanBenchmark() {}

    public static void main(String[] arguments) {
        String folder = Path.of(arguments[1]).toAbsolutePath().toString();
        if (arguments[0].equals("make")) {
            make(folder);
        } else {
            plan(folder, arguments[2]);
        }
    }

    private static void make(String folder) {
        LoggedTable table = new LoggedTable(new LocalStorage(), folder);
        TableSchema schema = TableSchema.of(
                Field.optional("day", Primitive.DATE),
                Field.optional("id", Primitive.LONG),
                Field.optional("customer", Primitive.STRING),
                Field.optional("amount", Primitive.DOUBLE),
                Field.optional("quantity", Primitive.INTEGER),
                Field.optional("at", Primitive.TIMESTAMP),
                Field.optional("note", Primitive.STRING));
        table.commit(List.of(LoggedTable.PROTOCOL, table.metadata(schema, "day")));
        Random random = new Random(1);
        int file = 0;
        while (file < FILES - TAIL) {
            List<Add> adds = new ArrayList<>();
            for (int i = 0; i < 5_000 && file < FILES - TAIL; i++) {
                adds.add(file(file++, random));
            }
            table.commit(adds);
        }
        table.publish(table.last());
        try (DeltaLogs logs = DeltaLogs.create()) {
            Supplier<Long> clock = System::nanoTime;
            long start = clock.get();
            boolean written = new Checkpointer(table.log(logs), table.storage, Instant::now).write(table.last());
            System.out.printf("checkpoint written: %s, %d ms%n", written, (clock.get() - start) / 1_000_000);
        }
        while (file < FILES) {
            table.commit(List.of(file(file++, random)));
        }
        table.publish(table.last());
    }

    private static Add file(int number, Random random) {
        String day = LocalDate.of(2024, 1, 1).plusDays(number % DAYS).toString();
        long id = number * 1000L;
        String stats = ("{\"numRecords\":1000,\"minValues\":{\"id\":%d,\"customer\":\"customer-%06d\",\"amount\":%s,"
                        + "\"quantity\":1,\"at\":\"%sT00:00:00.000000Z\",\"note\":\"a note of some length %d\"},"
                        + "\"maxValues\":{\"id\":%d,\"customer\":\"customer-%06d\",\"amount\":%s,\"quantity\":99,"
                        + "\"at\":\"%sT23:59:59.999000Z\",\"note\":\"z note of some length %d\"},"
                        + "\"nullCount\":{\"id\":0,\"customer\":0,\"amount\":3,\"quantity\":0,\"at\":0,\"note\":17}}")
                .formatted(
                        id,
                        random.nextInt(1000),
                        random.nextDouble(),
                        day,
                        number,
                        id + 999,
                        random.nextInt(1000) + 1000,
                        random.nextDouble() + 1000,
                        day,
                        number);
        String path = "day=%s/part-%05d-%016x%016x.c000.zstd.parquet"
                .formatted(day, number, random.nextLong(), random.nextLong());
        return LoggedTable.add(path, 1_000_000 + number, Map.of("day", Optional.of(day)), stats);
    }

    private static void plan(String folder, String kind) {
        long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
        Storage storage = new LocalStorage();
        LogFiles files = new LogFiles(folder);
        TableVersion last = new TableVersion(0);
        while (storage.stat(files.commit(last.next())).isPresent()) {
            last = last.next();
        }
        LoggedTable known = new LoggedTable(storage, folder);
        try (DeltaLogs logs = DeltaLogs.create()) {
            DeltaLog log = known.log(logs);
            for (int round = 0; round < 30; round++) {
                long start = System.nanoTime();
                DeltaSnapshot snapshot = log.published(last);
                long loaded = System.nanoTime();
                ScanPlan plan = snapshot.plan(predicate(kind));
                long planned = System.nanoTime();
                if (round < 3 || round > 27) {
                    System.out.printf(
                            "%s round %d: snapshot %.1f ms, plan %.1f ms, %d of %d files, up %d ms%n",
                            kind,
                            round,
                            (loaded - start) / 1e6,
                            (planned - loaded) / 1e6,
                            plan.tasks().size(),
                            plan.filesConsidered(),
                            ManagementFactory.getRuntimeMXBean().getUptime());
                }
                if (round == 0 && Boolean.getBoolean("once")) {
                    break;
                }
            }
            System.out.printf("began after %d ms; held %d MB; peak %s%n", uptime, heldMegabytes(), peak());
        }
    }

    private static Predicate predicate(String kind) {
        return switch (kind) {
            case "partition" ->
                new Comparison("day", Operator.EQUAL, LocalDate.of(2024, 2, 1).toEpochDay());
            case "data" -> new Comparison("id", Operator.LESS, 5000L);
            case "text" -> new Comparison("customer", Operator.EQUAL, "customer-000500");
            default -> Predicate.ALL;
        };
    }

    private static long heldMegabytes() {
        System.gc();
        Runtime machine = Runtime.getRuntime();
        return (machine.totalMemory() - machine.freeMemory()) >> 20;
    }

    private static String peak() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .findFirst()
                    .orElse("unknown");
        } catch (java.io.IOException unknown) {
            return "unknown";
        }
    }
}
