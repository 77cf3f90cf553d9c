package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.StoredField;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is read of a column, once, for all that a query asks of it: the whole of it, or parts within structs. A file's
 * column is read by one reader only.
 */
final class WantedColumn {
    /** With all of its parts once the whole is asked for. */
    private StoredField named;

    private final Map<String, WantedColumn> parts = new LinkedHashMap<>();
    /** Null until the whole is asked for. */
    private Type whole;

    WantedColumn(StoredField named) {
        this.named = requireNonNull(named, "named");
    }

    /** Asks for a column, or for a part of it. */
    void add(SluiceColumnHandle column) {
        WantedColumn part = this;
        StoredField next = column.stored();
        for (int depth = 0; depth < column.fields().size(); depth++) {
            next = next.parts().get(0);
            part = part.part(next);
        }
        part.whole = column.type();
        part.named = next;
    }

    private WantedColumn part(StoredField field) {
        return parts.computeIfAbsent(field.name(), name -> new WantedColumn(field));
    }

    /** The type of what is read. */
    Type type() {
        return whole != null
                ? whole
                : RowType.anonymous(
                        parts.values().stream().map(WantedColumn::type).toList());
    }

    /** How what is read is named in files. */
    StoredField stored() {
        return whole != null
                ? named
                : new StoredField(
                        named.name(),
                        named.id(),
                        parts.values().stream().map(WantedColumn::stored).toList());
    }

    /** Numbers of the fields that lead from what is read to the part that was asked for. */
    List<Integer> path(SluiceColumnHandle column) {
        List<Integer> path = new ArrayList<>();
        StoredField read = stored();
        StoredField next = column.stored();
        for (int depth = 0; depth < column.fields().size(); depth++) {
            next = next.parts().get(0);
            int number = number(read, next);
            path.add(number);
            read = read.parts().get(number);
        }
        return path;
    }

    private static int number(StoredField struct, StoredField wanted) {
        for (int number = 0; number < struct.parts().size(); number++) {
            if (struct.parts().get(number).names(wanted)) {
                return number;
            }
        }
        throw new IllegalArgumentException("%s has no field %s".formatted(struct.name(), wanted.name()));
    }
}
