package io.sluice.spark.catalog;

import io.sluice.error.SluiceException;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableName;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.Identifier;

/** Spark's names of tables and namespaces, as those of a lake: namespaces do not nest. */
public final class Identifiers {
    private Identifiers() {}

    /** The table of that name; empty if its namespace has several parts, as no table can have it then. */
    public static Optional<TableName> table(Identifier name) {
        return namespace(name.namespace()).map(namespace -> new TableName(namespace, name.name()));
    }

    /** The name of a table that is to be made; a user error if its namespace has several parts. */
    static TableName newTable(Identifier name) {
        return table(name)
                .orElseThrow(() -> SluiceException.user(
                        "table %s cannot be made: namespaces of a lake have one part, for example sales.orders"
                                .formatted(name)));
    }

    /** The namespace, the default one if the name has no part; empty if it has several. */
    static Optional<NamespaceName> namespace(String[] name) {
        return switch (name.length) {
            case 0 -> Optional.of(NamespaceName.DEFAULT);
            case 1 -> Optional.of(new NamespaceName(name[0]));
            default -> Optional.empty();
        };
    }

    /** The name as Spark has it. */
    static Identifier identifier(TableName name) {
        return Identifier.of(new String[] {name.namespace().value()}, name.table());
    }
}
