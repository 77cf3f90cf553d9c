package io.sluice.spark.write;

import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.session.TableChanges;
import io.sluice.spark.session.WriteTarget;
import io.sluice.table.DataFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a write of rows comes to. */
final class WriteChanges {
    private WriteChanges() {}

    /**
     * The changes of a write; empty if it neither adds nor replaces anything, nor are columns changed with it.
     *
     * @param operation what the history calls it
     * @param more changes that go with them
     */
    static Optional<TableChanges> of(
            String operation,
            WriteTarget target,
            NewFiles files,
            Replaced replaced,
            List<DataFile> added,
            List<TableChange> more,
            Map<String, String> options) {
        List<TableChange> changes = new ArrayList<>();
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(
                "numOutputRows",
                added.stream().mapToLong(file -> file.statistics().rowCount()).sum());
        if (target instanceof PinnedTable table) {
            RowRemoval removal = new RowRemoval(table, files, replaced.rows(table, added), List.of());
            changes.addAll(removal.changes(added, List.of()));
            removal.addCounts(counts);
        } else if (!added.isEmpty()) {
            changes.add(new AppendFiles(added));
        }
        if (changes.isEmpty() && !target.isEvolved()) {
            return Optional.empty();
        }
        changes.addAll(more);
        return Optional.of(
                new TableChanges(Operations.of(operation, replaced.parameters(), counts, changes), changes, options));
    }
}
