package io.sluice.format.delta;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.Add;
import io.sluice.format.delta.Action.DomainMetadata;
import io.sluice.format.delta.Action.Extras;
import io.sluice.format.delta.Action.Protocol;
import io.sluice.scan.RowLineage;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Ids that rows keep. Source: Delta protocol, "Row Tracking".
 *
 * <p>Each file that is added gets as many ids as it has rows, above the high-water mark, which the same commit raises;
 * a file that is added again keeps its own. The mark is part of the head, so that a commit needs to know nothing else,
 * and two commits never give the same ids: the second is made anew on top of the first.
 */
final class RowTracking {
    static final String DOMAIN = "delta.rowTracking";
    /** Tag of a commit: whether rows that were changed or moved are certain to have kept their ids. */
    static final String PRESERVED = "delta.rowTracking.preserved";

    private static final String HIGH_WATER_MARK = "rowIdHighWaterMark";
    private static final String SUSPENDED = "delta.rowTrackingSuspended";
    private static final long NO_IDS = -1;

    private RowTracking() {}

    /** Whether files that are added get ids. */
    static boolean isSupported(Protocol protocol, Map<String, String> properties) {
        return protocol.writerFeatures().contains(TableFeature.ROW_TRACKING.text())
                && !Boolean.parseBoolean(properties.get(SUSPENDED));
    }

    /** The table with names for the columns that keep ids, if its properties ask for tracking. */
    static TableMetadata named(TableMetadata table) {
        if (!Boolean.parseBoolean(table.properties().get(TableProperties.ROW_TRACKING))) {
            return table;
        }
        Map<String, String> properties = new LinkedHashMap<>(table.properties());
        properties.putIfAbsent(TableProperties.ROW_ID_COLUMN, columnName("_row-id-col-", table.id()));
        properties.putIfAbsent(TableProperties.ROW_VERSION_COLUMN, columnName("_row-commit-version-col-", table.id()));
        return table.withProperties(properties);
    }

    /** A name that no other column has at any time, and that is known before the commit. */
    private static String columnName(String prefix, TableId table) {
        return prefix + UUID.nameUUIDFromBytes((prefix + table).getBytes(StandardCharsets.UTF_8));
    }

    /** What a file's action says of the ids of its rows. */
    static Optional<RowLineage> lineage(Add file) {
        OptionalLong first = file.extras().baseRowId();
        OptionalLong version = file.extras().defaultRowCommitVersion();
        return first.isPresent() && version.isPresent()
                ? Optional.of(new RowLineage(first.getAsLong(), version.getAsLong()))
                : Optional.empty();
    }

    /**
     * Gives ids to the files that have none.
     *
     * @param actions of a commit; its files without ids are replaced in place, and a raised mark is added
     * @param before the highest id that has been given
     * @param version of the commit
     * @param statistics of the table's files; no columns are needed
     * @return the highest id that has been given now
     */
    static OptionalLong assign(List<Action> actions, OptionalLong before, long version, StatsJson statistics) {
        long mark = before.orElse(NO_IDS);
        for (int i = 0; i < actions.size(); i++) {
            if (actions.get(i) instanceof Add file && lineage(file).isEmpty()) {
                long first = file.extras().baseRowId().orElse(mark + 1);
                if (file.extras().baseRowId().isEmpty()) {
                    mark += rowCount(file, statistics);
                }
                actions.set(i, file.withExtras(withLineage(file.extras(), new RowLineage(first, version))));
            }
        }
        if (mark == before.orElse(NO_IDS)) {
            return before;
        }
        actions.add(domain(mark));
        return OptionalLong.of(mark);
    }

    private static Extras withLineage(Extras extras, RowLineage lineage) {
        return new Extras(
                extras.tags(),
                extras.deletionVector(),
                OptionalLong.of(lineage.firstRowId()),
                OptionalLong.of(lineage.version()),
                extras.clusteringProvider());
    }

    private static long rowCount(Add file, StatsJson statistics) {
        long count =
                file.stats().map(text -> statistics.read(text).rowCount()).orElse(FileStatistics.UNKNOWN_ROW_COUNT);
        if (count == FileStatistics.UNKNOWN_ROW_COUNT) {
            throw SluiceException.user(
                    "the rows of file '%s' cannot be tracked: nobody has counted them; write the file anew"
                            .formatted(file.path()));
        }
        return count;
    }

    static DomainMetadata domain(long mark) {
        return new DomainMetadata(DOMAIN, "{\"" + HIGH_WATER_MARK + "\":" + mark + "}", false);
    }

    /** The mark that a domain holds; empty if it is another domain. */
    static OptionalLong mark(DomainMetadata domain) {
        if (!domain.domain().equals(DOMAIN) || domain.removed()) {
            return OptionalLong.empty();
        }
        try (JsonParser parser = Json.FACTORY.createParser(domain.configuration())) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && HIGH_WATER_MARK.equals(parser.currentName())) {
                    return OptionalLong.of(parser.getLongValue());
                }
            }
            throw SluiceException.bug(
                    "the domain %s has no %s: %s".formatted(DOMAIN, HIGH_WATER_MARK, domain.configuration()));
        } catch (IOException malformed) {
            throw SluiceException.bug(
                    "the domain %s is not valid JSON: %s".formatted(DOMAIN, domain.configuration()), malformed);
        }
    }
}
