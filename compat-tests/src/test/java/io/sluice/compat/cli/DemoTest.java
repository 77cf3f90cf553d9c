package io.sluice.compat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.cli.InstalledSluice.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    @TempDir
    private Path folder;

    @Test
    void showsItselfAndStartsOverWhenRunAgain() {
        InstalledSluice sluice = InstalledSluice.in(folder);
        for (String beginning : new String[] {"240 CSV files", "Starting over in sluice-demo."}) {
            Ended ended = sluice.run("sluice demo");
            assertThat(ended.output())
                    .startsWith(beginning)
                    .contains("30 commits, 60,000 rows", "0 commits, 40 files skipped", "(5 commits)", "Try next");
            assertThat(ended.exitCode()).isZero();
        }
        assertThat(sluice.run(
                                "SLUICE_LAKE=sluice-demo/lake sluice sql -o csv 'SELECT count(*), count(DISTINCT order_id) FROM sales.orders'")
                        .output())
                .endsWith("60000,60000\n");
    }

    @Test
    void leavesAFolderAloneThatItHasNotMade() throws Exception {
        InstalledSluice sluice = InstalledSluice.in(folder);
        Path mine =
                Files.createDirectories(sluice.folder().resolve("sluice-demo")).resolve("mine.txt");
        Files.writeString(mine, "mine");
        Ended ended = sluice.run("sluice demo");
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.output()).contains("name another place with --folder");
        assertThat(mine).hasContent("mine");
    }
}
