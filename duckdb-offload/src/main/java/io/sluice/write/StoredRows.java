package io.sluice.write;

import static java.util.Objects.requireNonNull;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.ParquetCopy;
import io.sluice.duckdb.ParquetCopy.FileForm;
import io.sluice.duckdb.SqlText;
import io.sluice.duckdb.StoredNames;
import io.sluice.duckdb.WrittenFile;
import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows of a table as its files have them: they meet the table's rules, and their columns have physical names. */
public record StoredRows(TableMetadata table, RowRules rules) {
    private static final String BAD_ROW = "a row does not fit the table";

    /** SQL that stops a statement at a row that does not fit; another query finds out what is wrong with it. */
    static final String ERROR = "error(" + SqlText.literal(BAD_ROW) + ")";

    public StoredRows {
        requireNonNull(table, "table");
        requireNonNull(rules, "rules");
    }

    /** Rows that must meet the table's rules. */
    public static StoredRows checked(TableMetadata table) {
        return new StoredRows(table, RowRules.of(table));
    }

    /** Whether a statement failed at a row that does not fit. */
    public static boolean isBadRow(SluiceException failure) {
        return failure.getMessage().contains(BAD_ROW);
    }

    /**
     * Writes rows to files.
     *
     * @param select of the table's columns, in order and by the names of the schema
     */
    public List<WrittenFile> copy(DuckDbSession session, String select, Path folder) {
        boolean asIs = rules.isEmpty()
                && table.schema().columns().stream()
                        .allMatch(column ->
                                column.physicalName().equals(column.name()) && !StoredNames.isRenamed(column.type()));
        return copy(session, asIs ? select : select("(" + select + "\n)", Map.of()), folder, "part-");
    }

    /** Writes what {@link #select} gives. */
    List<WrittenFile> copy(DuckDbSession session, String stored, Path folder, String prefix) {
        List<String> partition = table.partitionColumns().stream()
                .map(name -> table.schema().requireColumn(name).physicalName())
                .toList();
        TableProperties properties = TableProperties.of(table);
        FileForm form = new FileForm(
                properties.targetFileSizeBytes().orElse(FileForm.USUAL_SIZE_BYTES), properties.compression());
        return new ParquetCopy(stored, folder, prefix, partition, form, PhysicalColumns.ids(table)).run(session);
    }

    /**
     * The rows as files have them.
     *
     * @param rows a relation with the table's columns
     * @param extras further columns of files: SQL over the relation by physical name
     */
    String select(String rows, Map<String, String> extras) {
        List<String> columns = new ArrayList<>();
        StoredNames names = new StoredNames(StoredNames.Direction.TO_FILES);
        for (Field column : table.schema().columns()) {
            DataType type = column.type();
            String value = names.renamed(SqlText.identifier(column.name()), type);
            boolean guarding = columns.isEmpty() && !rules.isEmpty();
            String guarded =
                    guarding ? "CASE WHEN %s THEN %s ELSE %s END".formatted(rules.condition(), value, ERROR) : value;
            columns.add(guarded + " AS " + SqlText.identifier(column.physicalName()));
        }
        extras.forEach((name, sql) -> columns.add(sql + " AS " + SqlText.identifier(name)));
        return "SELECT " + String.join(", ", columns) + " FROM " + rows;
    }
}
