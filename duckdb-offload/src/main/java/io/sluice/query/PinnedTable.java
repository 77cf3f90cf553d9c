package io.sluice.query;

import static java.util.Objects.requireNonNull;

import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.SqlText;
import io.sluice.duckdb.StoredNames;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableProperties;
import io.sluice.table.TableProperties.RowTrackingColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One state of a table as the engine sees it during one statement: a view. Inside, columns have names of ours,
 * {@code sluice_<table>_<column>}, so that the engine's description of its plan can be read without doubt.
 *
 * @param index a number of its own in the session
 * @param schema the engine's schema in which the view is
 * @param name the view
 * @param places whether the view tells where rows are
 */
public record PinnedTable(int index, String schema, String name, Snapshot snapshot, Places places) {
    /** Of views with places: the number of the row's file in {@link ReadFiles#tasks}. */
    public static final String FILE = "sluice:file";

    /** Of views with places: the number of the row in its file. */
    public static final String ROW = "sluice:row";

    /** Of views with places, if the table tracks rows: the id of the row; null if it has none yet. */
    public static final String ROW_ID = "sluice:row id";

    /** Of views with places, if the table tracks rows: the version that last changed the row; null if none has yet. */
    public static final String ROW_VERSION = "sluice:row version";

    private static final String PREFIX = "sluice_";

    /** A file that is there and has no rows: with a schema given, the engine plans without opening it. */
    private static final String PLACEHOLDER = "/dev/null";

    /** Whether a view has the columns {@link #FILE} and {@link #ROW} beside those of the table. */
    enum Places {
        HIDDEN,
        SHOWN
    }

    public PinnedTable {
        requireNonNull(schema, "schema");
        requireNonNull(name, "name");
        requireNonNull(snapshot, "snapshot");
        requireNonNull(places, "places");
    }

    /** The view's name, as it stands in statements. */
    public String view() {
        return SqlText.identifier(schema) + "." + SqlText.identifier(name);
    }

    List<Field> columns() {
        return snapshot.metadata().schema().columns();
    }

    /** A view for planning only: all columns are in the files, and there is nothing in the files. */
    String placeholderView() {
        String source = "read_parquet(%s, hive_partitioning=false, schema=%s)"
                .formatted(SqlText.literal(PLACEHOLDER), "MAP{" + schemaMap(columns(), DuckDbTypes::sql) + "}");
        String tracked = tracking().isPresent()
                ? ", CAST(NULL AS BIGINT) AS %s, CAST(NULL AS BIGINT) AS %s"
                        .formatted(SqlText.identifier(ROW_ID), SqlText.identifier(ROW_VERSION))
                : "";
        return createView(select((field, inner) -> inner, 0) + tracked + " FROM " + source);
    }

    /** The view that reads files whose locations, and partition values, are in variables. */
    String scanView(ReadFiles files, DeletedRows deleted) {
        List<String> scans = new ArrayList<>();
        if (!files.whole().isEmpty()) {
            scans.add(scan(Part.WHOLE, 0));
        }
        if (!files.withDeletions().isEmpty()) {
            scans.add(scan(Part.WITH_DELETIONS, files.whole().size()) + " WHERE "
                    + deleted.condition(files.withDeletions()));
        }
        if (scans.isEmpty()) {
            scans.add(nothing());
        }
        return createView(String.join(" UNION ALL ", scans));
    }

    /** Files that are read alike. */
    enum Part {
        WHOLE("whole"),
        WITH_DELETIONS("cut");

        private final String suffix;

        Part(String suffix) {
            this.suffix = suffix;
        }
    }

    private String scan(Part part, int firstFile) {
        List<Field> stored =
                columns().stream().filter(field -> !isPartition(field)).toList();
        StoredNames names = new StoredNames(StoredNames.Direction.TO_SCHEMA);
        String columns = select(
                (field, inner) -> stored.contains(field)
                        ? names.renamed(inner, field.type())
                        : partitionValue(field, valuesVariable(part, field)),
                firstFile);
        String schema = schemaMap(stored, type -> DuckDbTypes.sql(StoredNames.stored(type)));
        return "%s%s FROM read_parquet(getvariable(%s), hive_partitioning=false, schema=MAP{%s%s})"
                .formatted(
                        columns,
                        tracked(part),
                        SqlText.literal(filesVariable(part)),
                        schema,
                        trackedColumns(schema.isEmpty() ? "" : ","));
    }

    /** The columns of files that track rows, if the view tells of them. */
    Optional<RowTrackingColumns> tracking() {
        return places == Places.SHOWN ? TableProperties.of(snapshot.metadata()).rowTracking() : Optional.empty();
    }

    private String trackedColumns(String separator) {
        return tracking()
                .map(columns -> separator
                        + "%s:{'name':'sluice_id','type':'BIGINT','default_value':NULL},%s:{'name':'sluice_version','type':'BIGINT','default_value':NULL}"
                                .formatted(SqlText.literal(columns.rowId()), SqlText.literal(columns.rowVersion())))
                .orElse("");
    }

    /** A row has the id that its place gives it, unless it has brought one along. */
    private String tracked(Part part) {
        return tracking()
                .map(columns ->
                        ", coalesce(sluice_id, CAST(getvariable(%s)[(file_index + 1)::BIGINT] AS BIGINT) + file_row_number) AS %s, coalesce(sluice_version, CAST(getvariable(%s)[(file_index + 1)::BIGINT] AS BIGINT)) AS %s"
                                .formatted(
                                        SqlText.literal(lineageVariable(part, "ids")),
                                        SqlText.identifier(ROW_ID),
                                        SqlText.literal(lineageVariable(part, "versions")),
                                        SqlText.identifier(ROW_VERSION)))
                .orElse("");
    }

    /** @param which {@code ids} of the first rows of files, or {@code versions} of files */
    String lineageVariable(Part part, String which) {
        return PREFIX + which + "_" + index + "_" + part.suffix;
    }

    private String nothing() {
        String nulls = columnList((field, inner) -> "CAST(NULL AS " + DuckDbTypes.sql(field.type()) + ")");
        String place = places == Places.SHOWN
                ? ", 0::BIGINT AS %s, 0::BIGINT AS %s".formatted(SqlText.identifier(FILE), SqlText.identifier(ROW))
                : "";
        String tracked = tracking().isPresent()
                ? ", 0::BIGINT AS %s, 0::BIGINT AS %s"
                        .formatted(SqlText.identifier(ROW_ID), SqlText.identifier(ROW_VERSION))
                : "";
        return "SELECT " + nulls + place + tracked + " FROM range(0)";
    }

    private boolean isPartition(Field field) {
        return snapshot.metadata().partitionColumns().contains(field.name());
    }

    String filesVariable(Part part) {
        return PREFIX + "files_" + index + "_" + part.suffix;
    }

    String valuesVariable(Part part, Field partitionColumn) {
        return PREFIX + "values_" + index + "_" + part.suffix + "_" + columns().indexOf(partitionColumn);
    }

    /** The locations of files as the engine takes them. */
    static List<String> locations(List<ScanTask> tasks) {
        return tasks.stream().map(task -> withoutGlob(task.location())).toList();
    }

    /** The values of a partition column; null elements are null values. */
    static List<String> values(List<ScanTask> tasks, Field partitionColumn) {
        List<String> values = new ArrayList<>(tasks.size());
        for (ScanTask task : tasks) {
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

    private String createView(String select) {
        return "CREATE OR REPLACE VIEW %s AS %s".formatted(view(), select);
    }

    private String select(ColumnSource source, int firstFile) {
        String place = places == Places.SHOWN
                ? ", file_index::BIGINT + %d AS %s, file_row_number AS %s"
                        .formatted(firstFile, SqlText.identifier(FILE), SqlText.identifier(ROW))
                : "";
        return "SELECT " + columnList(source) + place;
    }

    private String columnList(ColumnSource source) {
        return columns().stream()
                .map(column -> source.of(column, innerName(column)) + " AS " + SqlText.identifier(column.name()))
                .collect(Collectors.joining(", "));
    }

    private String schemaMap(List<Field> fields, Function<DataType, String> type) {
        return fields.stream()
                .map(field -> "%s:{'name':%s,'type':%s,'default_value':NULL}"
                        .formatted(
                                SqlText.literal(field.physicalName()),
                                SqlText.literal(innerName(field)),
                                SqlText.literal(type.apply(field.type()))))
                .collect(Collectors.joining(","));
    }

    /** Looked up by the number of the file, which lets the engine skip files that a filter on it rules out. */
    private static String partitionValue(Field field, String variable) {
        String text = "getvariable(%s)[(file_index + 1)::BIGINT]".formatted(SqlText.literal(variable));
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
