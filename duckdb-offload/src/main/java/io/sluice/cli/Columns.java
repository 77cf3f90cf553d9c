package io.sluice.cli;

import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows the columns of a table. */
final class Columns {
    private Columns() {}

    static List<Map<String, Object>> machine(TableMetadata metadata) {
        return metadata.schema().columns().stream()
                .map(column -> line(column, metadata))
                .toList();
    }

    private static Map<String, Object> line(Field column, TableMetadata metadata) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", column.name());
        line.put("type", column.type().text());
        line.put("nullable", column.nullable());
        line.put("partition", metadata.partitionColumns().contains(column.name()));
        line.put("comment", column.comment());
        return line;
    }

    static void print(TableMetadata metadata, Terminal terminal) {
        TextTable text = TextTable.to(terminal, "column", "type", "null", "partition", "comment");
        for (Field column : metadata.schema().columns()) {
            int position = metadata.partitionColumns().indexOf(column.name());
            text.row(List.of(
                    column.name(),
                    column.type().text(),
                    column.nullable() ? "yes" : "no",
                    position < 0 ? "" : String.valueOf(position + 1),
                    column.comment().orElse("")));
        }
        text.end("column", "columns");
    }
}
