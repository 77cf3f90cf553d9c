package io.sluice.spark;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.read.ChangeFeedTable;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.stream.TableStream;
import io.sluice.table.TableProperties;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.Changelog;
import org.apache.spark.sql.connector.catalog.ChangelogContext;
import org.apache.spark.sql.connector.catalog.ChangelogContext.DeduplicationMode;
import org.apache.spark.sql.connector.catalog.ChangelogRange;
import org.apache.spark.sql.connector.catalog.ChangelogRange.TimestampRange;
import org.apache.spark.sql.connector.catalog.ChangelogRange.VersionRange;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What has happened to the rows of a table, for {@code CHANGES} of Spark 4.2: the rows of {@link ChangeFeedTable}. An
 * older Spark does not load this class.
 *
 * <p>Spark is told that it has nothing to put right, as it could do so only by ids that rows do not have in all tables.
 * A statement that relies on it is refused where that is not so.
 */
final class LakeChangelog implements Changelog {
    private final ChangeFeedTable changes;
    private final ChangelogRange range;

    private LakeChangelog(ChangeFeedTable changes, ChangelogRange range) {
        this.changes = requireNonNull(changes, "changes");
        this.range = requireNonNull(range, "range");
    }

    /** Says no more than what the catalog's class knows, which an older Spark loads. */
    static Changelog of(PinnedTable table, ChangelogContext context) {
        TableProperties properties = TableProperties.of(table.metadata());
        if (context.deduplicationMode() == DeduplicationMode.NET_CHANGES) {
            throw refused(table, "are told commit by commit", "WITH (deduplicationMode = 'none')");
        }
        if (!properties.hasChangeFeed()) {
            if (context.computeUpdates()) {
                throw refused(table, "tell an update as a delete and an insert", "WITH (computeUpdates = 'false')");
            }
            if (!properties.hasDeletionVectors() && context.deduplicationMode() != DeduplicationMode.NONE) {
                throw refused(
                        table, "tell rows that are copied into another file too", "WITH (deduplicationMode = 'none')");
            }
        }
        return new LakeChangelog(new ChangeFeedTable(table, TableStream::open), context.range());
    }

    private static SluiceException refused(PinnedTable table, String what, String instead) {
        return SluiceException.user("the changes of table %s %s: write %s%s"
                .formatted(
                        table.name(),
                        what,
                        instead,
                        TableProperties.of(table.metadata()).hasChangeFeed()
                                ? ""
                                : ", or set its property %s to true for the changes to come"
                                        .formatted(TableProperties.CHANGE_FEED)));
    }

    @Override
    public String name() {
        return changes.name();
    }

    @Override
    public Column[] columns() {
        return changes.columns();
    }

    @Override
    public boolean containsCarryoverRows() {
        return false;
    }

    @Override
    public boolean containsIntermediateChanges() {
        return false;
    }

    @Override
    public boolean representsUpdateAsDeleteAndInsert() {
        return false;
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        Map<String, String> all = new HashMap<>(options.asCaseSensitiveMap());
        if (range instanceof VersionRange versions) {
            all.keySet().removeIf(LakeChangelog::isBound);
            addVersions(versions, all);
        } else if (range instanceof TimestampRange times) {
            all.keySet().removeIf(LakeChangelog::isBound);
            addTimes(times, all);
        }
        return changes.newScanBuilder(new CaseInsensitiveStringMap(all));
    }

    private static boolean isBound(String option) {
        return option.matches("(?i)(starting|ending)(version|timestamp)");
    }

    /** A range that ends before version 0 has no commits, like any that ends before it starts. */
    private static void addVersions(VersionRange versions, Map<String, String> options) {
        long first = number(versions.startingVersion()) + (versions.startingBoundInclusive() ? 0 : 1);
        long[] last = versions.endingVersion().stream()
                .mapToLong(text -> number(text) - (versions.endingBoundInclusive() ? 0 : 1))
                .toArray();
        boolean isEmpty = last.length > 0 && last[0] < 0;
        options.put("startingVersion", Long.toString(isEmpty ? 1 : first));
        if (last.length > 0) {
            options.put("endingVersion", Long.toString(Math.max(last[0], 0)));
        }
    }

    private static long number(String version) {
        if (!version.matches("\\d{1,18}")) {
            throw SluiceException.user(
                    "'%s' is not a version of a table: versions are numbers from 0".formatted(version));
        }
        return Long.parseLong(version);
    }

    private static void addTimes(TimestampRange times, Map<String, String> options) {
        options.put("startingTimestamp", text(times.startingTimestamp() + (times.startingBoundInclusive() ? 0 : 1)));
        times.endingTimestamp()
                .ifPresent(end -> options.put("endingTimestamp", text(end - (times.endingBoundInclusive() ? 0 : 1))));
    }

    private static String text(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
}
