package io.sluice.spark.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.MultiTableCommit;
import io.sluice.catalog.OpenMode;
import io.sluice.commit.Committer;
import io.sluice.commit.Pacing;
import io.sluice.commit.RetryPolicy;
import io.sluice.format.delta.DeltaFormat;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.spark.SharedSpark;
import io.sluice.storage.LocalStorage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often statements ask the catalog: as often with many tasks as with one, and never from a task. */
class CatalogCallsTest {
    private static final int MANY = 60;
    private static final int HANDFUL = 8;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Path folder = SharedSpark.newLake();
    private SparkSession spark;

    @BeforeEach
    void openLake() {
        LakeUri uri = LakeUri.parse(folder.toString());
        OpenLakes.share(
                uri,
                new Lake(
                        counted(uri.openCatalog(OpenMode.CREATE_IF_MISSING)),
                        new LocalStorage(),
                        uri.warehouse(),
                        DeltaFormat.system(),
                        new Committer(RetryPolicy.DEFAULT, Pacing.system())));
        spark = SharedSpark.tinyStatements(SharedSpark.session(folder));
        spark.sql("CREATE TABLE few (id BIGINT, n INT)");
        spark.sql("CREATE TABLE many (id BIGINT, n INT)");
    }

    private Catalog counted(Catalog catalog) {
        return (Catalog) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Catalog.class, MultiTableCommit.class},
                (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() != Object.class) {
                        calls.add((TaskContext.get() == null ? "" : "task: ") + method.getName());
                    }
                    try {
                        return method.invoke(catalog, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    private List<String> callsOf(Runnable statement) {
        calls.clear();
        statement.run();
        assertThat(calls).hasSizeBetween(1, HANDFUL).noneMatch(call -> call.startsWith("task"));
        return List.copyOf(calls);
    }

    private void append(String table, int tasks) {
        spark.range(0, 600, 1, tasks)
                .selectExpr("id", "CAST(id AS INT) AS n")
                .write()
                .insertInto(table);
    }

    @Test
    void aWriteAsksTheCatalogAsOftenWithManyTasksAsWithOne() {
        List<String> few = callsOf(() -> append("few", 1));

        assertThat(callsOf(() -> append("many", MANY))).isEqualTo(few);
        assertThat(SharedSpark.table(spark, "many").pinned().snapshot().fileCount())
                .isEqualTo(MANY);
    }

    @Test
    void aReadAsksTheCatalogAsOftenWithManyTasksAsWithOne() {
        append("few", 1);
        append("many", MANY);
        spark.conf().set("spark.sql.files.minPartitionNum", MANY);
        spark.conf().set("spark.sql.files.openCostInBytes", 0);
        assertThat(spark.table("many").toJavaRDD().getNumPartitions()).isGreaterThanOrEqualTo(MANY);

        List<String> few =
                callsOf(() -> spark.sql("SELECT * FROM few WHERE n > 3").collectAsList());
        assertThat(callsOf(() -> spark.sql("SELECT * FROM many WHERE n > 3").collectAsList()))
                .isEqualTo(few);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE %s SET n = -1 WHERE id %% 7 = 3",
                "UPDATE lake.default.%1$s AS t SET n = -1 WHERE t.id %% 7 = 3",
                "DELETE FROM %s WHERE id %% 7 = 3",
                "MERGE INTO %s t USING (SELECT explode(array(3, 1000)) AS id, 7 AS n) s ON t.id = s.id"
                        + " WHEN MATCHED THEN UPDATE SET n = -1 WHEN NOT MATCHED THEN INSERT *"
            })
    void rowChangesAskTheCatalogAsOftenWithManyTasksAsWithOne(String change) {
        append("few", 1);
        append("many", MANY);

        List<String> few = callsOf(() -> spark.sql(change.formatted("few")));
        assertThat(callsOf(() -> spark.sql(change.formatted("many")))).isEqualTo(few);
    }

    private List<String> callsOfStream(String from, String to, int tasks) throws Exception {
        spark.sql("CREATE TABLE " + to + " (id BIGINT, n INT)");
        calls.clear();
        spark.readStream()
                .option("maxFilesPerTrigger", tasks)
                .table(from)
                .writeStream()
                .option(
                        "checkpointLocation",
                        folder.resolveSibling(to + "-checkpoint").toString())
                .trigger(Trigger.AvailableNow())
                .toTable(to)
                .awaitTermination();
        List<String> made = List.copyOf(calls);
        assertThat(made).noneMatch(call -> call.startsWith("task"));
        assertThat(SharedSpark.rows(spark, "SELECT count(*) FROM " + to)).containsExactly("[600]");
        return made;
    }

    @Test
    void aBatchOfAStreamAsksTheCatalogAsOftenWithManyTasksAsWithOne() throws Exception {
        append("few", 6);
        append("many", 24);

        List<String> three = callsOfStream("few", "three", 2);
        List<String> six = callsOfStream("few", "six", 1);
        List<String> sixOfFour = callsOfStream("many", "large", 4);

        assertThat(sixOfFour).isEqualTo(six);
        assertThat(six.size() - three.size()).isBetween(3, 3 * HANDFUL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE %s SET n = n + 1",
                "MERGE INTO %s t USING (SELECT 3 AS id) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET n = n + 1"
            })
    void columnsWhoseValuesAreMadeCostNoCallsMore(String change) {
        spark.sql("CREATE TABLE made (id BIGINT, n INT, twice INT GENERATED ALWAYS AS (n * 2))");
        append("few", 1);
        spark.sql("INSERT INTO made (id, n) SELECT * FROM few");

        List<String> plain = callsOf(() -> spark.sql(change.formatted("few")));
        assertThat(callsOf(() -> spark.sql(change.formatted("made")))).isEqualTo(plain);
        assertThat(SharedSpark.rows(spark, "SELECT * FROM made WHERE id = 3")).containsExactly("[3,4,8]");
    }
}
