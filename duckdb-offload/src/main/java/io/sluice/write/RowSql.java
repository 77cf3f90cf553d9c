package io.sluice.write;

import io.sluice.duckdb.Conversion;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.MissingValue;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statement that makes a table's rows of a query. Values are made and checked in one pass: what the query gives is
 * {@code c0} and so on, the values made of it are {@code v0} and so on, of which only good ones become columns.
 */
final class RowSql {
    private final TableMetadata table;
    private final NewRows rows;
    private final RowRules rules;
    private final Map<Field, Conversion> conversions = new LinkedHashMap<>();

    /** A user error for columns whose types never fit. */
    RowSql(TableMetadata table, NewRows rows, RowRules rules) {
        this.table = table;
        this.rows = rows;
        this.rules = rules;
        for (Field column : table.schema().columns()) {
            Integer source = rows.sources().get(column.name());
            if (source != null) {
                String type = rows.query().columns().get(source).type();
                conversions.put(
                        column, new ExactCast(type, column, "c" + source, "v" + conversions.size()).conversion());
            }
        }
    }

    /** The rows as files have them; it fails, see {@link StoredRows#isBadRow}, at a row that does not fit. */
    String stored() {
        Map<String, String> extras = new LinkedHashMap<>();
        rows.extras().forEach((name, source) -> extras.put(name, extra(source)));
        return new StoredRows(table, rules).select(good(this::checked), extras);
    }

    /**
     * A relation with the table's columns, all of whose values are good; {@code null} stands for those that are not.
     */
    String logical() {
        return good((field, value) -> value);
    }

    private String good(Checked checked) {
        List<String> columns = new ArrayList<>();
        int number = 0;
        for (Field column : table.schema().columns()) {
            Conversion conversion = conversions.get(column);
            String value = conversion == null ? MissingValue.sql(column) : checked.of(column, "v" + number++);
            columns.add(value + " AS " + SqlText.identifier(column.name()));
        }
        for (Integer source : rows.extras().values()) {
            columns.add("c" + source + " AS " + extra(source));
        }
        return "(SELECT " + String.join(", ", columns) + " FROM " + values() + ")";
    }

    private static String extra(int source) {
        return "\"sluice extra " + source + "\"";
    }

    private String checked(Field column, String value) {
        return condition(column)
                .map(good -> "CASE WHEN %s THEN %s ELSE %s END".formatted(good, value, StoredRows.ERROR))
                .orElse(value);
    }

    private Optional<String> condition(Field column) {
        return conversions
                .get(column)
                .check()
                .map(check -> "(c%d IS NULL OR (%s))".formatted(rows.sources().get(column.name()), check));
    }

    private String values() {
        List<String> columns = new ArrayList<>();
        columns.add("*");
        int number = 0;
        for (Conversion conversion : conversions.values()) {
            columns.add(conversion.value() + " AS v" + number++);
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < rows.query().columns().size(); i++) {
            names.add("c" + i);
        }
        return "(SELECT %s FROM (\n%s\n) AS sluice_rows(%s))"
                .formatted(String.join(", ", columns), rows.query().sql(), String.join(", ", names));
    }

    /** Throws a user error with the first column that values do not fit into, how many there are, and one of them. */
    void diagnose(DuckDbSession session) {
        for (Field column : conversions.keySet()) {
            Optional<String> good = condition(column);
            if (good.isPresent()) {
                int source = rows.sources().get(column.name());
                String sql = "SELECT count(*), any_value(CAST(c%d AS VARCHAR)) FROM %s WHERE (%s) IS NOT TRUE"
                        .formatted(source, values(), good.get());
                String type = rows.query().columns().get(source).type();
                List<String> found = session.query(
                        sql, row -> row.number(1) == 0 ? "" : misfit(column, type, row.text(2), row.number(1)));
                if (!found.get(0).isEmpty()) {
                    throw SluiceException.user(found.get(0));
                }
            }
        }
        rules.diagnose(session, logical());
    }

    private static String misfit(Field column, String from, String example, long count) {
        boolean text = from.equals("VARCHAR");
        return "column '%s' of type %s cannot hold %s without changing it; %s such a value: round or cast it in the statement to say what is meant"
                .formatted(
                        column.name(),
                        DuckDbTypes.sql(column.type()),
                        text ? SqlText.literal(example) : example,
                        count == 1 ? "1 new row has" : count + " new rows have");
    }

    @FunctionalInterface
    private interface Checked {
        String of(Field column, String value);
    }
}
