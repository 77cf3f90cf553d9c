package io.sluice.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Identifier;

/**
 * Spark for all tests of the module, on two threads of this process: starting it takes longer than most tests. Each
 * test takes a session of its own with a lake of its own under the name {@code lake}.
 */
public final class SharedSpark {
    private static final AtomicInteger LAKES = new AtomicInteger();
    private static final Path SCRATCH = scratch();

    private SharedSpark() {}

    private static final class Holder {
        static final SparkSession SESSION = SparkSession.builder()
                .master("local[2]")
                .appName("sluice-spark-connector tests")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.extensions", SluiceExtensions.class.getName())
                .config("spark.sql.warehouse.dir", SCRATCH.resolve("warehouse").toString())
                .getOrCreate();
    }

    private static Path scratch() {
        try {
            Path folder = Files.createTempDirectory("sluice-spark");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException left) {
            // The system removes temporary files some day.
        }
    }

    /** A lake that does not exist yet. */
    public static Path newLake() {
        return SCRATCH.resolve("lake-" + LAKES.incrementAndGet());
    }

    /** A session in which the lake in that folder is the catalog {@code lake}, and the current one. */
    public static SparkSession session(Path lake) {
        SparkSession session = Holder.SESSION.newSession();
        session.conf().set("spark.sql.catalog.lake", SluiceCatalog.class.getName());
        session.conf().set("spark.sql.catalog.lake.lake", lake.toString());
        session.sql("USE lake.default");
        return session;
    }

    /** The same session, with settings that make statements about few rows cheap, and their values exact. */
    public static SparkSession tinyStatements(SparkSession session) {
        session.conf().set("spark.sql.shuffle.partitions", 1);
        session.conf().set("spark.sql.adaptive.enabled", false);
        session.conf().set("spark.sql.datetime.java8API.enabled", true);
        return session;
    }

    /** A table of the default namespace of the catalog {@code lake}, as it is now. */
    public static SluiceTable table(SparkSession session, String name) {
        SluiceCatalog catalog =
                (SluiceCatalog) session.sessionState().catalogManager().catalog("lake");
        try {
            return (SluiceTable) catalog.loadTable(Identifier.of(new String[] {"default"}, name));
        } catch (NoSuchTableException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** The rows of a query as texts, {@code [1,a]}, in their order. */
    public static List<String> rows(SparkSession session, String query) {
        return session.sql(query).collectAsList().stream().map(Row::toString).toList();
    }
}
