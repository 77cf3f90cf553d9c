package io.sluice.session;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.TableChange;
import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.ResultColumn;
import io.sluice.error.SluiceException;
import io.sluice.query.LakeSql;
import io.sluice.sql.ColumnPath;
import io.sluice.sql.ComposedSql;
import io.sluice.sql.Span;
import io.sluice.sql.TableStatement.CreateTable;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What CREATE TABLE defines.
 *
 * @param changes the files with the rows of its query
 * @param rows how many there are; empty without a query
 */
record NewTable(TableMetadata metadata, List<TableChange> changes, OptionalLong rows) {
    NewTable {
        changes = List.copyOf(changes);
    }

    static NewTable of(CreateTable create, CatalogTable place, LakeSql sql) {
        TableSchema schema = schema(create, sql);
        Map<String, String> properties = new LinkedHashMap<>(create.options().properties());
        properties.putAll(new Checks(sql)
                .properties(
                        create.checks(), schema, create.options().properties().keySet()));
        TableMetadata metadata = new TableMetadata(
                place.id(),
                schema,
                partitionColumns(create, schema),
                properties,
                create.options().comment());
        if (create.query().isPresent()) {
            throw create.query().get().error("CREATE TABLE AS is not supported yet");
        }
        return new NewTable(metadata, List.of(), OptionalLong.empty());
    }

    /** Removes the files of a table that was not created. */
    void discard() {
        // There are none.
    }

    private static TableSchema schema(CreateTable create, LakeSql sql) {
        if (create.columns().isEmpty() || !isDefined(create)) {
            Span query = create.query().orElseThrow();
            List<Field> fields = new ArrayList<>();
            List<ResultColumn> columns = sql.query(
                    new ComposedSql().add("DESCRIBE ").add(query), row -> new ResultColumn(row.text(1), row.text(2)));
            for (ResultColumn column : columns) {
                fields.add(field(column, query));
            }
            return new TableSchema(fields);
        }
        List<Field> fields = new ArrayList<>();
        create.columns().forEach(column -> fields.add(Alterations.field(sql, column)));
        return new TableSchema(fields);
    }

    private static boolean isDefined(CreateTable create) {
        return !create.columns().isEmpty();
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
