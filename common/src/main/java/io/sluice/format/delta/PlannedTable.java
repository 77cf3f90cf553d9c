package io.sluice.format.delta;

import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.MakeValues;
import io.sluice.commit.TableChange.Redefine;
import io.sluice.commit.TableChange.Restore;
import io.sluice.commit.TableChange.SetComment;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.error.SluiceException;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a Delta table looks like after changes. Follows from the table and the changes alone, so that who has to write
 * files before the commit knows what the commit makes of the table.
 */
final class PlannedTable {
    private PlannedTable() {}

    /** The table that is made when this one is asked for; a user error if there can be no such table. */
    static TableMetadata first(TableMetadata wanted) {
        DeltaProperties.requireSettable(DeltaProperties.withoutKept(wanted.properties()));
        Map<String, String> properties = new LinkedHashMap<>(wanted.properties());
        properties.put(DeltaProperties.ENABLE_IN_COMMIT_TIMESTAMPS, "true");
        properties.putIfAbsent(DeltaProperties.ENABLE_DELETION_VECTORS, "true");
        TableMetadata plain =
                wanted.withProperties(properties).withSchema(ColumnMapping.schema(wanted.schema(), properties));
        TableMetadata first = RowTracking.named(ColumnMapping.named(plain));
        DeltaProperties.requireDistinctConstraints(first.properties());
        SchemaRules.requireValid(first);
        return first;
    }

    /** @param earlier the table as earlier versions have it */
    static TableMetadata after(
            TableMetadata table, List<TableChange> changes, Function<TableVersion, TableMetadata> earlier) {
        TableMetadata changed = table;
        for (TableChange change : changes) {
            changed = change instanceof Restore restore
                    ? restored(changed, earlier.apply(restore.version()))
                    : after(changed, change);
        }
        return changed;
    }

    /** The old columns, properties and comment; numbers that columns and rows have had are not used twice. */
    static TableMetadata restored(TableMetadata table, TableMetadata old) {
        Map<String, String> properties = new LinkedHashMap<>(old.properties());
        if (properties.containsKey(ColumnMapping.MAX_ID)) {
            properties.merge(
                    ColumnMapping.MAX_ID,
                    table.properties().getOrDefault(ColumnMapping.MAX_ID, "0"),
                    (left, right) -> Long.parseLong(left) < Long.parseLong(right) ? right : left);
        }
        return MadeColumns.keepingNumbers(old.withProperties(properties), table);
    }

    /**
     * The same table if the change is one of rows. {@code Restore} needs more than is known here, and is one of them.
     */
    static TableMetadata after(TableMetadata table, TableChange change) {
        if (change instanceof AlterSchema alter) {
            return SchemaRules.edited(table, alter.edits());
        }
        if (change instanceof SetProperties properties) {
            return withProperties(table, properties);
        }
        if (change instanceof SetComment comment) {
            return table.withComment(comment.comment());
        }
        if (change instanceof MakeValues made) {
            return MadeColumns.advanced(table, made.numbersGiven());
        }
        return change instanceof Redefine redefine ? redefined(table, redefine.metadata()) : table;
    }

    private static TableMetadata redefined(TableMetadata table, TableMetadata wanted) {
        if (!wanted.id().equals(table.id())) {
            throw SluiceException.bug("a table keeps its id %s when it is made anew, but is to have %s"
                    .formatted(table.id(), wanted.id()));
        }
        return first(wanted);
    }

    private static TableMetadata withProperties(TableMetadata table, SetProperties change) {
        DeltaProperties.requireSettable(change.set());
        DeltaProperties.requireRemovable(change.removed());
        Map<String, String> properties = new LinkedHashMap<>(table.properties());
        properties.putAll(change.set());
        properties.keySet().removeAll(change.removed());
        TableMetadata changed = table.withProperties(properties);
        ColumnMapping.requireAllowed(table, changed);
        DeltaProperties.requireDistinctConstraints(properties);
        TableMetadata mapped = RowTracking.named(ColumnMapping.named(changed));
        SchemaRules.requireValid(mapped);
        return mapped;
    }
}
