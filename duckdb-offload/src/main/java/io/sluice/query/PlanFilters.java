package io.sluice.query;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.SqlText;
import io.sluice.scan.Predicate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a statement wants of each table, as the engine's optimiser found out: it plans the statement over placeholders,
 * and the filters that it has pushed into the scans are read back. So everything that the optimiser knows helps:
 * conditions carried over joins, unfolded expressions, subqueries.
 */
final class PlanFilters {
    private static final String OPTIONAL = "optional: ";
    private static final Set<String> PLAIN = Set.of("PROJECTION", "READ_PARQUET");

    private final DuckDbSession session;
    private final List<PinnedTable> tables;
    private final Map<PinnedTable, List<Predicate>> wanted = new HashMap<>();
    private boolean doubtful;
    private boolean exact = true;
    private int scans;

    /**
     * What a statement wants.
     *
     * @param predicates by table; a table without one is needed as a whole
     * @param exact whether the statement does nothing but take exactly the rows of one table that the predicate accepts
     */
    record Wanted(Map<PinnedTable, Predicate> predicates, boolean exact) {
        static final Wanted EVERYTHING = new Wanted(Map.of(), false);

        Predicate of(PinnedTable table) {
            return predicates.getOrDefault(table, Predicate.ALL);
        }
    }

    private PlanFilters(DuckDbSession session, List<PinnedTable> tables) {
        this.session = session;
        this.tables = tables;
    }

    /**
     * Reads what a statement wants.
     *
     * @param sql the statement, over views that are there and may be placeholders
     */
    static Wanted read(DuckDbSession session, List<PinnedTable> tables, String sql) {
        PlanFilters filters = new PlanFilters(session, tables);
        try {
            for (String plan : session.query("EXPLAIN (FORMAT json) " + sql, row -> row.text(2))) {
                filters.visit(PlanTree.parse(plan));
            }
        } catch (IOException notAPlan) {
            return Wanted.EVERYTHING;
        }
        return new Wanted(filters.predicates(), filters.exact && filters.scans == 1 && !filters.doubtful);
    }

    private Map<PinnedTable, Predicate> predicates() {
        Map<PinnedTable, Predicate> predicates = new HashMap<>();
        if (!doubtful) {
            wanted.forEach((table, perScan) -> predicates.put(table, FilterReader.or(perScan)));
        }
        return predicates;
    }

    private void visit(Object node) {
        if (node instanceof List<?> nodes) {
            nodes.forEach(this::visit);
            return;
        }
        String name = PlanTree.text(node, "name").strip();
        exact &= PLAIN.contains(name);
        if (name.equals("READ_PARQUET")) {
            scans++;
            visitScan(PlanTree.member(node, "extra_info"));
        }
        visit(PlanTree.list(node, "children"));
    }

    private void visitScan(Object scan) {
        List<Object> filters = parse(PlanTree.list(scan, "Filters"));
        Optional<PinnedTable> table = tableOf(PlanTree.list(scan, "Projections"), filters);
        if (table.isEmpty()) {
            // It may be a table of ours of which no column is needed, and so every row.
            doubtful = true;
            return;
        }
        FilterReader reader = new FilterReader(table.get());
        Predicate predicate = Predicate.and(filters.stream().map(reader::read).toList());
        exact &= reader.isExact();
        wanted.computeIfAbsent(table.get(), any -> new ArrayList<>()).add(predicate);
    }

    private Optional<PinnedTable> tableOf(List<?> projections, List<Object> filters) {
        List<String> names = new ArrayList<>();
        projections.forEach(name -> names.add(String.valueOf(name)));
        filters.forEach(filter -> collectColumns(filter, names));
        return tables.stream()
                .filter(table ->
                        names.stream().anyMatch(name -> table.column(name).isPresent()))
                .findFirst();
    }

    private static void collectColumns(Object tree, List<String> names) {
        if (PlanTree.text(tree, "type").equals("COLUMN_REF")) {
            names.add((String) PlanTree.list(tree, "column_names").get(0));
        }
        if (tree instanceof Map<?, ?> map) {
            map.values().forEach(member -> collectColumns(member, names));
        } else if (tree instanceof List<?> list) {
            list.forEach(item -> collectColumns(item, names));
        }
    }

    /** Filters as the engine's parser sees them; those that it does not understand are left out. */
    private List<Object> parse(List<?> filters) {
        exact &= filters.stream().noneMatch(filter -> String.valueOf(filter).startsWith(OPTIONAL));
        if (filters.isEmpty()) {
            return List.of();
        }
        String calls = filters.stream()
                .map(filter -> String.valueOf(filter).replace(OPTIONAL, ""))
                .map(filter -> "json_serialize_sql(" + SqlText.literal("SELECT " + filter) + ")")
                .collect(Collectors.joining(", "));
        List<Object> trees = new ArrayList<>();
        session.query("SELECT unnest([" + calls + "])", row -> row.text(1)).forEach(json -> {
            try {
                Object statement = PlanTree.list(PlanTree.parse(json), "statements");
                Object node = PlanTree.member(((List<?>) statement).get(0), "node");
                trees.add(PlanTree.list(node, "select_list").get(0));
            } catch (IOException | IndexOutOfBoundsException notUnderstood) {
                // A filter that is left out narrows nothing.
                exact = false;
            }
        });
        return trees;
    }
}
