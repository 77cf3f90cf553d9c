package io.sluice.compat.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.duckdb.RowSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The comparison can fail: a session that does something wrong is found out, and the report says how to see it again.
 */
final class PlantedFaultsTest {
    private static final int PROGRAMS = 30;

    @TempDir
    private Path folder;

    @Test
    void aSessionThatLosesDeletionsIsFoundOut() {
        assertThat(differences("DELETE FROM "))
                .isNotEmpty()
                .allSatisfy(report -> assertThat(report).startsWith("seed ").contains("DELETE FROM ", "expected"));
    }

    @Test
    void aSessionThatLosesRollbacksIsFoundOut() {
        assertThat(differences("ROLLBACK")).isNotEmpty();
    }

    private List<String> differences(String lost) {
        List<String> reports = new ArrayList<>();
        try (LakePrograms programs =
                new LakePrograms(folder.resolve("lake"), session -> new Forgetful(session, lost))) {
            for (long seed = 1; seed <= PROGRAMS; seed++) {
                programs.run(seed).ifPresent(reports::add);
            }
        }
        return reports;
    }

    /** Does not run statements that begin in a certain way. */
    private record Forgetful(TestedSession session, String lost) implements TestedSession {
        @Override
        public void run(String sql, RowSink sink) {
            if (!sql.startsWith(lost)) {
                session.run(sql, sink);
            }
        }

        @Override
        public long version(String table) {
            return session.version(table);
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
