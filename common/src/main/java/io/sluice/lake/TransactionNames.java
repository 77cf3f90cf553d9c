package io.sluice.lake;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.NameChange;
import io.sluice.commit.NameChange.Drop;
import io.sluice.commit.NameChange.Register;
import io.sluice.commit.NameChange.Rename;
import io.sluice.table.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which table a transaction has under which name: those that it has touched, made, renamed and dropped. */
final class TransactionNames {
    private final Map<TableName, TransactionTable> tables = new TreeMap<>();
    /** Names that the lake's tables have, and the transaction's have not any more. */
    private final Set<TableName> vacated = new TreeSet<>();

    private final List<TransactionTable> dropped = new ArrayList<>();

    Optional<TransactionTable> find(TableName name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** Whether a table of the lake with this name is another one, or none, for the transaction. */
    boolean isVacated(TableName name) {
        return vacated.contains(name);
    }

    void put(TableName name, TransactionTable table) {
        tables.put(name, table);
    }

    void drop(TableName name) {
        TransactionTable table = tables.remove(name);
        vacated.add(name);
        if (!table.isMadeHere()) {
            dropped.add(table);
        }
    }

    void rename(TableName from, TableName to) {
        tables.put(to, tables.remove(from));
        vacated.add(from);
    }

    /** The tables that were touched and not dropped, by the names that they have now. */
    Map<TableName, TransactionTable> byName() {
        return tables;
    }

    Collection<TransactionTable> present() {
        return tables.values();
    }

    List<TransactionTable> dropped() {
        return dropped;
    }

    /** Names of tables that were there, as they are now. */
    Set<TableName> seenBy(Set<TableName> found) {
        Set<TableName> names = new TreeSet<>(found);
        names.removeAll(vacated);
        names.addAll(tables.keySet());
        return names;
    }

    /** What the catalog has to do to its names. */
    List<NameChange> changes() {
        List<NameChange> changes = new ArrayList<>();
        dropped.forEach(table -> changes.add(new Drop(table.table().id())));
        tables.forEach((name, table) -> {
            CatalogTable known = table.table();
            if (table.isMadeHere()) {
                changes.add(new Register(known.id(), name, known.format(), known.location()));
            } else if (!known.name().equals(name)) {
                changes.add(new Rename(known.id(), name));
            }
        });
        return changes;
    }
}
