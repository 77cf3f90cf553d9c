package io.sluice.spark.stream;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.format.FormatTable;
import io.sluice.spark.read.CommitTimes;
import io.sluice.spark.read.StreamedRows;
import io.sluice.spark.session.PinnedTable;
import io.sluice.table.TableVersion;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReportsSourceMetrics;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A table as the source of a stream: the rows that are there, and then those of each commit. A batch asks the catalog
 * for the last version, and for the commits up to it if there are any. For the thread of its query.
 */
public final class TableStream implements MicroBatchStream, SupportsTriggerAvailableNow, ReportsSourceMetrics {
    private final StreamedRows rows;
    private final FormatTable table;
    private final StreamOptions options;
    private final InitialOffset initial;
    private final TableFeed feed;
    private Stop stop = Stop.NEVER;
    /** The last version that is read, as far as it is known; null before the first look. */
    private TableVersion last;

    /** When a stream ends. */
    private enum Stop {
        NEVER,
        /** After the version that is the last one at its first look. */
        AT_FIRST_LOOK
    }

    private TableStream(StreamedRows rows, StreamOptions options, InitialOffset initial) {
        this.rows = requireNonNull(rows, "rows");
        this.options = requireNonNull(options, "options");
        this.initial = requireNonNull(initial, "initial");
        table = rows.table().opened();
        feed = new TableFeed(rows, options.removals());
    }

    /** A stream of a table; a user error if an option is not one of a stream. See {@code StreamDoor}. */
    public static MicroBatchStream open(StreamedRows rows, CaseInsensitiveStringMap options, String checkpoint) {
        PinnedTable table = rows.table();
        if (table.session().isInTransaction()) {
            throw SluiceException.user(
                    "a stream cannot be part of a transaction: commit or roll back before it is started");
        }
        return new TableStream(
                rows,
                StreamOptions.of(options, rows.unit()),
                new InitialOffset(
                        checkpoint, SparkSession.active().sessionState().newHadoopConf()));
    }

    @Override
    public Offset initialOffset() {
        return own(initial.orElse(() -> offset(start())));
    }

    private StreamPosition start() {
        TableVersion latest = table.current().version();
        StreamOptions.Start start = options.start();
        if (start instanceof StreamOptions.Start.WithRows) {
            return StreamPosition.ofSnapshot(latest);
        }
        if (start instanceof StreamOptions.Start.WithNextCommit) {
            return StreamPosition.before(latest.next());
        }
        if (start instanceof StreamOptions.Start.WithCommit commit) {
            return before(commit.version(), latest, "startingVersion is " + commit.version());
        }
        StreamOptions.Start.WithCommitsSince since = (StreamOptions.Start.WithCommitsSince) start;
        TableVersion first = new TableVersion(CommitTimes.firstFrom(table, since.instant()));
        return before(first, latest, StreamOptions.STARTING_TIMESTAMP + " is " + since.instant());
    }

    private StreamPosition before(TableVersion first, TableVersion latest, String asked) {
        if (first.isAfter(latest)) {
            throw SluiceException.user(
                    "%s, but the last version of table %s is %s: choose an earlier one, or startingVersion 'latest' for what comes next"
                            .formatted(asked, rows.table().name(), latest));
        }
        return StreamPosition.before(first);
    }

    private StreamOffset offset(StreamPosition position) {
        return new StreamOffset(table.table().id(), position);
    }

    @Override
    public Offset deserializeOffset(String json) {
        return own(StreamOffset.parse(json));
    }

    private StreamOffset own(StreamOffset offset) {
        if (!offset.table().equals(table.table().id())) {
            throw SluiceException.user(
                    "the checkpoint is of another table that had the name %s, which was dropped: start the query with a new checkpoint"
                            .formatted(rows.table().name()));
        }
        return offset;
    }

    @Override
    public ReadLimit getDefaultReadLimit() {
        return options.limit();
    }

    @Override
    public void prepareForTriggerAvailableNow() {
        stop = Stop.AT_FIRST_LOOK;
    }

    @Override
    public Offset latestOffset() {
        throw SluiceException.bug("Spark asks a stream with limits for the last offset without one");
    }

    /** Null if there is nothing to read. */
    @Override
    public Offset latestOffset(Offset start, ReadLimit limit) {
        StreamPosition from = ((StreamOffset) start).position();
        look(from);
        StreamPosition to = feed.advance(from, last, new BatchBudget(limit));
        return to.equals(from) ? null : offset(to);
    }

    private void look(StreamPosition from) {
        if (stop == Stop.AT_FIRST_LOOK && last != null) {
            return;
        }
        last = table.current().version();
        if (from.version().isAfter(last.next())) {
            throw SluiceException.user(
                    "the checkpoint is of version %s of table %s, whose last version is %s: has the table been restored from a copy? Start the query with a new checkpoint"
                            .formatted(from.version(), rows.table().name(), last));
        }
    }

    @Override
    public Offset reportLatestOffset() {
        return last == null ? null : offset(StreamPosition.before(last.next()));
    }

    @Override
    public InputPartition[] planInputPartitions(Offset start, Offset end) {
        return rows.partitions(feed.between(((StreamOffset) start).position(), ((StreamOffset) end).position()))
                .toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return rows.readers();
    }

    @Override
    public void commit(Offset end) {
        feed.forgetBefore(((StreamOffset) end).position());
    }

    @Override
    public void stop() {
        // The lake stays open for the session.
    }

    /** How many versions the stream is behind, as of its last look. */
    @Override
    public Map<String, String> metrics(Optional<Offset> latestConsumed) {
        if (last == null || latestConsumed.isEmpty()) {
            return Map.of();
        }
        StreamPosition read = StreamOffset.parse(latestConsumed.get().json()).position();
        long behind = Math.max(0, last.number() + 1 - read.version().number());
        return Map.of("numVersionsOutstanding", Long.toString(behind));
    }

    /** For logs and progress reports. */
    @Override
    public String toString() {
        return "sluice " + rows.table().name();
    }
}
