package io.sluice.query;

import io.sluice.scan.Predicate;
import io.sluice.scan.ScanPlan;
import io.sluice.scan.ScanTask;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The files of a table that a statement reads. Those without deleted rows are read apart from the others, so that they
 * do not pay for them.
 *
 * @param whole files of which all rows are read
 * @param withDeletions files of which deleted rows are left out
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

    /** The same files by the same numbers, read with the rows that are deleted. */
    ReadFiles showingDeleted() {
        return new ReadFiles(tasks(), List.of(), wanted, exact);
    }

    /** Whether rows are read that are deleted. */
    public boolean isShowingDeleted() {
        return whole.stream().anyMatch(task -> !task.deletions().isEmpty());
    }

    /** The other files, read as they are here, by numbers that are not those that they have here. */
    public ReadFiles without(Collection<ScanTask> left) {
        List<ScanTask> restWhole = new ArrayList<>(whole);
        List<ScanTask> restWithDeletions = new ArrayList<>(withDeletions);
        restWhole.removeAll(left);
        restWithDeletions.removeAll(left);
        return new ReadFiles(restWhole, restWithDeletions, wanted, exact);
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
