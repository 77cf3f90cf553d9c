package io.sluice.format.delta;

import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.And;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.In;
import io.sluice.scan.Predicate.IsNotNull;
import io.sluice.scan.Predicate.IsNull;
import io.sluice.scan.Predicate.Or;
import io.sluice.scan.Predicate.StartsWith;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The columns that a predicate names, as a table knows them. Names that it does not know prune nothing. */
final class PredicateColumns {
    private final Map<String, Field> partitions = new HashMap<>();
    private final Map<String, String> data = new HashMap<>();

    private PredicateColumns() {}

    static PredicateColumns of(Predicate predicate, TableMetadata metadata) {
        PredicateColumns columns = new PredicateColumns();
        visit(predicate, name -> columns.resolve(name, metadata));
        return columns;
    }

    /** The partition columns, by the name that the predicate gives them. */
    Map<String, Field> partitions() {
        return partitions;
    }

    /**
     * The columns that have statistics rather than partition values: their dotted paths, spelt as in the schema, by the
     * name that the predicate gives them.
     */
    Map<String, String> data() {
        return data;
    }

    private void resolve(String name, TableMetadata metadata) {
        Optional<Field> column = metadata.schema().column(name);
        if (column.isPresent()
                && metadata.partitionColumns().contains(column.get().name())) {
            partitions.put(name, column.get());
            return;
        }
        column.map(Field::name)
                .or(() -> nested(metadata.schema().columns(), name))
                .ifPresent(path -> data.put(name, path));
    }

    private static Optional<String> nested(List<Field> fields, String name) {
        for (Field field : fields) {
            if (name.equalsIgnoreCase(field.name())) {
                return Optional.of(field.name());
            }
            String prefix = field.name() + ".";
            DataType type = field.type();
            if (type instanceof Struct struct && name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                Optional<String> rest = nested(struct.fields(), name.substring(prefix.length()));
                if (rest.isPresent()) {
                    return rest.map(prefix::concat);
                }
            }
        }
        return Optional.empty();
    }

    private static void visit(Predicate predicate, Consumer<String> columns) {
        if (predicate instanceof And and) {
            and.parts().forEach(part -> visit(part, columns));
        } else if (predicate instanceof Or or) {
            or.parts().forEach(part -> visit(part, columns));
        } else if (predicate instanceof Comparison comparison) {
            columns.accept(comparison.column());
        } else if (predicate instanceof In in) {
            columns.accept(in.column());
        } else if (predicate instanceof StartsWith startsWith) {
            columns.accept(startsWith.column());
        } else if (predicate instanceof IsNull isNull) {
            columns.accept(isNull.column());
        } else if (predicate instanceof IsNotNull isNotNull) {
            columns.accept(isNotNull.column());
        }
    }
}
