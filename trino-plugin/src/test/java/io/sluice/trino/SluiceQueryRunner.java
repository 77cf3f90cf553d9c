package io.sluice.trino;

import io.trino.plugin.tpch.TpchPlugin;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.TestingSession;
import java.nio.file.Path;
import java.util.Map;

/** Servers in this process that have a lake as catalog {@code lake}, beside {@code tpch}. */
public final class SluiceQueryRunner {
    private SluiceQueryRunner() {}

    /**
     * Starts a coordinator and its workers.
     *
     * @param workers beside the coordinator, which works too
     */
    public static DistributedQueryRunner of(Path lake, int workers) throws Exception {
        return withLake(lake, builder().setWorkerCount(workers).build());
    }

    /** One server with {@code access-control.name=file}. */
    static DistributedQueryRunner withRules(Path lake, Path rules) throws Exception {
        Map<String, String> file = Map.of("security.config-file", rules.toString());
        return withLake(
                lake,
                builder().setWorkerCount(0).setSystemAccessControl("file", file).build());
    }

    private static DistributedQueryRunner.Builder<?> builder() {
        return DistributedQueryRunner.builder(TestingSession.testSessionBuilder()
                .setCatalog("lake")
                .setSchema("default")
                .build());
    }

    private static DistributedQueryRunner withLake(Path lake, DistributedQueryRunner runner) throws Exception {
        try {
            runner.installPlugin(new TpchPlugin());
            runner.createCatalog("tpch", "tpch");
            runner.installPlugin(new SluicePlugin());
            runner.createCatalog("lake", "sluice", Map.of("sluice.lake", lake.toString()));
            return runner;
        } catch (Throwable failed) {
            runner.close();
            throw failed;
        }
    }
}
