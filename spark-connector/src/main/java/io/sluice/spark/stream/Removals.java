package io.sluice.spark.stream;

import io.sluice.format.CommittedChanges;
import io.sluice.scan.FileChanges;
import io.sluice.scan.ScanTask;
import java.util.List;
import java.util.Optional;

/**
 * What a stream of rows does about a commit that takes rows away, which it cannot take back from those who have read
 * them. A commit that only puts rows into other files takes none away.
 */
enum Removals {
    /** The stream fails. */
    FAIL,
    /** A commit that only takes rows away is passed over. */
    IGNORE_DELETES("ignoreDeletes"),
    /** The commit is passed over, with the rows that it adds. */
    SKIP_COMMIT("skipChangeCommits"),
    /** The rows of its new files are emitted: the changed ones, and others of the same file perhaps once more. */
    EMIT_NEW_FILES("ignoreChanges");

    private final Optional<String> option;

    Removals() {
        option = Optional.empty();
    }

    Removals(String option) {
        this.option = Optional.of(option);
    }

    /** The option that asks for it; empty if it is what happens without one. */
    Optional<String> option() {
        return option;
    }

    /** Why the commit cannot be read; empty if it can. */
    Optional<String> refusal(CommittedChanges commit) {
        FileChanges files = commit.files();
        if (!removesRows(files) || this == SKIP_COMMIT || this == EMIT_NEW_FILES) {
            return Optional.empty();
        }
        if (!files.added().isEmpty()) {
            return Optional.of(
                    "it changes or replaces rows. The option 'skipChangeCommits' passes over such commits; 'ignoreChanges' emits the rows of their new files, among them unchanged ones once more; a stream of the changes (readChangeFeed) has them all");
        }
        return this == IGNORE_DELETES
                ? Optional.empty()
                : Optional.of(
                        "it removes rows. The option 'ignoreDeletes' passes over commits that only remove rows, 'skipChangeCommits' also over those that change some; a stream of the changes (readChangeFeed) has them all");
    }

    /** The files of a commit that is not refused whose rows are emitted. */
    List<ScanTask> emitted(CommittedChanges commit) {
        boolean isSkipped = removesRows(commit.files()) && this != EMIT_NEW_FILES;
        return isSkipped ? List.of() : commit.files().added();
    }

    private static boolean removesRows(FileChanges files) {
        return !files.removed().isEmpty() || !files.deleted().isEmpty();
    }
}
