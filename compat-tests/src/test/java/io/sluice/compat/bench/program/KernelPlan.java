package io.sluice.compat.bench.program;

import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * Delta Kernel lists the files of a table whose commits are all published, and prints the same lines as
 * {@code PlanTable}. Arguments: table folder, last version, rounds.
 */
public final class KernelPlan {
    private KernelPlan() {}

    public static void main(String[] arguments) throws IOException {
        long begin = System.nanoTime();
        Engine engine = DefaultEngine.create(new Configuration(false));
        print("first", files(engine, arguments), begin);
        for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
            begin = System.nanoTime();
            print("again", files(engine, arguments), begin);
        }
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        System.out.printf("heap %d%n", runtime.totalMemory() - runtime.freeMemory());
    }

    private static int files(Engine engine, String... arguments) throws IOException {
        Snapshot snapshot = TableManager.loadSnapshot(arguments[0])
                .withMaxCatalogVersion(Long.parseLong(arguments[1]))
                .build(engine);
        int files = 0;
        try (CloseableIterator<FilteredColumnarBatch> batches =
                snapshot.getScanBuilder().build().getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    while (rows.hasNext()) {
                        rows.next();
                        files++;
                    }
                }
            }
        }
        return files;
    }

    private static void print(String what, int files, long begin) {
        System.out.printf("%s %d %.1f%n", what, files, (System.nanoTime() - begin) / 1e6);
    }
}
