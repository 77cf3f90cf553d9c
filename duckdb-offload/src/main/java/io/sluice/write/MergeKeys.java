package io.sluice.write;

import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import io.sluice.query.EqualColumns;
import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.Operator;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableSchema;
import io.sluice.table.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Columns of the target that a merge wants to be equal to columns of its source.
 *
 * @param keys pairs of a column of the target and one of the source
 */
record MergeKeys(List<Key> keys) {
    private static final Set<DataType> WHOLE =
            Set.of(Primitive.BYTE, Primitive.SHORT, Primitive.INTEGER, Primitive.LONG);

    /** So many values are looked for one by one; of more, only the smallest and the largest count. */
    private static final int FEW = 100;

    record Key(Field target, ResultColumn source) {}

    /** The two sides of a merge: how each is called, and what columns it has. */
    record Sides(String target, TableSchema schema, String source, List<ResultColumn> columns) {
        Optional<Key> key(List<String> one, List<String> other) {
            Optional<Field> column = of(one, target).flatMap(schema::column);
            Optional<ResultColumn> given = of(other, source).flatMap(this::sourceColumn);
            return column.isPresent() && given.isPresent()
                    ? Optional.of(new Key(column.get(), given.get()))
                    : Optional.empty();
        }

        /** The name of a column of that side; empty if it may be one of the other side. */
        private Optional<String> of(List<String> names, String side) {
            String last = names.get(names.size() - 1);
            if (names.size() == 2 && names.get(0).equalsIgnoreCase(side)) {
                return Optional.of(last);
            }
            boolean ambiguous =
                    schema.column(last).isPresent() && sourceColumn(last).isPresent();
            return names.size() == 1 && !ambiguous ? Optional.of(last) : Optional.empty();
        }

        private Optional<ResultColumn> sourceColumn(String name) {
            return columns.stream()
                    .filter(column -> column.name().equalsIgnoreCase(name))
                    .findFirst();
        }
    }

    MergeKeys {
        keys = List.copyOf(keys);
    }

    static MergeKeys of(List<EqualColumns> pairs, Sides sides) {
        List<Key> keys = new ArrayList<>();
        for (EqualColumns pair : pairs) {
            sides.key(pair.left(), pair.right())
                    .or(() -> sides.key(pair.right(), pair.left()))
                    .ifPresent(keys::add);
        }
        return new MergeKeys(keys);
    }

    /** What rows of the target satisfy that may belong to a row of the source. */
    Predicate bounds(WriteRun run, String source) {
        List<Predicate> parts = new ArrayList<>();
        for (Key key : keys) {
            if (isComparable(key)) {
                parts.add(bounds(run, source, key));
            }
        }
        return parts.contains(Predicate.NONE) ? Predicate.NONE : Predicate.and(parts);
    }

    /** Whether the values of both are represented alike, and bounds say all about them. */
    private static boolean isComparable(Key key) {
        DataType type = key.target().type();
        if (type == Primitive.FLOAT || type == Primitive.DOUBLE || type == Primitive.BINARY) {
            return false;
        }
        try {
            DataType source = DuckDbTypes.parse(key.source().type());
            boolean alike = source.equals(type)
                    || (WHOLE.contains(source) && WHOLE.contains(type))
                    || (source instanceof Decimal && type instanceof Decimal);
            return alike && (type instanceof Primitive || type instanceof Decimal);
        } catch (SluiceException noCounterpart) {
            return false;
        }
    }

    private static Predicate bounds(WriteRun run, String source, Key key) {
        String column = SqlText.identifier(key.source().name());
        List<Optional<String>> few = run.session()
                .query(
                        "SELECT DISTINCT CAST(%1$s AS VARCHAR) FROM %2$s WHERE %1$s IS NOT NULL LIMIT %3$d"
                                .formatted(column, source, FEW + 1),
                        row -> row.optionalText(1));
        if (few.isEmpty()) {
            return Predicate.NONE;
        }
        DataType type = key.target().type();
        if (few.size() <= FEW) {
            List<Comparable<?>> values = new ArrayList<>();
            few.forEach(text -> text.flatMap(value -> Values.parse(type, value)).ifPresent(values::add));
            return values.size() == few.size() ? new Predicate.In(key.target().name(), values) : Predicate.ALL;
        }
        return run.session()
                .query(
                        "SELECT CAST(min(%1$s) AS VARCHAR), CAST(max(%1$s) AS VARCHAR) FROM %2$s"
                                .formatted(column, source),
                        row -> between(key.target(), row.text(1), row.text(2)))
                .get(0);
    }

    private static Predicate between(Field column, String min, String max) {
        List<Predicate> parts = new ArrayList<>();
        Values.parse(column.type(), min)
                .ifPresent(value -> parts.add(new Comparison(column.name(), Operator.GREATER_OR_EQUAL, value)));
        Values.parse(column.type(), max)
                .ifPresent(value -> parts.add(new Comparison(column.name(), Operator.LESS_OR_EQUAL, value)));
        return Predicate.and(parts);
    }
}
