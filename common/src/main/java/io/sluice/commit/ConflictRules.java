package io.sluice.commit;

import static io.sluice.commit.ChangeKind.APPEND;
import static io.sluice.commit.ChangeKind.PROPERTIES;
import static io.sluice.commit.ChangeKind.REPLACEMENT;
import static io.sluice.commit.ChangeKind.ROWS;
import static io.sluice.commit.ChangeKind.SCHEMA;
import static io.sluice.commit.ChangeKind.SOURCES;
import static io.sluice.commit.ChangeKind.WRITER_PROGRESS;

import io.sluice.scan.Predicate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whether a transaction still makes sense after another one has landed: one table, what I have at stake against the
 * winner's kind of change.
 *
 * <p>A transaction has several stakes at once, and a winner several kinds of change; every pair is looked up, and the
 * first reason to reject counts, in the order of {@link Rule}. Kinds alone decide the first of these. The others look
 * at the winner's files, at my changes of files and at my read predicates: {@link FileConflicts}.
 */
public final class ConflictRules {
    /** What one cell of the table says. */
    public enum Rule {
        /** The two do not touch each other. */
        REBASE("rebase"),
        /** My files, my edits and my reads were made for the old columns. */
        SCHEMA_CHANGED("reject: schema changed"),
        /** The properties that I relied on may have changed. */
        PROPERTIES_CHANGED("reject: properties changed"),
        /** The catalog's ledger decides: each source is in once. */
        ONCE_PER_SOURCE("reject if a source is the same"),
        /** Transaction ids of one application only move forward. */
        FORWARD_ONLY("reject if the same application has committed the same or a later id"),
        /** Positions are stable: only rows of which both make something else clash. */
        SAME_ROWS("reject if a row, or a file that goes, is the same: rows changed"),
        /** Whoever puts rows into other files has to know where they were. */
        SAME_FILES("reject if a file is the same: rows changed"),
        /** A winner took away or changed what my result depends on. */
        ROWS_CHANGED("reject if such a row may be gone or changed: rows changed"),
        /** A winner changed a row into one that I should have looked at. */
        TARGETS_CHANGED("reject if a row may have become such a row: rows changed"),
        /** A winner added rows that nobody has held against my constraint. */
        ROWS_UNCHECKED("reject if rows were added: rows added"),
        /** A winner added what I should have read; only the higher level minds. */
        ROWS_ADDED("serializable: reject if such a row may be added: rows added");

        private final String text;

        Rule(String text) {
            this.text = text;
        }

        /** The cell as documentation shows it. */
        public String text() {
            return text;
        }
    }

    /** What a transaction can lose: what it has read, and what it changes. */
    public enum Stake {
        /** {@link Reads#rows}. */
        ROWS_READ("rows read as a whole"),
        /** {@link Reads#targets}. */
        TARGETS_READ("rows looked at one by one"),
        /** A change that every row has to meet: a constraint, or NOT NULL. */
        CONSTRAINT("new constraint"),
        APPEND(ChangeKind.APPEND.text()),
        ROWS(ChangeKind.ROWS.text()),
        REPLACEMENT(ChangeKind.REPLACEMENT.text()),
        SCHEMA(ChangeKind.SCHEMA.text()),
        PROPERTIES(ChangeKind.PROPERTIES.text()),
        SOURCES(ChangeKind.SOURCES.text()),
        WRITER_PROGRESS(ChangeKind.WRITER_PROGRESS.text());

        private final String text;

        Stake(String text) {
            this.text = text;
        }

        /** The stake as people call it. */
        public String text() {
            return text;
        }

        static Stake of(ChangeKind kind) {
            return valueOf(kind.name());
        }
    }

    private static final Map<Stake, Map<ChangeKind, Rule>> TABLE = table();

    private ConflictRules() {}

    /** The cell of my stake (row) and the winner's kind of change (column). */
    public static Rule rule(Stake mine, ChangeKind winners) {
        return TABLE.get(mine).get(winners);
    }

    /** What a transaction has at stake; at the lower level nothing in a table that is only read. */
    static Set<Stake> stakes(Transaction mine) {
        Set<Stake> stakes = EnumSet.noneOf(Stake.class);
        if (mine.isInput() && mine.isolation() != IsolationLevel.SERIALIZABLE) {
            return stakes;
        }
        if (!(mine.reads().rows() instanceof Predicate.None)) {
            stakes.add(Stake.ROWS_READ);
        }
        if (!(mine.reads().targets() instanceof Predicate.None)) {
            stakes.add(Stake.TARGETS_READ);
        }
        if (mine.changes().stream().anyMatch(TableChange::vouchesForRows)) {
            stakes.add(Stake.CONSTRAINT);
        }
        mine.kinds().forEach(kind -> stakes.add(Stake.of(kind)));
        return stakes;
    }

    /**
     * Empty if the transaction can be rebased over the winner, else the reason why not.
     *
     * @param files asked at most once, and only where kinds do not decide
     */
    public static Optional<RejectionReason> conflict(Transaction mine, Winner winner, Supplier<FileConflicts> files) {
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        for (Stake stake : stakes(mine)) {
            for (ChangeKind theirs : winner.summary().kinds()) {
                rules.add(rule(stake, theirs));
            }
        }
        Once once = new Once(files);
        for (Rule rule : rules) {
            Optional<RejectionReason> reason = judge(rule, mine, winner, once);
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.empty();
    }

    private static Optional<RejectionReason> judge(Rule rule, Transaction mine, Winner winner, Once files) {
        Reads reads = mine.reads();
        return switch (rule) {
            case REBASE -> Optional.empty();
            case SCHEMA_CHANGED -> Optional.of(RejectionReason.SCHEMA_CHANGED);
            case PROPERTIES_CHANGED -> Optional.of(RejectionReason.PROPERTIES_CHANGED);
            // A ledger of a million sources is not carried in a summary: the catalog answers SourcesTaken.
            case ONCE_PER_SOURCE -> Optional.empty();
            case FORWARD_ONLY -> when(overtaken(mine, winner), RejectionReason.WRITER_OVERTAKEN);
            case SAME_ROWS, SAME_FILES -> when(files.get().touchTheSame(mine.changes()), RejectionReason.ROWS_CHANGED);
            case ROWS_CHANGED ->
                when(
                        files.get().mayHaveTaken(reads.rows()) || files.get().mayHaveAdded(reads.rows()),
                        RejectionReason.ROWS_CHANGED);
            case TARGETS_CHANGED -> when(files.get().mayHaveAdded(reads.targets()), RejectionReason.ROWS_CHANGED);
            case ROWS_UNCHECKED -> when(files.get().mayHaveAdded(Predicate.ALL), RejectionReason.ROWS_ADDED);
            case ROWS_ADDED ->
                when(
                        mine.isolation() == IsolationLevel.SERIALIZABLE
                                && files.get().mayHaveAdded(Predicate.or(List.of(reads.rows(), reads.targets()))),
                        RejectionReason.ROWS_ADDED);
        };
    }

    private static Optional<RejectionReason> when(boolean clash, RejectionReason reason) {
        return clash ? Optional.of(reason) : Optional.empty();
    }

    private static boolean overtaken(Transaction mine, Winner winner) {
        Map<String, Long> theirs = winner.summary().writers();
        return mine.changes(TableChange.AdvanceWriter.class).stream()
                .anyMatch(mark -> theirs.getOrDefault(mark.applicationId(), Long.MIN_VALUE) >= mark.version());
    }

    /** Asks for the winner's files when they are first needed. */
    private static final class Once {
        private final Supplier<FileConflicts> supplier;
        private FileConflicts files;

        Once(Supplier<FileConflicts> supplier) {
            this.supplier = supplier;
        }

        FileConflicts get() {
            if (files == null) {
                files = supplier.get();
            }
            return files;
        }
    }

    private static Map<Stake, Map<ChangeKind, Rule>> table() {
        Map<Stake, Map<ChangeKind, Rule>> table = new EnumMap<>(Stake.class);
        table.put(
                Stake.ROWS_READ,
                row(Map.of(APPEND, Rule.ROWS_ADDED, ROWS, Rule.ROWS_CHANGED, SCHEMA, Rule.SCHEMA_CHANGED)));
        table.put(
                Stake.TARGETS_READ,
                row(Map.of(APPEND, Rule.ROWS_ADDED, ROWS, Rule.TARGETS_CHANGED, SCHEMA, Rule.SCHEMA_CHANGED)));
        table.put(Stake.CONSTRAINT, row(Map.of(APPEND, Rule.ROWS_UNCHECKED, ROWS, Rule.ROWS_UNCHECKED)));
        table.put(Stake.APPEND, rowOfColumns(Map.of()));
        table.put(Stake.ROWS, rowOfColumns(Map.of(ROWS, Rule.SAME_ROWS, REPLACEMENT, Rule.SAME_FILES)));
        table.put(Stake.REPLACEMENT, rowOfColumns(Map.of(ROWS, Rule.SAME_FILES, REPLACEMENT, Rule.SAME_FILES)));
        table.put(Stake.SCHEMA, rowOfColumns(Map.of()));
        table.put(Stake.PROPERTIES, rowOfColumns(Map.of()));
        table.put(Stake.SOURCES, row(Map.of(SOURCES, Rule.ONCE_PER_SOURCE)));
        table.put(Stake.WRITER_PROGRESS, row(Map.of(WRITER_PROGRESS, Rule.FORWARD_ONLY)));
        return table;
    }

    /** What is written for the columns and properties that there are. */
    private static Map<ChangeKind, Rule> rowOfColumns(Map<ChangeKind, Rule> rules) {
        Map<ChangeKind, Rule> row = row(rules);
        row.put(SCHEMA, Rule.SCHEMA_CHANGED);
        row.put(PROPERTIES, Rule.PROPERTIES_CHANGED);
        return row;
    }

    private static Map<ChangeKind, Rule> row(Map<ChangeKind, Rule> rules) {
        Map<ChangeKind, Rule> row = new EnumMap<>(ChangeKind.class);
        for (ChangeKind winners : ChangeKind.values()) {
            row.put(winners, rules.getOrDefault(winners, Rule.REBASE));
        }
        return row;
    }
}
