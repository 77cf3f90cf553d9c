package io.sluice.trino;

import static io.trino.testing.assertions.Assert.assertEventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Module;
import io.trino.Session;
import io.trino.operator.RetryPolicy;
import io.trino.testing.BaseFailureRecoveryTest;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.QueryRunner;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Trino's own suite of queries whose tasks fail and are run again, and what becomes of the files of failed attempts.
 */
abstract class FailureRecovery extends BaseFailureRecoveryTest {
    private final DyingTasks writers = new DyingTasks(DyingTasks.Moment.WRITTEN);
    private final DyingTasks finishers = new DyingTasks(DyingTasks.Moment.FINISHED);

    /** Folders of lakes. */
    private Path lakes;

    protected FailureRecovery(RetryPolicy policy) {
        super(policy);
    }

    @Override
    protected QueryRunner createQueryRunner(
            List<TpchTable<?>> tables,
            Map<String, String> properties,
            Map<String, String> coordinatorProperties,
            Module failures)
            throws Exception {
        lakes = Files.createTempDirectory("lakes");
        DistributedQueryRunner runner = TpchLake.of(
                tables,
                servers -> servers.setWorkerCount(1)
                        .setExtraProperties(properties)
                        .setCoordinatorProperties(coordinatorProperties)
                        .setAdditionalModule(failures)
                        .withExchange("filesystem")
                        .registerResource(() -> TpchLake.delete(lakes)));
        runner.installPlugin(writers);
        runner.installPlugin(finishers);
        return runner;
    }

    @Override
    protected boolean areWriteRetriesSupported() {
        return true;
    }

    @Test
    @Override
    protected void testRefreshMaterializedView() {
        assertThatThrownBy(super::testRefreshMaterializedView)
                .hasMessageContaining("This connector does not support creating materialized views");
    }

    /** Makes a lake, which is a catalog of that name, with the schema {@code s}. */
    private void createLake(String name, DyingTasks tasks) {
        Map<String, String> properties =
                Map.of("sluice.lake", lakes.resolve(name).toString());
        getQueryRunner().createCatalog(name, tasks.connector(), properties);
        computeActual("CREATE SCHEMA %s.s".formatted(name));
    }

    @Test
    void writersThatDieLeaveNothingInTheTable() throws IOException {
        createLake("again", writers);
        Map<String, String> tables = Map.of(
                "again.s.told", "change_data_feed_enabled = true, partitioned_by = ARRAY['orderpriority']",
                "again.s.copied", "deletion_vectors_enabled = false");
        tables.forEach((table, settings) -> {
            write(writers, "CREATE TABLE %s WITH (%s) AS SELECT * FROM tpch.tiny.orders".formatted(table, settings));
            changeRows(writers, table);
        });
        assertThat(filesThatNoLogNames("again")).isEmpty();
    }

    @Test
    void whatIsFinishedTwiceIsThereOnce() throws IOException {
        createLake("twice", finishers);
        String create = "CREATE TABLE twice.s.copy AS SELECT * FROM tpch.tiny.orders";
        if (getRetryPolicy() == RetryPolicy.TASK) {
            write(finishers, create);
            changeRows(finishers, "twice.s.copy");
        } else {
            // A query is not run again once it is about to be finished.
            assertThatThrownBy(() -> computeActual(create)).hasMessageContaining("a task died");
        }
        assertThat(filesThatNoLogNames("twice")).isEmpty();
    }

    /** From the rows of {@code tpch.tiny.orders}. */
    private void changeRows(DyingTasks tasks, String table) {
        write(tasks, "INSERT INTO %s SELECT * FROM tpch.tiny.orders WHERE custkey < 100".formatted(table));
        write(tasks, "UPDATE %s SET clerk = 'nobody' WHERE custkey < 50".formatted(table));
        write(tasks, """
                MERGE INTO %s t
                USING (SELECT DISTINCT custkey FROM tpch.tiny.orders WHERE custkey < 100) s
                ON t.custkey = s.custkey
                WHEN MATCHED AND clerk = 'nobody' THEN DELETE
                WHEN MATCHED THEN UPDATE SET clerk = 'somebody'
                """.formatted(table));
        assertThat(computeActual("SELECT clerk = 'somebody', count(*), count(DISTINCT orderkey), sum(orderkey) FROM "
                                + table + " GROUP BY 1")
                        .getMaterializedRows())
                .containsExactlyInAnyOrderElementsOf(computeActual("""
                                SELECT FALSE, count(*), count(*), sum(orderkey) FROM tpch.tiny.orders WHERE custkey >= 100
                                UNION ALL
                                SELECT TRUE, 2 * count(*), count(*), 2 * sum(orderkey) FROM tpch.tiny.orders
                                WHERE custkey BETWEEN 50 AND 99""").getMaterializedRows());
    }

    private void write(DyingTasks tasks, String sql) {
        String query = getDistributedQueryRunner()
                .executeWithPlan(getSession(), sql)
                .queryId()
                .id();
        assertThat(tasks.queries()).contains(query);
    }

    @Test
    void whatWritersOfFailedQueriesHaveWrittenIsRemoved() throws IOException {
        Session once = Session.builder(getSession())
                .setSystemProperty("retry_policy", "NONE")
                .build();
        createLake("never", writers);
        computeActual("CREATE TABLE never.s.copy AS SELECT * FROM tpch.tiny.nation");
        for (String sql : List.of(
                "INSERT INTO never.s.copy SELECT * FROM tpch.tiny.nation",
                "UPDATE never.s.copy SET name = 'none' WHERE regionkey = 1",
                "CREATE TABLE never.s.other AS SELECT * FROM tpch.tiny.nation")) {
            assertThatThrownBy(() -> getQueryRunner().execute(once, sql)).hasMessageContaining("a task died");
        }
        assertThat(computeActual("SHOW TABLES FROM never.s").getOnlyColumnAsSet())
                .containsExactly("copy");
        // Other writers have not noticed yet, perhaps, that their query has failed.
        assertEventually(() -> assertThat(filesThatNoLogNames("never")).isEmpty());
    }

    private List<Path> filesThatNoLogNames(String lake) throws IOException {
        StringBuilder logs = new StringBuilder();
        for (Path log : files(lake, ".json")) {
            logs.append(Files.readString(log));
        }
        return files(lake, ".parquet").stream()
                .filter(file -> logs.indexOf(file.getFileName().toString()) < 0)
                .toList();
    }

    private List<Path> files(String lake, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(lakes.resolve(lake))) {
            return all.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
