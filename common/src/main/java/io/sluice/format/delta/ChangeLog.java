package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.CatalogTable;
import io.sluice.error.SluiceException;
import io.sluice.format.CommittedChanges;
import io.sluice.format.delta.Action.Metadata;
import io.sluice.format.delta.Action.Provenance;
import io.sluice.scan.FileChanges;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the commits of one table did to its files, one by one. */
final class ChangeLog {
    private final CatalogTable table;
    private final LogFiles files;
    private final CommitContents commits;
    private final DeletionVectors vectors;

    ChangeLog(CatalogTable table, LogFiles files, CommitContents commits, DeletionVectors vectors) {
        this.table = requireNonNull(table, "table");
        this.files = requireNonNull(files, "files");
        this.commits = requireNonNull(commits, "commits");
        this.vectors = requireNonNull(vectors, "vectors");
    }

    /**
     * What one commit did; a user error if it is not there.
     *
     * @param metadata gives names to partition values and statistics
     */
    FileChanges of(TableVersion version, TableMetadata metadata) {
        return CommittedFiles.of(actions(version), table.location(), metadata, vectors);
    }

    /**
     * What the commits did, both ends included, oldest first; a user error if one of them is not there.
     *
     * @param metadata of the first of the versions
     */
    List<CommittedChanges> between(TableVersion from, TableVersion to, TableMetadata metadata) {
        List<CommittedChanges> changes = new ArrayList<>();
        TableMetadata present = metadata;
        for (TableVersion version = from; !version.isAfter(to); version = version.next()) {
            List<Action> actions = actions(version);
            Instant committedAt = Instant.EPOCH;
            for (Action action : actions) {
                if (action instanceof Metadata changed) {
                    present = DeltaHead.table(changed);
                } else if (action instanceof Provenance commit) {
                    committedAt = Instant.ofEpochMilli(commit.committedMillis());
                }
            }
            changes.add(new CommittedChanges(
                    version, committedAt, present, CommittedFiles.of(actions, table.location(), present, vectors)));
        }
        return changes;
    }

    private List<Action> actions(TableVersion version) {
        byte[] content = commits.find(version)
                .orElseThrow(() -> SluiceException.user(
                        "the changes of version %s of table %s are not known any more: its log has been cleaned up"
                                .formatted(version, table.name())));
        List<Action> actions = new ArrayList<>();
        ActionReader.read(files.commit(version), content, actions::add);
        return actions;
    }
}
