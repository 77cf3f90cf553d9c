package io.sluice.table;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import java.util.Comparator;

/** The full name of a table in a lake. Names are compared without regard to case and kept in lower case. */
public record TableName(NamespaceName namespace, String table) implements Comparable<TableName> {
    private static final Comparator<TableName> ORDER =
            Comparator.comparing(TableName::namespace).thenComparing(TableName::table);

    public TableName {
        requireNonNull(namespace, "namespace");
        table = Names.checked("table", table);
    }

    public static TableName of(String namespace, String table) {
        return new TableName(new NamespaceName(namespace), table);
    }

    /** Reads {@code namespace.table}, or {@code table} in the default namespace. */
    public static TableName parse(String text) {
        String[] parts = text.split("\\.", -1);
        return switch (parts.length) {
            case 1 -> new TableName(NamespaceName.DEFAULT, parts[0]);
            case 2 -> of(parts[0], parts[1]);
            default ->
                throw SluiceException.user(
                        "'%s' is not a table name: write NAMESPACE.TABLE, for example sales.orders".formatted(text));
        };
    }

    @Override
    public int compareTo(TableName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace + "." + table;
    }
}
