package io.sluice.cli;

import io.sluice.catalog.CatalogTable;
import io.sluice.format.FormatTable.Current;
import io.sluice.lake.Lake;
import io.sluice.table.NamespaceName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists tables. */
@Command(name = "tables", description = "Lists the tables of the lake.")
final class TablesCommand implements Callable<Integer> {
    @ParentCommand
    private Sluice sluice;

    @Parameters(arity = "0..1", paramLabel = "NAMESPACE", description = "Only the tables of this namespace.")
    private String namespace;

    @Override
    public Integer call() {
        List<Map<String, Object>> tables = new ArrayList<>();
        try (Lake lake = sluice.openExisting()) {
            List<NamespaceName> namespaces =
                    namespace == null ? lake.catalog().namespaces() : List.of(new NamespaceName(namespace));
            for (NamespaceName each : namespaces) {
                for (CatalogTable table : lake.catalog().tables(each)) {
                    tables.add(line(lake, table));
                }
            }
        }
        Console console = sluice.console();
        console.result(Map.of("tables", tables), () -> {
            TextTable text =
                    TextTable.to(console.terminal(), "table", "version", "changed", "columns", "partitioned by");
            tables.forEach(table -> text.row(human(table)));
            text.end("table", "tables");
        });
        return ExitCode.DONE.number();
    }

    @SuppressWarnings("unchecked") // As line() puts it there.
    private static List<Object> human(Map<String, Object> table) {
        return List.of(
                table.get("table"),
                table.get("version"),
                table.get("changed"),
                table.get("columns"),
                String.join(", ", (List<String>) table.get("partitionedBy")));
    }

    private static Map<String, Object> line(Lake lake, CatalogTable table) {
        Current current = lake.table(table.name()).current();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("table", table.name().toString());
        line.put("version", current.version().number());
        line.put("changed", current.committedAt().toString());
        line.put("columns", current.metadata().schema().columns().size());
        line.put("partitionedBy", current.metadata().partitionColumns());
        line.put("format", table.format());
        line.put("location", table.location());
        return line;
    }
}
