package io.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the usual commands once, so that an archive of loaded classes can be made from what they load. */
public final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException {
        Terminal terminal = Terminal.ofProcess();
        Interrupt interrupt = Interrupt.ofProcess();
        Path folder = Files.createTempDirectory("sluice-rehearsal-");
        try {
            Path csv = Files.writeString(
                    folder.resolve("orders.csv"), "id,day,shop,amount\n1,2026-01-01,a,1.50\n2,2026-01-02,\"b\",2.25\n");
            String lake = folder.resolve("lake").toString();
            for (String[] command : commands(csv.toString())) {
                List<String> line = new ArrayList<>(List.of("--lake", lake));
                line.addAll(List.of(command));
                Sluice.run(terminal, interrupt, line.toArray(String[]::new));
            }
        } finally {
            terminal.flush();
            interrupt.finished();
            Folders.delete(folder);
        }
        System.exit(0);
    }

    private static String[][] commands(String csv) {
        return new String[][] {
            {"--version"},
            {"ingest", csv, "--into", "sales.orders", "--partition-by", "day"},
            {"ingest", csv, "--into", "sales.orders", "--json"},
            {"sql", "SELECT shop, sum(amount) FROM sales.orders WHERE day = '2026-01-01' GROUP BY shop"},
            {"sql", "-o", "csv", "FROM sales.orders AT (VERSION => 0) ORDER BY id"},
            {"sql", "-o", "json", "FROM sales.orders"},
            {"sql", "SELECT nope FROM sales.orders"},
            {"tables"},
            {"describe", "sales.orders"},
            {"history", "sales.orders"},
            {"files", "sales.orders"},
            {"schema", "sales.orders", "--json"},
        };
    }
}
