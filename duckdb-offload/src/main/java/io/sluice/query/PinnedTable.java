package io.sluice.query;

import static java.util.Objects.requireNonNull;

import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.SqlText;
import io.sluice.scan.ScanPlan;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One state of a table as the engine sees it during one statement: a view. Inside, columns have names of ours,
 * {@code sluice_<table>_<column>}, so that the engine's description of its plan can be read without doubt.
 *
 * @param index a number of its own in the session
 * @param schema the engine's schema in which the view is
 * @param name the view
 */
record PinnedTable(int index, String schema, String name, Snapshot snapshot) {
    private static final String PREFIX = "sluice_";

    /** A file that is there and has no rows: with a schema given, the engine plans without opening it. */
    private static final String PLACEHOLDER = "/dev/null";

    PinnedTable {
        requireNonNull(schema, "schema");
        requireNonNull(name, "name");
        requireNonNull(snapshot, "snapshot");
    }

    List<Field> columns() {
        return snapshot.metadata().schema().columns();
    }

    /** A view for planning only: all columns are in the files, and there is nothing in the files. */
    String placeholderView() {
        String columns = columnList((field, inner) -> inner);
        return view(
                columns,
                "read_parquet(%s, hive_partitioning=false, schema=%s)"
                        .formatted(SqlText.literal(PLACEHOLDER), schemaMap(columns())));
    }

    /** The view that reads the files whose locations, and partition values, are in variables. */
    String scanView(ScanPlan plan) {
        if (plan.tasks().isEmpty()) {
            String nothing = columnList((field, inner) -> "CAST(NULL AS " + DuckDbTypes.sql(field.type()) + ")");
            return view(nothing, "range(0)");
        }
        TableMetadata metadata = snapshot.metadata();
        List<Field> stored = columns().stream()
                .filter(field -> !metadata.partitionColumns().contains(field.name()))
                .toList();
        String columns = columnList((field, inner) -> stored.contains(field) ? inner : partitionValue(field));
        return view(
                columns,
                "read_parquet(getvariable(%s), hive_partitioning=false, schema=%s)"
                        .formatted(SqlText.literal(filesVariable()), schemaMap(stored)));
    }

    String filesVariable() {
        return PREFIX + "files_" + index;
    }

    String valuesVariable(Field partitionColumn) {
        return PREFIX + "values_" + index + "_" + columns().indexOf(partitionColumn);
    }

    /** The file locations in the order of the plan. */
    static List<String> locations(ScanPlan plan) {
        return plan.tasks().stream().map(task -> withoutGlob(task.location())).toList();
    }

    /** The values of a partition column in the order of the plan; null elements are null values. */
    static List<String> values(ScanPlan plan, Field partitionColumn) {
        List<String> values = new ArrayList<>(plan.tasks().size());
        for (ScanTask task : plan.tasks()) {
            values.add(task.file()
                    .partitionValues()
                    .getOrDefault(partitionColumn.name(), Optional.empty())
                    .orElse(null));
        }
        return values;
    }

    /** The column that an inner name stands for; empty if it is none of this table's. */
    Optional<Field> column(String innerName) {
        String prefix = PREFIX + index + "_";
        return innerName.startsWith(prefix)
                        && innerName.substring(prefix.length()).matches("\\d{1,6}")
                ? Optional.of(columns().get(Integer.parseInt(innerName.substring(prefix.length()))))
                : Optional.empty();
    }

    private String innerName(Field column) {
        return PREFIX + index + "_" + columns().indexOf(column);
    }

    private String view(String columns, String source) {
        return "CREATE OR REPLACE VIEW %s.%s AS SELECT %s FROM %s"
                .formatted(SqlText.identifier(schema), SqlText.identifier(name), columns, source);
    }

    private String columnList(ColumnSource source) {
        return columns().stream()
                .map(column -> source.of(column, innerName(column)) + " AS " + SqlText.identifier(column.name()))
                .collect(Collectors.joining(", "));
    }

    private String schemaMap(List<Field> fields) {
        return fields.stream()
                .map(field -> "%s:{'name':%s,'type':%s,'default_value':NULL}"
                        .formatted(
                                SqlText.literal(field.name()),
                                SqlText.literal(innerName(field)),
                                SqlText.literal(DuckDbTypes.sql(field.type()))))
                .collect(Collectors.joining(",", "MAP{", "}"));
    }

    /** Looked up by the number of the file, which lets the engine skip files that a filter on it rules out. */
    private String partitionValue(Field field) {
        String text = "getvariable(%s)[(file_index + 1)::BIGINT]".formatted(SqlText.literal(valuesVariable(field)));
        if (field.type() == Primitive.TIMESTAMP) {
            // Such texts are in UTC, whatever the session's time zone is.
            return "(CAST(%s AS TIMESTAMP) AT TIME ZONE 'UTC')".formatted(text);
        }
        return field.type() == Primitive.BINARY
                ? "encode(" + text + ")"
                : "CAST(%s AS %s)".formatted(text, DuckDbTypes.sql(field.type()));
    }

    /** The engine takes every location for a pattern. */
    private static String withoutGlob(String location) {
        return location.replaceAll("[\\[*?]", "[$0]");
    }

    @FunctionalInterface
    private interface ColumnSource {
        String of(Field column, String innerName);
    }
}
