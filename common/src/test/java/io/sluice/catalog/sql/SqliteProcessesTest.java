package io.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.OpenMode;
import io.sluice.catalog.Proposals;
import io.sluice.catalog.TableTip;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.SourceFile;
import io.sluice.table.TableVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes at one file, some of which are killed. */
class SqliteProcessesTest {
    private static final int PROCESSES = 4;
    private static final int COMMITS_EACH = 50;

    @TempDir
    Path folder;

    private Path lake;

    @BeforeEach
    void makeLakeWithTable() {
        lake = folder.resolve("lake");
        CatalogTable table = Proposals.newTable("sales", "orders");
        try (Catalog catalog = SqliteCatalogs.open(lake, OpenMode.CREATE_IF_MISSING)) {
            assertThat(catalog.create(
                            new CatalogTable(table.id(), CommittingProcess.TABLE, "delta", "/lake/orders"),
                            Proposals.first()))
                    .isEqualTo(new Ratified(TableVersion.FIRST));
        }
    }

    @Test
    void everyProcessLandsEveryCommit() throws Exception {
        List<Path> outputs = new ArrayList<>();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            outputs.add(folder.resolve("writer" + i));
            processes.add(CommittingProcess.start(lake, "writer" + i, COMMITS_EACH, outputs.get(i)));
        }
        for (int i = 0; i < PROCESSES; i++) {
            assertThat(processes.get(i).waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(processes.get(i).exitValue()).as(errors(outputs.get(i))).isZero();
        }
        long last = assertEverythingAcknowledgedIsThere(outputs);
        assertThat(last).isEqualTo(PROCESSES * COMMITS_EACH);
    }

    @Test
    void whatAKilledProcessHasAcknowledgedIsThere() throws Exception {
        Random random = new Random();
        List<Path> outputs = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            List<Process> processes = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                Path output = folder.resolve("round" + round + "-" + i);
                outputs.add(output);
                processes.add(CommittingProcess.start(lake, "round" + round + "-" + i, 100_000, output));
            }
            awaitFirstCommit(outputs.subList(outputs.size() - PROCESSES, outputs.size()));
            for (Process process : processes) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
                process.destroyForcibly();
            }
            for (Process process : processes) {
                assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            }
            assertThat(assertEverythingAcknowledgedIsThere(outputs)).isPositive();
        }
    }

    private static void awaitFirstCommit(List<Path> outputs) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        for (Path output : outputs) {
            while (CommittingProcess.acknowledged(output).isEmpty()) {
                assertThat(System.nanoTime()).as(errors(output)).isLessThan(deadline);
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }

    /** Every acknowledged commit is the version that it was said to be, with its source; and there is no gap. */
    private long assertEverythingAcknowledgedIsThere(List<Path> outputs) throws IOException {
        List<String[]> acknowledged = new ArrayList<>();
        for (Path output : outputs) {
            acknowledged.addAll(CommittingProcess.acknowledged(output));
        }
        assertThat(acknowledged).extracting(line -> line[0]).doesNotHaveDuplicates();
        try (Catalog catalog = SqliteCatalogs.open(lake, OpenMode.OPEN_EXISTING)) {
            CatalogTable table = catalog.table(CommittingProcess.TABLE).orElseThrow();
            TableTip tip = catalog.tip(table.id(), TableVersion.FIRST).orElseThrow();
            List<SourceFile> sources = acknowledged.stream()
                    .map(line -> Proposals.source(line[1].substring("/landing/".length())))
                    .toList();
            assertThat(catalog.ingested(table.id(), sources)).hasSize(acknowledged.size());
            assertThat(acknowledged)
                    .allSatisfy(line -> assertThat(Long.parseLong(line[0]))
                            .isLessThanOrEqualTo(tip.version().number()));
            assertAttempts(tip, acknowledged);
            assertThat(catalog.ratify(table.id(), Proposals.append(tip.version().number() + 2), Optional.empty()))
                    .as("a gap")
                    .isNotInstanceOf(Ratified.class);
            return tip.version().number();
        }
    }

    /** Of the commits that are remembered, those that were acknowledged have the attempt that was acknowledged. */
    private static void assertAttempts(TableTip tip, List<String[]> acknowledged) {
        long first = tip.recent().get(0).version().number();
        for (String[] line : acknowledged) {
            long version = Long.parseLong(line[0]);
            if (version >= first) {
                assertThat(tip.recent().get((int) (version - first)).attempt()).hasToString(line[2]);
            }
        }
    }

    private static String errors(Path output) throws IOException {
        return Files.readString(output.resolveSibling(output.getFileName() + ".err"));
    }
}
