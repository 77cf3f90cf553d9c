package io.sluice.query;

import io.sluice.scan.Predicate;
import io.sluice.scan.ScanPlan;
import io.sluice.scan.ScanTask;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a table that a statement reads. Those without deleted rows are read apart from the others, so that they
 * do not pay for them.
 *
 * @param wanted every row that the statement needs satisfies it
 * @param exact whether the statement takes exactly the rows that {@code wanted} accepts
 */
public record ReadFiles(List<ScanTask> whole, List<ScanTask> withDeletions, Predicate wanted, boolean exact) {
    public ReadFiles {
        whole = List.copyOf(whole);
        withDeletions = List.copyOf(withDeletions);
    }

    static ReadFiles of(ScanPlan plan, Predicate wanted, boolean exact) {
        return of(plan.tasks(), wanted, exact);
    }

    static ReadFiles of(List<ScanTask> tasks, Predicate wanted, boolean exact) {
        return new ReadFiles(
                tasks.stream().filter(task -> task.deletions().isEmpty()).toList(),
                tasks.stream().filter(task -> !task.deletions().isEmpty()).toList(),
                wanted,
                exact);
    }

    /** All files, in the order of {@link PinnedTable#FILE}. */
    public List<ScanTask> tasks() {
        List<ScanTask> tasks = new ArrayList<>(whole);
        tasks.addAll(withDeletions);
        return tasks;
    }

    List<ScanTask> part(PinnedTable.Part part) {
        return switch (part) {
            case WHOLE -> whole;
            case WITH_DELETIONS -> withDeletions;
        };
    }
}
