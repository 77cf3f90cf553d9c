package io.sluice.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.List;

/**
 * The last state of a table, from one consistent look into the catalog.
 *
 * @param committedAt of the last version
 * @param head what the format keeps beside the last version, see {@code Proposal.head}
 * @param recent the last commits, oldest first and without gaps, up to the last version: at least all that are not
 *     known to be published, and all after the version that was asked for as far as the catalog remembers them
 */
public record TableTip(TableVersion version, Instant committedAt, String head, List<RatifiedCommit> recent) {
    public TableTip {
        requireNonNull(version, "version");
        requireNonNull(committedAt, "committedAt");
        requireNonNull(head, "head");
        recent = List.copyOf(recent);
    }
}
