package io.sluice.trino;

import io.trino.plugin.tpch.TpchPlugin;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.QueryAssertions;
import io.trino.testing.TestingSession;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Servers whose catalog {@code lake} has tables of TPC-H in the schema {@code tpch}, as Trino's own suites expect. */
final class TpchLake {
    private TpchLake() {}

    /** @param tables that are copied into the lake */
    static DistributedQueryRunner of(
            Iterable<TpchTable<?>> tables, Consumer<DistributedQueryRunner.Builder<?>> settings) throws Exception {
        Path folder = Files.createTempDirectory("lake");
        DistributedQueryRunner.Builder<?> builder = DistributedQueryRunner.builder(TestingSession.testSessionBuilder()
                        .setCatalog("lake")
                        .setSchema("tpch")
                        .build())
                .registerResource(() -> delete(folder));
        settings.accept(builder);
        DistributedQueryRunner runner = builder.build();
        try {
            runner.installPlugin(new TpchPlugin());
            runner.createCatalog("tpch", "tpch");
            runner.installPlugin(new SluicePlugin());
            runner.createCatalog("lake", "sluice", Map.of("sluice.lake", folder.toString()));
            runner.execute("CREATE SCHEMA lake.tpch");
            QueryAssertions.copyTpchTables(runner, "tpch", "tiny", tables);
            return runner;
        } catch (Throwable failed) {
            runner.close();
            throw failed;
        }
    }

    /** Removes a folder and all that is in it. */
    static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
