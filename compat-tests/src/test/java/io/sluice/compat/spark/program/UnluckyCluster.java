package io.sluice.compat.spark.program;

import io.sluice.compat.spark.program.Misfortune.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * Statements on a small cluster, in the midst of which executors are killed, tasks fail, and tasks are overtaken by
 * their doubles: {@code UnluckyCluster SCRATCH LAKE PROGRAMS}. Prints a line for each: {@code name: rows, different
 * keys, sum; files that no commit has: number}.
 */
public final class UnluckyCluster {
    /** Long enough for a task to end on a busy machine; what an executor has left that was killed stays anyway. */
    private static final int LOOKS = 30;

    private static final int MILLIS_BETWEEN_LOOKS = 100;

    private final SparkSession spark;
    private final Path scratch;
    private final Path lake;

    private UnluckyCluster(SparkSession spark, Path scratch, Path lake) {
        this.spark = spark;
        this.scratch = scratch;
        this.lake = lake;
    }

    public static void main(String[] arguments) throws Exception {
        Path scratch = Path.of(arguments[0]);
        try (SparkSession spark = Sessions.builder(SmallCluster.start(scratch), arguments[1])
                .config("spark.executor.memory", "512m")
                .config("spark.executor.extraClassPath", arguments[2])
                .config("spark.scheduler.minRegisteredResourcesRatio", 1)
                .config("spark.speculation", true)
                .config("spark.speculation.interval", "50ms")
                .getOrCreate()) {
            new UnluckyCluster(spark, scratch, Path.of(arguments[1])).run();
        }
        // Threads of the cluster would go on.
        System.exit(0);
    }

    private void run() throws Exception {
        spark.sql("CREATE TABLE t (id BIGINT, n INT)");
        spark.sql("INSERT INTO t SELECT id, CAST(id AS INT) FROM range(0, 2000, 1, 2)");
        once(
                "append",
                Kind.DEATH,
                3500,
                "INSERT INTO t SELECT id, append(CAST(id AS INT)) FROM range(2000, 4000, 1, 2)");
        once("change", Kind.DEATH, 1500, "UPDATE t SET n = change(n) + 1");
        once("both", Kind.DEATH, 3701, """
                MERGE INTO t USING (SELECT id FROM range(3000, 5000)) s ON t.id = s.id
                WHEN MATCHED THEN UPDATE SET n = both(t.n) + 1
                WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, 0)
                """);
        once(
                "again",
                Kind.FAILURE,
                5500,
                "INSERT INTO t SELECT id, again(CAST(id AS INT)) FROM range(5000, 6000, 1, 2)");
        once(
                "double",
                Kind.DELAY,
                6500,
                "INSERT INTO t SELECT id, double(CAST(id AS INT)) FROM range(6000, 7000, 1, 2)");
        register("never", new Misfortune(Kind.FAILURE, Misfortune.ALWAYS, 7500));
        run("never", "INSERT INTO t SELECT id, never(CAST(id AS INT)) FROM range(7000, 8000, 1, 2)");
    }

    private void once(String name, Kind kind, int at, String statement) throws Exception {
        Path mark = scratch.resolve(name + ".mark");
        register(name, new Misfortune(kind, mark.toString(), at));
        run(name, statement);
        if (!Files.exists(mark)) {
            throw new IllegalStateException(name + ": nothing has happened");
        }
    }

    private void register(String name, Misfortune misfortune) {
        spark.udf().register(name, misfortune, DataTypes.IntegerType);
    }

    private void run(String name, String statement) throws InterruptedException {
        Set<String> before = TableFiles.onDisk(lake);
        String failure = "";
        try {
            spark.sql(statement);
        } catch (Exception failed) { // Spark's own are checked, and not declared.
            failure = " " + failed.getMessage().lines().findFirst().orElse("");
        }
        Object rows =
                spark.sql("SELECT count(*), count(DISTINCT id), sum(n) FROM t").head();
        System.out.printf("%s: %s; files that no commit has: %d%s%n", name, rows, left(before), failure);
    }

    /** Files that the statement has left behind. A task that was given up removes its own when it notices. */
    private int left(Set<String> before) throws InterruptedException {
        Set<String> known = TableFiles.ofTable(spark, "t");
        known.addAll(before);
        Set<String> left = TableFiles.onDisk(lake);
        left.removeAll(known);
        for (int look = 0; look < LOOKS && !left.isEmpty(); look++) {
            TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_LOOKS);
            left.retainAll(TableFiles.onDisk(lake));
        }
        return left.size();
    }
}
