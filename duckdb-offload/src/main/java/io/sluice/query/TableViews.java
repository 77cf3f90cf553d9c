package io.sluice.query;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import io.sluice.format.FormatTable;
import io.sluice.query.TableReference.At;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanPlan;
import io.sluice.scan.Snapshot;
import io.sluice.table.Field;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the tables that a statement names known to the engine, as views over just the files that it needs. */
final class TableViews {
    private final DuckDbSession session;
    private final TableLookup lookup;
    private int count;

    TableViews(DuckDbSession session, TableLookup lookup) {
        this.session = session;
        this.lookup = lookup;
    }

    /** Makes the views, in the transaction that is open; returns the statement to run over them. */
    String prepare(Statement statement) {
        List<TableReference> references = TableReference.find(statement);
        if (references.isEmpty()) {
            return statement.text();
        }
        Map<String, PinnedTable> tables = new LinkedHashMap<>();
        StringBuilder sql = new StringBuilder(statement.text());
        for (TableReference reference : references) {
            String key = reference.name()
                    + reference
                            .at()
                            .map(at -> " " + at.unit() + at.expression())
                            .orElse("");
            if (!tables.containsKey(key)) {
                pin(reference).ifPresent(table -> tables.put(key, table));
            }
            if (tables.containsKey(key)) {
                reference.at().ifPresent(at -> replace(sql, reference, at, tables.get(key)));
            }
        }
        define(statement, sql.toString(), List.copyOf(tables.values()));
        return sql.toString();
    }

    private Optional<PinnedTable> pin(TableReference reference) {
        return lookup.find(reference.name()).map(table -> {
            int index = count++;
            String schema = reference.at().isPresent()
                    ? "@" + index
                    : reference.name().namespace().value();
            return new PinnedTable(index, schema, reference.name().table(), snapshot(table, reference));
        });
    }

    private Snapshot snapshot(FormatTable table, TableReference reference) {
        if (reference.at().isEmpty()) {
            return table.snapshot();
        }
        At at = reference.at().get();
        return switch (at.unit()) {
            case VERSION -> table.snapshotAt(new TableVersion(value(at, "(%s)::BIGINT", reference.name())));
            case TIMESTAMP ->
                table.snapshotAsOf(Instant.EPOCH.plus(
                        value(at, "epoch_us((%s)::TIMESTAMPTZ)", reference.name()), ChronoUnit.MICROS));
        };
    }

    private long value(At at, String conversion, TableName table) {
        List<String> value = session.query("SELECT " + conversion.formatted(at.expression()), row -> row.text(1));
        try {
            return Math.max(0, Long.parseLong(value.get(0)));
        } catch (NumberFormatException notANumber) {
            throw SluiceException.user("AT (%s => %s) of table %s is not a %s"
                    .formatted(
                            at.unit(),
                            at.expression().strip(),
                            table,
                            at.unit().name().toLowerCase(java.util.Locale.ROOT)));
        }
    }

    /** Puts the view's name in the place of the table's, without changing where anything else stands. */
    private static void replace(StringBuilder sql, TableReference reference, At at, PinnedTable table) {
        String original = sql.substring(reference.start(), at.end());
        int nameEnd = reference.end() - reference.start();
        String name = SqlText.identifier(table.schema()) + "." + SqlText.identifier(table.name());
        String alias = original.substring(nameEnd, at.start() - reference.start());
        String replaced = name + alias;
        // The clause that is left out is always longer than the schema that is put in.
        String rest = original.substring(Math.min(original.length(), replaced.length()));
        sql.replace(reference.start(), at.end(), replaced + Statement.blank(rest));
    }

    private void define(Statement statement, String sql, List<PinnedTable> tables) {
        if (tables.isEmpty()) {
            return;
        }
        createSchemas(tables);
        Map<PinnedTable, Predicate> wanted = Map.of();
        if (tables.stream().anyMatch(table -> table.snapshot().fileCount() > 1)) {
            tables.forEach(table -> session.execute(table.placeholderView()));
            try {
                wanted = PlanFilters.read(session, tables, statement.withoutExplain(sql));
            } catch (SluiceException notPlannable) {
                // Either the statement is wrong, and says so when it runs, or it can only run over real files.
                session.execute("ROLLBACK");
                session.execute("BEGIN TRANSACTION");
                createSchemas(tables);
            }
        }
        for (PinnedTable table : tables) {
            scan(table, table.snapshot().plan(wanted.getOrDefault(table, Predicate.ALL)));
        }
    }

    private void createSchemas(List<PinnedTable> tables) {
        for (PinnedTable table : tables) {
            session.execute("CREATE SCHEMA IF NOT EXISTS " + SqlText.identifier(table.schema()));
        }
        boolean inDefault = tables.stream().anyMatch(table -> table.schema().equals(NamespaceName.DEFAULT.value()));
        if (inDefault) {
            session.execute("SET search_path='main,\"default\"'");
        }
    }

    private void scan(PinnedTable table, ScanPlan plan) {
        if (!plan.tasks().isEmpty()) {
            session.setVariable(table.filesVariable(), PinnedTable.locations(plan));
            for (String name : table.snapshot().metadata().partitionColumns()) {
                Field column = table.snapshot().metadata().schema().requireColumn(name);
                session.setVariable(table.valuesVariable(column), PinnedTable.values(plan, column));
            }
        }
        session.execute(table.scanView(plan));
    }
}
