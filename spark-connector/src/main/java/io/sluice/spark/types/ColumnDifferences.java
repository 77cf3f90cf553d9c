package io.sluice.spark.types;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What rows have that a table has not. As Spark 4.2 compares the two for {@code INSERT WITH SCHEMA EVOLUTION}. */
public final class ColumnDifferences {
    private final Match match;
    private final List<TableChange> changes = new ArrayList<>();

    /** How the fields of rows find those of the table. */
    public enum Match {
        BY_NAME,
        BY_POSITION
    }

    private ColumnDifferences(Match match) {
        this.match = match;
    }

    /** The changes that make a table take all values of the rows; new columns are last, and nullable. */
    public static TableChange[] of(StructType table, StructType rows, Match match) {
        ColumnDifferences differences = new ColumnDifferences(match);
        differences.addFields(table, rows, List.of());
        return differences.changes.toArray(TableChange[]::new);
    }

    private void addFields(StructType table, StructType rows, List<String> path) {
        Map<String, StructField> known = new TreeMap<>();
        Arrays.stream(table.fields()).forEach(field -> known.put(key(field), field));
        for (int i = 0; i < rows.length(); i++) {
            StructField given = rows.fields()[i];
            StructField there =
                    match == Match.BY_NAME ? known.get(key(given)) : i < table.length() ? table.fields()[i] : null;
            if (there == null) {
                changes.add(TableChange.addColumn(
                        below(path, given.name()), given.dataType().asNullable()));
            } else {
                add(there.dataType(), given.dataType(), List.of(below(path, there.name())));
            }
        }
    }

    private static String key(StructField field) {
        return field.name().toLowerCase(Locale.ROOT);
    }

    private static String[] below(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer.toArray(String[]::new);
    }

    private void add(DataType table, DataType rows, List<String> path) {
        if (table instanceof StructType struct && rows instanceof StructType given) {
            addFields(struct, given, path);
        } else if (table instanceof ArrayType array && rows instanceof ArrayType given) {
            add(array.elementType(), given.elementType(), List.of(below(path, "element")));
        } else if (table instanceof MapType map && rows instanceof MapType given) {
            add(map.keyType(), given.keyType(), List.of(below(path, "key")));
            add(map.valueType(), given.valueType(), List.of(below(path, "value")));
        } else if (!table.equals(rows) && !(rows instanceof NullType) && !isNested(table) && !isNested(rows)) {
            changes.add(TableChange.updateColumnType(path.toArray(String[]::new), rows));
        }
    }

    /** Nothing becomes nested: the write is refused for its types. */
    private static boolean isNested(DataType type) {
        return type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
    }
}
