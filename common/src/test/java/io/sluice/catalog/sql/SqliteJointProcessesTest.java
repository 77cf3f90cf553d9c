package io.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.MultiTableCommit;
import io.sluice.catalog.MultiTableCommit.Position;
import io.sluice.catalog.OpenMode;
import io.sluice.catalog.Proposals;
import io.sluice.table.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes that commit to two tables together, one of which is killed, and a reader. */
@Timeout(120)
class SqliteJointProcessesTest {
    private static final int COMMITS_EACH = 60;

    @TempDir
    Path folder;

    @Test
    void aReaderNeverSeesHalfOfACommitOfOthersAlsoOfOneThatIsKilled() throws Exception {
        Path lake = folder.resolve("lake");
        try (Catalog catalog = SqliteCatalogs.open(lake, OpenMode.CREATE_IF_MISSING)) {
            for (TableName name : JointCommittingProcess.TABLES) {
                CatalogTable table = Proposals.newTable(name.namespace().value(), name.table());
                catalog.create(table, Proposals.first());
            }
            List<Process> patient = List.of(
                    JointCommittingProcess.start(lake, COMMITS_EACH), JointCommittingProcess.start(lake, COMMITS_EACH));
            Process victim = JointCommittingProcess.start(lake, Integer.MAX_VALUE);
            long seen = 0;
            while (seen < COMMITS_EACH) {
                seen = look(catalog, seen);
            }
            victim.destroyForcibly();
            while (patient.stream().anyMatch(Process::isAlive)) {
                seen = look(catalog, seen);
            }
            for (Process process : patient) {
                assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
                assertThat(process.exitValue()).isZero();
            }
            assertThat(look(catalog, seen)).isGreaterThanOrEqualTo(2L * COMMITS_EACH);
        }
    }

    /** The version that both tables have. */
    private static long look(Catalog catalog, long atLeast) {
        Map<TableName, Position> look = ((MultiTableCommit) catalog).positions();
        List<Long> versions = JointCommittingProcess.TABLES.stream()
                .map(name -> look.get(name).version().number())
                .distinct()
                .toList();
        assertThat(versions).hasSize(1);
        assertThat(versions.get(0)).isGreaterThanOrEqualTo(atLeast);
        return versions.get(0);
    }
}
