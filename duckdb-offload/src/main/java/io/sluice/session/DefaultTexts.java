package io.sluice.session;

import static java.util.Objects.requireNonNull;

import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.MissingValue;
import io.sluice.error.SluiceException;
import io.sluice.query.LakeSql;
import io.sluice.sql.ComposedSql;
import io.sluice.sql.Literals;
import io.sluice.sql.Span;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import java.util.Locale;
import java.util.Optional;

/** What stands after DEFAULT, as tables keep it for all engines: in Spark's words. */
final class DefaultTexts {
    private final LakeSql sql;

    DefaultTexts(LakeSql sql) {
        this.sql = requireNonNull(sql, "sql");
    }

    /**
     * The text; a user error, at its place, for what is not the same value in all engines, and for a value that the
     * column cannot hold as it is.
     */
    String of(Span written, Field column) {
        String text = inSparksWords(written.text().strip(), column);
        if (MissingValue.engineSql(text).isEmpty()) {
            throw written.error(
                    "the DEFAULT of column '%s' is %s: write a literal, current_timestamp or current_date, which all engines understand"
                            .formatted(column.name(), written.text().strip()));
        }
        requireHeld(written, column.withDefault(Optional.of(text)));
        return text;
    }

    /** Backslashes are plain here, and timestamps without a zone are local. */
    private static String inSparksWords(String written, Field column) {
        if (written.startsWith("'") && written.endsWith("'")) {
            return "'" + Literals.text(written).replace("\\", "\\\\").replace("'", "\\'") + "'";
        }
        boolean local = column.type() == Primitive.TIMESTAMP_NTZ
                && written.toUpperCase(Locale.ROOT).matches("TIMESTAMP\\s*'.*");
        return local ? "TIMESTAMP_NTZ" + written.substring("TIMESTAMP".length()) : written;
    }

    private void requireHeld(Span written, Field column) {
        String value =
                MissingValue.engineSql(column.defaultExpression().orElseThrow()).orElseThrow();
        String type = DuckDbTypes.sql(column.type());
        boolean held;
        try {
            // Of a number that is rounded, or a text that is cut, the way back leads elsewhere.
            held = sql.query(
                            new ComposedSql()
                                    .add("SELECT coalesce((%1$s) = CAST((%1$s) AS %2$s), true)".formatted(value, type)),
                            row -> row.text(1))
                    .get(0)
                    .equals("true");
        } catch (SluiceException unfit) {
            held = false;
        }
        if (!held) {
            throw written.error("column '%s' of type %s cannot have the DEFAULT %s"
                    .formatted(column.name(), type, written.text().strip()));
        }
    }
}
