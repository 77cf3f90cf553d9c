package io.sluice.commit;

import static io.sluice.commit.ChangeKind.APPEND;
import static io.sluice.commit.ChangeKind.PROPERTIES;
import static io.sluice.commit.ChangeKind.ROWS;
import static io.sluice.commit.ChangeKind.SCHEMA;
import static io.sluice.commit.ChangeKind.SOURCES;
import static io.sluice.commit.ChangeKind.WRITER_PROGRESS;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a transaction still makes sense after another one has landed: one table, my kind of change against the
 * winner's kind.
 *
 * <p>A transaction has several kinds of change at once, and so has a winner; every pair is looked up, and the first
 * reason to reject counts. What a transaction has read matters beside what it changes: that is the rule's business.
 */
public final class ConflictRules {
    /** What one cell of the table says. */
    public enum Rule {
        /** The two do not touch each other. */
        REBASE("rebase"),
        /** My files and my edits were made for the old columns. */
        SCHEMA_CHANGED("reject: schema changed"),
        /** The properties that I relied on may have changed. */
        PROPERTIES_CHANGED("reject: properties changed"),
        /** A winner took away what I may have read or taken away myself. */
        ROWS_CHANGED("reject if rows were read: rows changed"),
        /** A winner added what I should have read; only the higher level minds. */
        ROWS_ADDED("reject if rows were read, serializable only: rows added"),
        /** The catalog's ledger decides: each source is in once. */
        ONCE_PER_SOURCE("reject if a source is the same"),
        /** Transaction ids of one application only move forward. */
        FORWARD_ONLY("reject if the same application has committed the same or a later id");

        private final String text;

        Rule(String text) {
            this.text = text;
        }

        /** The cell as documentation shows it. */
        public String text() {
            return text;
        }
    }

    private static final Map<ChangeKind, Map<ChangeKind, Rule>> TABLE = table();

    private ConflictRules() {}

    /** The cell of my kind of change (row) and the winner's (column). */
    public static Rule rule(ChangeKind mine, ChangeKind winners) {
        return TABLE.get(mine).get(winners);
    }

    /** Empty if the transaction can be rebased over the winner, else the reason why not. */
    public static Optional<RejectionReason> conflict(Transaction mine, Winner winner) {
        for (ChangeKind kind : mine.kinds()) {
            for (ChangeKind theirs : winner.summary().kinds()) {
                Optional<RejectionReason> reason = judge(rule(kind, theirs), mine, winner);
                if (reason.isPresent()) {
                    return reason;
                }
            }
        }
        return vouchedInVain(mine, winner) ? Optional.of(RejectionReason.ROWS_ADDED) : Optional.empty();
    }

    /** Constraints were checked against the rows that were there; a winner's rows nobody has checked. */
    private static boolean vouchedInVain(Transaction mine, Winner winner) {
        boolean addsRows = winner.summary().kinds().contains(APPEND)
                || winner.summary().kinds().contains(ROWS);
        return addsRows && mine.changes().stream().anyMatch(TableChange::vouchesForRows);
    }

    private static Optional<RejectionReason> judge(Rule rule, Transaction mine, Winner winner) {
        boolean readRows = !mine.reads().isBlind();
        return switch (rule) {
            case REBASE -> Optional.empty();
            case SCHEMA_CHANGED -> Optional.of(RejectionReason.SCHEMA_CHANGED);
            case PROPERTIES_CHANGED -> Optional.of(RejectionReason.PROPERTIES_CHANGED);
            case ROWS_CHANGED -> readRows ? Optional.of(RejectionReason.ROWS_CHANGED) : Optional.empty();
            case ROWS_ADDED ->
                readRows && mine.isolation() == IsolationLevel.SERIALIZABLE
                        ? Optional.of(RejectionReason.ROWS_ADDED)
                        : Optional.empty();
            // A ledger of a million sources is not carried in a summary: the catalog answers SourcesTaken.
            case ONCE_PER_SOURCE -> Optional.empty();
            case FORWARD_ONLY ->
                overtaken(mine, winner) ? Optional.of(RejectionReason.WRITER_OVERTAKEN) : Optional.empty();
        };
    }

    private static boolean overtaken(Transaction mine, Winner winner) {
        Map<String, Long> theirs = winner.summary().writers();
        return mine.changes(TableChange.AdvanceWriter.class).stream()
                .anyMatch(mark -> theirs.getOrDefault(mark.applicationId(), Long.MIN_VALUE) >= mark.version());
    }

    private static Map<ChangeKind, Map<ChangeKind, Rule>> table() {
        Map<ChangeKind, Map<ChangeKind, Rule>> table = new EnumMap<>(ChangeKind.class);
        Rule same = Rule.REBASE;
        Rule schema = Rule.SCHEMA_CHANGED;
        Rule properties = Rule.PROPERTIES_CHANGED;
        //             winner: append           rows               replacement        schema  properties  sources,
        // writers
        table.put(APPEND, row(Rule.ROWS_ADDED, Rule.ROWS_CHANGED, same, schema, properties, same, same));
        table.put(ROWS, row(Rule.ROWS_ADDED, Rule.ROWS_CHANGED, Rule.ROWS_CHANGED, schema, properties, same, same));
        table.put(
                ChangeKind.REPLACEMENT,
                row(same, Rule.ROWS_CHANGED, Rule.ROWS_CHANGED, schema, properties, same, same));
        table.put(SCHEMA, row(same, same, same, schema, properties, same, same));
        table.put(PROPERTIES, row(same, same, same, schema, properties, same, same));
        table.put(SOURCES, row(same, same, same, same, same, Rule.ONCE_PER_SOURCE, same));
        table.put(WRITER_PROGRESS, row(same, same, same, same, same, same, Rule.FORWARD_ONLY));
        return table;
    }

    private static Map<ChangeKind, Rule> row(Rule... rules) {
        Map<ChangeKind, Rule> row = new EnumMap<>(ChangeKind.class);
        ChangeKind[] winners = ChangeKind.values();
        for (int i = 0; i < winners.length; i++) {
            row.put(winners[i], rules[i]);
        }
        return row;
    }
}
