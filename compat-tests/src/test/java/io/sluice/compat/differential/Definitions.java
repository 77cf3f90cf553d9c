package io.sluice.compat.differential;

import io.sluice.compat.differential.Step.Write;
import io.sluice.compat.differential.TableModel.Check;
import io.sluice.compat.differential.World.SavedState;
import io.sluice.random.Draw;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Statements about tables as a whole: create, replace, alter, restore, drop. */
final class Definitions {
    private static final int MOST_COLUMNS = 4;

    private final Draw draw;
    private final World world;
    private final Expressions expressions;
    private int names;

    Definitions(Draw draw, World world, Expressions expressions) {
        this.draw = draw;
        this.world = world;
        this.expressions = expressions;
    }

    /** A new table; with rows of the other tables if there are any. */
    Write create(String name) {
        TableModel table = invented(name);
        if (!world.isEmpty() && draw.percent(30)) {
            return createAs("CREATE TABLE ", table);
        }
        return create("CREATE TABLE ", table);
    }

    Write replace(TableModel old) {
        TableModel table = invented(old.name());
        return draw.percent(50)
                ? create("CREATE OR REPLACE TABLE ", table)
                : createAs("CREATE OR REPLACE TABLE ", table);
    }

    private Write create(String verb, TableModel table) {
        String sql = verb + table.name() + " (" + table.definitions() + ")" + clauses(table);
        return Write.of(
                sql,
                List.of("CREATE OR REPLACE TABLE %s (%s)".formatted(table.name(), table.plainDefinitions())),
                table);
    }

    /** Columns of a query may always be null. */
    private Write createAs(String verb, TableModel wanted) {
        TableModel table = new TableModel(
                wanted.name(),
                wanted.columns().stream().map(Column::optional).toList(),
                wanted.partitionColumns(),
                Map.of());
        String query = expressions.query(table.columns());
        String sql = verb + table.name() + clauses(table) + " AS " + query;
        return Write.of(sql, List.of("CREATE OR REPLACE TABLE " + table.name() + " AS " + query), table);
    }

    private TableModel invented(String name) {
        List<Column> columns = new ArrayList<>();
        columns.add(
                new Column("k", draw.of(ColumnType.BIGINT, ColumnType.INTEGER, ColumnType.VARCHAR), draw.percent(20)));
        int more = draw.between(1, MOST_COLUMNS);
        for (int i = 1; i <= more; i++) {
            columns.add(new Column("c" + i, draw.of(ColumnType.values()), draw.percent(10)));
        }
        List<Column> candidates =
                columns.stream().filter(column -> column.type().mayPartition()).toList();
        List<String> partition = draw.percent(35) && !candidates.isEmpty() && candidates.size() < columns.size()
                ? List.of(draw.of(candidates).name())
                : List.of();
        return new TableModel(name, columns, partition, draw.percent(20) ? check(columns) : Map.of());
    }

    private Map<String, Check> check(List<Column> columns) {
        Column column = draw.of(columns);
        return switch (column.type()) {
            case BIGINT, INTEGER, DECIMAL, WIDE_DECIMAL ->
                Map.of(
                        "small_" + column.name(),
                        new Check(column.name(), "coalesce(" + column.name() + " < 1000, true)"));
            case VARCHAR ->
                Map.of(
                        "short_" + column.name(),
                        new Check(column.name(), "coalesce(length(" + column.name() + ") < 30, true)"));
            case DOUBLE, BOOLEAN, TIMESTAMP, DATE -> Map.of();
        };
    }

    private String clauses(TableModel table) {
        String partition = table.partitionColumns().isEmpty()
                ? ""
                : " PARTITIONED BY (" + String.join(", ", table.partitionColumns()) + ")";
        return partition + Spelling.properties(properties());
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        if (draw.percent(30)) {
            properties.put("delta.enableDeletionVectors", "false");
        }
        if (draw.percent(30)) {
            properties.put("delta.enableChangeDataFeed", "true");
        }
        if (draw.percent(20)) {
            properties.put("delta.columnMapping.mode", "name");
        }
        if (draw.percent(20)) {
            properties.put("delta.enableRowTracking", "true");
        }
        return properties;
    }

    Write drop(TableModel table) {
        String sql = "DROP TABLE " + table.name();
        return new Write(sql, List.of(sql), table.name(), Optional.empty());
    }

    Write alter(TableModel table) {
        List<Column> free = table.freeColumns();
        List<Column> widening = free.stream()
                .filter(column -> column.type().wider().isPresent())
                .toList();
        int kind = draw.between(0, 9);
        if (kind < 3 && !widening.isEmpty()) {
            Column column = draw.of(widening);
            return altered(
                    "ALTER COLUMN %s TYPE %s"
                            .formatted(
                                    column.name(),
                                    column.type().wider().orElseThrow().sql()),
                    table.withColumnChanged(column, Column::widened));
        } else if (kind < 5 && !free.isEmpty()) {
            Column column = draw.of(free);
            String name = newName();
            return altered(
                    "RENAME COLUMN %s TO %s".formatted(column.name(), name),
                    table.withColumnChanged(column, each -> each.renamed(name)));
        } else if (kind < 7 && free.size() > 1 && table.columns().size() > 2) {
            Column column = draw.of(free);
            return altered("DROP COLUMN " + column.name(), table.withoutColumn(column));
        }
        Column column = new Column(newName(), draw.of(ColumnType.values()), false);
        return altered("ADD COLUMN " + column.definition(), table.withColumn(column));
    }

    private String newName() {
        return "n" + ++names;
    }

    private static Write altered(String change, TableModel after) {
        String sql = "ALTER TABLE " + after.name() + " " + change;
        return Write.of(sql, List.of(sql), after);
    }

    Write restore(TableModel table) {
        SavedState state = draw.of(world.states(table.name()));
        return Write.of(
                Spelling.restore(table.name(), state.version()),
                List.of("CREATE OR REPLACE TABLE %s AS FROM %s".formatted(table.name(), state.copy())),
                state.model());
    }

    static String names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }
}
