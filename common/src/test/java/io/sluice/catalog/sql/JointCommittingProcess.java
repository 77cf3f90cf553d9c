package io.sluice.catalog.sql;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.MultiTableCommit;
import io.sluice.catalog.MultiTableCommit.Position;
import io.sluice.catalog.OpenMode;
import io.sluice.catalog.Proposals;
import io.sluice.commit.AttemptId;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.TableProposal;
import io.sluice.table.TableName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that commits to two tables of a lake together, again and again until it is killed or has landed as often as
 * it was asked to. Arguments: the lake's folder, and how many commits.
 */
final class JointCommittingProcess {
    static final List<TableName> TABLES = List.of(TableName.of("sales", "orders"), TableName.of("sales", "items"));

    private JointCommittingProcess() {}

    public static void main(String[] arguments) {
        int wanted = Integer.parseInt(arguments[1]);
        try (Catalog catalog = SqliteCatalogs.open(Path.of(arguments[0]), OpenMode.OPEN_EXISTING)) {
            for (int landed = 0; landed < wanted; ) {
                if (commit((MultiTableCommit) catalog)) {
                    landed++;
                }
            }
        }
    }

    private static boolean commit(MultiTableCommit catalog) {
        Map<TableName, Position> look = catalog.positions();
        AttemptId attempt = AttemptId.random();
        List<TableProposal> parts = TABLES.stream()
                .map(look::get)
                .map(position -> new TableProposal(
                        position.table().id(),
                        Proposals.of(
                                attempt, Proposals.append(position.version().number() + 1)),
                        Optional.of(position.version())))
                .toList();
        return catalog.ratify(parts, Map.of()).answer() instanceof Ratified;
    }

    /** Starts one, with the JDK and the class path of this process. */
    static Process start(Path lake, int commits) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JointCommittingProcess.class.getName(),
                        lake.toString(),
                        Integer.toString(commits))
                .inheritIO()
                .start();
    }
}
