package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.error.SluiceException;
import io.sluice.scan.DataFileBounds;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.spark.read.FilterTranslation;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.session.TableChanges;
import io.sluice.spark.write.MatchingFiles;
import io.sluice.spark.write.Operations;
import io.sluice.spark.write.WriteRules;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableProperties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** DELETEs that need no look at rows, because they take whole files. */
public final class FilterDelete {
    private final PinnedTable table;

    public FilterDelete(PinnedTable table) {
        this.table = requireNonNull(table, "table");
    }

    /** Whether the rows that all of the predicates accept are whole files. */
    public boolean takesWholeFiles(org.apache.spark.sql.connector.expressions.filter.Predicate[] predicates) {
        return condition(predicates)
                .map(condition -> files(condition).stream()
                        .allMatch(task -> new DataFileBounds(task.file(), table.metadata()).mustMatch(condition)))
                .orElse(false);
    }

    /** Commits the deletion. */
    public void delete(org.apache.spark.sql.connector.expressions.filter.Predicate[] predicates) {
        WriteRules.requireChangeable(table.name(), TableProperties.of(table.metadata()));
        if (!takesWholeFiles(predicates)) {
            throw SluiceException.bug(
                    "a DELETE of whole files does not take whole files: " + Arrays.toString(predicates), null);
        }
        Predicate condition = condition(predicates).orElseThrow();
        table.readTargets(condition);
        List<ScanTask> gone = files(condition);
        if (gone.isEmpty()) {
            return;
        }
        List<TableChange> changes = List.of(
                new RemoveFiles(gone.stream().map(task -> task.file().path()).toList()));
        Map<String, Long> counts = gone.stream().allMatch(FilterDelete::isCounted)
                ? Map.of(
                        "numDeletedRows",
                        gone.stream().mapToLong(FilterDelete::rows).sum())
                : Map.of();
        table.commit(
                new TableChanges(Operations.of("DELETE", parameters(predicates), counts, changes), changes, Map.of()));
    }

    private List<ScanTask> files(Predicate condition) {
        return MatchingFiles.of(table, condition);
    }

    private static boolean isCounted(ScanTask task) {
        return task.file().statistics().rowCount() != FileStatistics.UNKNOWN_ROW_COUNT;
    }

    private static long rows(ScanTask task) {
        return task.file().statistics().rowCount() - task.deletions().count();
    }

    private Optional<Predicate> condition(org.apache.spark.sql.connector.expressions.filter.Predicate[] predicates) {
        FilterTranslation translation = new FilterTranslation(table.metadata().schema());
        List<Predicate> parts = new ArrayList<>();
        for (var predicate : predicates) {
            Optional<Predicate> part = translation.translate(predicate);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        return Optional.of(Predicate.and(parts));
    }

    private static Map<String, String> parameters(
            org.apache.spark.sql.connector.expressions.filter.Predicate[] predicates) {
        return Map.of(
                "predicate",
                Arrays.stream(predicates)
                        .map(predicate -> "\"" + predicate.toString().replace("\"", "\\\"") + "\"")
                        .collect(Collectors.joining(",", "[", "]")));
    }
}
