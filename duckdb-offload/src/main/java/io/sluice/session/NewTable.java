package io.sluice.session;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.TableChange;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.ResultColumn;
import io.sluice.error.SluiceException;
import io.sluice.lake.Lake;
import io.sluice.query.LakeSql;
import io.sluice.query.TableViews.Step;
import io.sluice.sql.ColumnPath;
import io.sluice.sql.ComposedSql;
import io.sluice.sql.Span;
import io.sluice.sql.TableStatement.CreateTable;
import io.sluice.table.DataFile;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import io.sluice.write.NewRows;
import io.sluice.write.RowQuery;
import io.sluice.write.RowWriter;
import io.sluice.write.StagedFiles;
import io.sluice.write.Written;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What CREATE TABLE defines.
 *
 * @param files with the rows of its query
 * @param rows how many there are; empty without a query
 */
record NewTable(TableMetadata metadata, List<DataFile> files, Optional<Written> rows) {
    NewTable {
        files = List.copyOf(files);
    }

    /**
     * Reads a definition, and writes the rows of its query.
     *
     * @param place where the table is, or will be
     */
    static NewTable of(CreateTable create, CatalogTable place, Lake lake, LakeSql sql) {
        if (create.query().isEmpty()) {
            return new NewTable(metadata(create, place, schema(create, sql), sql), List.of(), Optional.empty());
        }
        Span query = create.query().get();
        List<ResultColumn> columns = prepared(query, sql, NewTable::described);
        TableSchema schema = create.columns().isEmpty() ? schema(columns, query) : schema(create, sql);
        TableMetadata metadata = lake.planned(metadata(create, place, schema, sql));
        StagedFiles.prepare(Path.of(place.location()));
        List<DataFile> files = prepared(
                query,
                sql,
                asking -> new RowWriter(asking.session(), metadata, place.location())
                        .write(NewRows.byPosition(
                                new RowQuery(asking.sql(), columns),
                                metadata.schema().columns())));
        long count =
                files.stream().mapToLong(file -> file.statistics().rowCount()).sum();
        return new NewTable(metadata, files, Optional.of(new Written(count, 0, 0)));
    }

    /** The query as the engine can run it now. */
    private record Asking(ComposedSql query, String sql, DuckDbSession session) {}

    private static <T> T prepared(Span query, LakeSql sql, Function<Asking, T> work) {
        ComposedSql asking = new ComposedSql().add("SELECT * FROM (").add(query).add(")");
        try {
            Step step = sql.views().prepare(asking.text(), Optional.empty());
            return work.apply(new Asking(asking, step.sql(), sql.session()));
        } finally {
            sql.views().drop();
        }
    }

    private static List<ResultColumn> described(Asking asking) {
        String describing = "DESCRIBE " + asking.sql();
        try {
            return asking.session().query(describing, row -> new ResultColumn(row.text(1), row.text(2)));
        } catch (SluiceException failure) {
            throw new ComposedSql().add("DESCRIBE ").add(asking.query()).explained(failure, describing);
        }
    }

    private static TableMetadata metadata(CreateTable create, CatalogTable place, TableSchema schema, LakeSql sql) {
        Map<String, String> properties = new LinkedHashMap<>(create.options().properties());
        properties.putAll(new Checks(sql)
                .properties(
                        create.checks(), schema, create.options().properties().keySet()));
        return new TableMetadata(
                place.id(),
                schema,
                partitionColumns(create, schema),
                properties,
                create.options().comment());
    }

    /** The changes that add the rows. */
    List<TableChange> changes() {
        return files.isEmpty() ? List.of() : List.of(new TableChange.AppendFiles(files));
    }

    /** Removes the files of a table that was not created. */
    void discard(LakeSql sql, CatalogTable place) {
        new RowWriter(sql.session(), metadata, place.location()).remove(files);
    }

    private static TableSchema schema(List<ResultColumn> columns, Span query) {
        return new TableSchema(
                columns.stream().map(column -> field(column, query)).toList());
    }

    private static TableSchema schema(CreateTable create, LakeSql sql) {
        return new TableSchema(create.columns().stream()
                .map(column -> Alterations.field(sql, column))
                .toList());
    }

    private static Field field(ResultColumn column, Span query) {
        try {
            return Field.optional(column.name(), DuckDbTypes.parse(column.type()));
        } catch (SluiceException unsuitable) {
            throw query.error("column '%s': %s".formatted(column.name(), unsuitable.getMessage()));
        }
    }

    private static List<String> partitionColumns(CreateTable create, TableSchema schema) {
        List<String> names = new ArrayList<>();
        for (ColumnPath column : create.options().partitionColumns()) {
            names.add(schema.column(column.simple())
                    .map(Field::name)
                    .orElseThrow(() -> column.error("there is no column '%s': the table has %s"
                            .formatted(column.simple(), String.join(", ", schema.columnNames())))));
        }
        if (names.size() == schema.columns().size()) {
            throw create.options()
                    .partitionColumns()
                    .get(0)
                    .error("every column is a partition column: leave at least one out");
        }
        return names;
    }
}
