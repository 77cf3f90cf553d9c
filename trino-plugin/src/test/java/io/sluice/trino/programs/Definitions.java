package io.sluice.trino.programs;

import io.sluice.random.Draw;
import io.sluice.trino.programs.Shape.Atom;
import io.sluice.trino.programs.Step.Count;
import io.sluice.trino.programs.Step.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Statements that make and replace tables. */
final class Definitions {
    private static final int MOST_COLUMNS = 4;
    private static final List<String> PLAIN_NAMES = List.of("c1", "n\u00e4me", "_x", "order");
    private static final List<String> ODD_NAMES = List.of("a b", "a.b", "a,b;c", "x=1", "(n)");
    private static final String MAPPING = "column_mapping_mode";

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

    private Write empty(String verb, String name) {
        Map<String, String> properties = properties();
        TableModel table = invented(name, properties);
        String columns = table.columns().stream().map(Column::definition).collect(Collectors.joining(", "));
        String nothing =
                table.columns().stream().map(column -> column.as("NULL")).collect(Collectors.joining(", "));
        return new Write(
                "%s%s (%s)%s".formatted(verb, table.ref(), columns, clause(table, properties)),
                "SELECT " + nothing + ", CAST(NULL AS varchar) AS mark WHERE false",
                table,
                Count.UNTOLD);
    }

    /** Columns of a query may always be null. */
    private Write createAs(String verb, String name) {
        Map<String, String> properties = properties();
        TableModel wanted = invented(name, properties);
        TableModel table = wanted.withColumns(
                wanted.columns().stream().map(Column::optional).toList());
        String query = expressions.query(table.columns());
        String stored = table.columns().stream()
                .map(column -> column.as("w." + column.quoted()))
                .collect(Collectors.joining(", "));
        return new Write(
                "%s%s%s AS %s".formatted(verb, table.ref(), clause(table, properties), query),
                "SELECT %s, 'i' AS mark FROM (%s) AS w".formatted(stored, query),
                table,
                Count.UNTOLD);
    }

    private TableModel invented(String name, Map<String, String> properties) {
        List<String> free = new ArrayList<>(PLAIN_NAMES);
        if (properties.containsKey(MAPPING)) {
            free.addAll(ODD_NAMES);
        }
        Collections.shuffle(free, new java.util.Random(random.nextLong()));
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("k", draw.of(Atom.BIGINT, Atom.INTEGER, Atom.VARCHAR), draw.percent(20)));
        int more = draw.between(1, MOST_COLUMNS);
        for (int i = 0; i < more; i++) {
            columns.add(new Column(free.get(i), values.shape(), draw.percent(8)));
        }
        return new TableModel(
                name, columns, partitionColumns(columns), properties.containsKey("change_data_feed_enabled"));
    }

    private List<String> partitionColumns(List<Column> columns) {
        List<String> candidates = columns.stream()
                .filter(column -> column.shape() instanceof Atom atom && atom != Atom.VARBINARY && !column.required())
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

    private static String clause(TableModel table, Map<String, String> properties) {
        List<String> parts = new ArrayList<>();
        if (!table.partitionColumns().isEmpty()) {
            parts.add(table.partitionColumns().stream()
                    .map(name -> "'" + name + "'")
                    .collect(Collectors.joining(", ", "partitioned_by = ARRAY[", "]")));
        }
        properties.forEach((name, value) -> parts.add(name + " = " + value));
        return parts.isEmpty() ? "" : " WITH (" + String.join(", ", parts) + ")";
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        if (draw.percent(30)) {
            properties.put("deletion_vectors_enabled", "false");
        }
        if (draw.percent(40)) {
            properties.put("change_data_feed_enabled", "true");
        }
        if (draw.percent(35)) {
            properties.put(MAPPING, "'NAME'");
        }
        if (draw.percent(20)) {
            properties.put("extra_properties", "ARRAY['delta.enableRowTracking=true']");
        }
        if (draw.percent(20)) {
            properties.put("checkpoint_interval", "2");
        }
        return properties;
    }

    String newName() {
        return "n" + ++names;
    }
}
