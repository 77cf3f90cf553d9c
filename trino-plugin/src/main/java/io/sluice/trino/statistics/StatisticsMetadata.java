package io.sluice.trino.statistics;

import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.statistics.AnalyzeProperties.Request;
import io.trino.spi.connector.ConnectorAnalyzeMetadata;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.predicate.ValueSet;
import io.trino.spi.statistics.ComputedStatistics;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.TimeZoneKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** ANALYZE. What is collected while rows are written is the business of the writers. */
public interface StatisticsMetadata extends ConnectorMetadata {
    /** Collects. */
    StatisticsCollection statistics();

    @Override
    default ConnectorAnalyzeMetadata getStatisticsCollectionMetadata(
            ConnectorSession session, ConnectorTableHandle table, Map<String, Object> properties) {
        SluiceTableHandle analyzed = (SluiceTableHandle) table;
        Request request = AnalyzeProperties.request(properties);
        ConnectorTableHandle scanned = statistics()
                .after(analyzed, request)
                .<ConnectorTableHandle>map(moment -> analyzed.withConstraint(writtenAfter(session, analyzed, moment)))
                .orElse(analyzed);
        return new ConnectorAnalyzeMetadata(scanned, statistics().ofAnalyze(analyzed, request));
    }

    private TupleDomain<SluiceColumnHandle> writtenAfter(
            ConnectorSession session, SluiceTableHandle table, Instant moment) {
        SluiceColumnHandle written = getColumnHandles(session, table).values().stream()
                .map(SluiceColumnHandle.class::cast)
                .filter(column -> column.role() == Role.FILE_MODIFIED_TIME)
                .findFirst()
                .orElseThrow();
        long packed = DateTimeEncoding.packDateTimeWithZone(moment.toEpochMilli(), TimeZoneKey.UTC_KEY);
        return TupleDomain.withColumnDomains(Map.of(
                written, Domain.create(ValueSet.ofRanges(Range.greaterThan(written.type(), packed)), false)));
    }

    @Override
    default ConnectorTableHandle beginStatisticsCollection(ConnectorSession session, ConnectorTableHandle table) {
        return table;
    }

    @Override
    default void finishStatisticsCollection(
            ConnectorSession session, ConnectorTableHandle table, Collection<ComputedStatistics> computed) {
        statistics().analyzed(((SluiceTableHandle) table).name(), computed);
    }
}
