package io.sluice.spark.programs;

import io.sluice.random.Draw;
import io.sluice.spark.programs.Step.Write;
import io.sluice.spark.programs.TableModel.Features;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Statements about tables as a whole: create, replace, restore, drop. */
final class Definitions {
    private static final int MOST_COLUMNS = 4;
    private static final List<String> PLAIN_NAMES = List.of("c1", "Upper", "n\u00e4me", "_x", "order");
    private static final List<String> ODD_NAMES = List.of("a b", "a.b", "a,b;c", "x=1", "(n)");

    private final Draw draw;
    private final RandomGenerator random;
    private final World world;
    private final Expressions expressions;
    private final Values values;
    private int names;

    Definitions(Draw draw, RandomGenerator random, World world, Expressions expressions) {
        this.draw = draw;
        this.random = random;
        this.world = world;
        this.expressions = expressions;
        this.values = new Values(draw);
    }

    /** A new table; at times with rows of its own or of another table. */
    Write create(String name) {
        return draw.percent(25) && !world.isEmpty() ? createAs("CREATE TABLE ", name) : empty("CREATE TABLE ", name);
    }

    Write replace(TableModel old) {
        String verb = "CREATE OR REPLACE TABLE ";
        return draw.percent(60) ? createAs(verb, old.name()) : empty(verb, old.name());
    }

    Write drop(TableModel table) {
        return new Write("DROP TABLE " + table.name(), "", table.name(), Optional.empty(), Map.of());
    }

    /** All rows, and the columns, as they were. */
    Write restore(TableModel table) {
        SavedState state = draw.of(world.states(table.name()));
        String sql = "CALL lake.system.restore(table => 'default.%s', version => %d)"
                .formatted(table.name(), state.version());
        return Write.of(sql, "SELECT * FROM " + state.copy(), state.model());
    }

    private Write empty(String verb, String name) {
        Map<String, String> properties = properties();
        TableModel table = invented(name, properties);
        String columns = table.columns().stream().map(Column::definition).collect(Collectors.joining(", "));
        String nothing = table.columns().stream()
                .map(column -> Values.typed("NULL", column.type()) + " AS " + column.quoted())
                .collect(Collectors.joining(", "));
        return Write.of(
                "%s%s (%s)%s%s".formatted(verb, name, columns, partition(table), clause(properties)),
                "SELECT " + nothing + " WHERE false",
                table);
    }

    /** Columns of a query may always be null. */
    private Write createAs(String verb, String name) {
        Map<String, String> properties = properties();
        TableModel wanted = invented(name, properties);
        TableModel table = wanted.withColumns(
                wanted.columns().stream().map(Column::optional).toList());
        String query = expressions.query(table.columns());
        return Write.of(verb + name + partition(table) + clause(properties) + " AS " + query, query, table);
    }

    private TableModel invented(String name, Map<String, String> properties) {
        boolean anyName = properties.containsKey("delta.columnMapping.mode");
        List<String> free = new ArrayList<>(PLAIN_NAMES);
        if (anyName) {
            free.addAll(ODD_NAMES);
        }
        Collections.shuffle(free, new java.util.Random(random.nextLong()));
        List<Column> columns = new ArrayList<>();
        columns.add(new Column(
                "k",
                draw.of(
                        org.apache.spark.sql.types.DataTypes.LongType,
                        org.apache.spark.sql.types.DataTypes.IntegerType,
                        org.apache.spark.sql.types.DataTypes.StringType),
                draw.percent(20)));
        int more = draw.between(1, MOST_COLUMNS);
        for (int i = 0; i < more; i++) {
            columns.add(new Column(free.get(i), values.anyType(), draw.percent(8)));
        }
        return new TableModel(
                name,
                columns,
                partitionColumns(columns),
                new Features(properties.containsKey("delta.enableRowTracking"), anyName));
    }

    private List<String> partitionColumns(List<Column> columns) {
        List<String> candidates = columns.stream()
                .filter(column -> Values.mayPartition(column.type()) && !column.required())
                .map(Column::name)
                .toList();
        if (candidates.isEmpty() || draw.percent(60)) {
            return List.of();
        }
        String first = draw.of(candidates);
        String second = draw.of(candidates);
        List<String> chosen = first.equals(second) || draw.percent(60) ? List.of(first) : List.of(first, second);
        return chosen.size() < columns.size() ? chosen : List.of(first);
    }

    private static String partition(TableModel table) {
        return table.partitionColumns().isEmpty()
                ? ""
                : table.partitionColumns().stream()
                        .map(Column::quoted)
                        .collect(Collectors.joining(", ", " PARTITIONED BY (", ")"));
    }

    private static String clause(Map<String, String> properties) {
        return properties.isEmpty()
                ? ""
                : properties.entrySet().stream()
                        .map(entry -> "'%s' = '%s'".formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", ", " TBLPROPERTIES (", ")"));
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        if (draw.percent(30)) {
            properties.put("delta.enableDeletionVectors", "false");
        }
        if (draw.percent(35)) {
            properties.put("delta.columnMapping.mode", "name");
        }
        if (draw.percent(20)) {
            properties.put("delta.enableRowTracking", "true");
        }
        return properties;
    }

    String newName(TableModel table) {
        return "n" + ++names + (table.features().allowsAnyName() && draw.percent(30) ? draw.of(" x", ".y") : "");
    }
}
