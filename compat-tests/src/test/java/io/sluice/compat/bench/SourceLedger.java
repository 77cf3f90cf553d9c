package io.sluice.compat.bench;

import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.SourceFile;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.MarkIngested;
import io.sluice.compat.bench.program.Events;
import io.sluice.compat.process.OpenLake;
import io.sluice.format.FormatTable;
import io.sluice.lake.Lake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A table that has taken a million source files: commits and look-ups beside those of a new one. */
final class SourceLedger implements Benchmark {
    private static final int SOURCES = 1_000_000;
    private static final int PER_COMMIT = 10_000;
    private static final int COMMITS = 300;
    private static final int LOOKED_UP = 300;
    private static final int LOOKUPS = 100;

    private long next;

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public List<Finding> run(Bench bench) throws IOException {
        Path folder = bench.emptyFolder("ledger");
        try (Lake lake = OpenLake.at(folder.resolve("lake").toString())) {
            FormatTable table = Events.create(lake, List.of());
            commits(lake, table, new Samples());
            Samples commitBefore = commits(lake, table, new Samples());
            Samples lookupBefore = lookups(lake, table);
            long begin = System.nanoTime();
            while (next < SOURCES) {
                mark(lake, table, PER_COMMIT);
            }
            bench.say("%,d sources in %.1f s".formatted(next, (System.nanoTime() - begin) / 1e9));
            Samples commitAfter = commits(lake, table, new Samples());
            Samples lookupAfter = lookups(lake, table);
            return List.of(
                    Finding.beside(
                            "commit of one file and its source, after 1,000,000 sources",
                            commitAfter.text("%.2f", "ms"),
                            "with an empty ledger " + commitBefore.text("%.2f", "ms"),
                            commitAfter.median() / commitBefore.median()),
                    Finding.beside(
                            "look up 300 sources among 1,000,000",
                            lookupAfter.text("%.2f", "ms"),
                            "with an empty ledger " + lookupBefore.text("%.2f", "ms"),
                            lookupAfter.median() / lookupBefore.median()));
        }
    }

    private Samples commits(Lake lake, FormatTable table, Samples millis) {
        for (int commit = 0; commit < COMMITS; commit++) {
            long begin = System.nanoTime();
            mark(lake, table, 1);
            millis.add((System.nanoTime() - begin) / 1e6);
        }
        return millis;
    }

    private void mark(Lake lake, FormatTable table, int count) {
        List<SourceFile> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sources.add(source(next++));
        }
        var transaction = Events.transaction(
                table.current().version(),
                List.of(new AppendFiles(List.of(Events.file(next))), new MarkIngested(sources)));
        if (!(lake.commit(table, transaction) instanceof Committed)) {
            throw new IllegalStateException("a commit did not land");
        }
    }

    /** Locations are long and begin alike, as those of real deliveries. */
    private static SourceFile source(long number) {
        return new SourceFile(
                "/deliveries/shop/orders/2026/%02d/orders-export-%09d.csv.gz".formatted(number % 12 + 1, number),
                "%d-%d".formatted(15_000 + number % 1000, 1_767_225_600_000L + number));
    }

    /** Half of the files that are looked up are in, spread over the whole ledger. */
    private Samples lookups(Lake lake, FormatTable table) {
        Samples millis = new Samples();
        for (int lookup = 0; lookup < LOOKUPS; lookup++) {
            List<SourceFile> asked = new ArrayList<>();
            for (int i = 0; i < LOOKED_UP; i++) {
                long known = (long) ((double) next / LOOKED_UP * i) + lookup % 3;
                asked.add(source(i % 2 == 0 ? known : SOURCES + known + 1_000_000));
            }
            long begin = System.nanoTime();
            int found = lake.catalog().ingested(table.table().id(), asked).size();
            millis.add((System.nanoTime() - begin) / 1e6);
            if (found != LOOKED_UP / 2) {
                throw new IllegalStateException("found " + found + " of " + LOOKED_UP / 2);
            }
        }
        return millis;
    }
}
