package io.sluice.catalog.sql;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.OpenMode;
import io.sluice.catalog.Proposals;
import io.sluice.commit.CommitTarget.Turn;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.SourceFile;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process that commits to the table {@code sales.orders} of a lake, each commit with a source of its own, and prints
 * {@code version source attempt} when a commit is acknowledged. Arguments: the lake's folder, the writer's name, and
 * how many commits.
 */
final class CommittingProcess {
    static final TableName TABLE = TableName.of("sales", "orders");

    private CommittingProcess() {}

    public static void main(String[] arguments) {
        int commits = Integer.parseInt(arguments[2]);
        try (Catalog catalog = SqliteCatalogs.open(Path.of(arguments[0]), OpenMode.OPEN_EXISTING)) {
            CatalogTable table = catalog.table(TABLE).orElseThrow();
            for (int i = 0; i < commits; i++) {
                Proposal landed = commit(catalog, table, Proposals.source(arguments[1] + "-" + i));
                System.out.println(
                        landed.version() + " " + landed.sources().get(0).location() + " " + landed.attempt());
                System.out.flush();
            }
        }
    }

    /** Commits as the committer does: in turn, and again after a loss. */
    static Proposal commit(Catalog catalog, CatalogTable table, SourceFile source) {
        while (true) {
            try (Turn turn = catalog.takeTurn(table.id())) {
                requireNonNull(turn, "turn");
                TableVersion last = catalog.tip(table.id(), Proposals.version(Long.MAX_VALUE - 1))
                        .orElseThrow()
                        .version();
                Proposal proposal = Proposals.append(last.number() + 1, source);
                if (catalog.ratify(table.id(), proposal, Optional.of(last)) instanceof Ratified) {
                    return proposal;
                }
            }
        }
    }

    /** Starts one, with the JDK and the class path of this process; what it prints goes to a file. */
    static Process start(Path lake, String writer, int commits, Path output) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CommittingProcess.class.getName(),
                lake.toString(),
                writer,
                Integer.toString(commits)));
        return new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(
                        output.resolveSibling(output.getFileName() + ".err").toFile())
                .start();
    }

    /** What a process has acknowledged; a last line that was cut off by its end does not count. */
    static List<String[]> acknowledged(Path output) throws IOException {
        String text = Files.readString(output);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> line.split(" "))
                .toList();
    }
}
