package io.sluice.lake;

import io.sluice.commit.SchemaEdit;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.Redefine;
import io.sluice.commit.TableChange.SetComment;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a table looks like after changes that are not committed yet. */
final class MetadataFold {
    private MetadataFold() {}

    /** A user error if a change does not fit. */
    static TableMetadata after(TableMetadata table, List<TableChange> changes) {
        TableMetadata changed = table;
        for (TableChange change : changes) {
            changed = after(changed, change);
        }
        return changed;
    }

    private static TableMetadata after(TableMetadata table, TableChange change) {
        if (change instanceof Redefine redefinition) {
            return redefinition.metadata();
        }
        if (change instanceof AlterSchema alter) {
            TableSchema schema = table.schema();
            for (SchemaEdit edit : alter.edits()) {
                schema = edit.applyTo(schema);
            }
            return table.withSchema(schema);
        }
        if (change instanceof SetProperties properties) {
            Map<String, String> changed = new LinkedHashMap<>(table.properties());
            changed.putAll(properties.set());
            changed.keySet().removeAll(properties.removed());
            return table.withProperties(changed);
        }
        return change instanceof SetComment comment
                ? new TableMetadata(
                        table.id(), table.schema(), table.partitionColumns(), table.properties(), comment.comment())
                : table;
    }
}
