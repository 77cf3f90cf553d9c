package io.sluice.sql;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A statement that changes rows. Expressions, queries and the things after FROM and USING are the user's text; names in
 * them mean what they mean in the statement.
 */
public sealed interface WriteStatement extends SqlStatement {
    /** The table that is changed. */
    TargetTable target();

    /** The {@code WITH ...} before the statement, whose names its queries and expressions may use. */
    Optional<Span> with();

    /** What is told of each row that the statement has added or changed, as it is now, or taken away, as it was. */
    Optional<Span> returning();

    /** Calls the method for this kind of statement. */
    <R> R accept(Visitor<R> visitor);

    /** One method for each kind of statement. */
    interface Visitor<R> {
        R insert(Insert insert);

        R update(Update update);

        R delete(Delete delete);

        R truncate(Truncate truncate);

        R merge(Merge merge);
    }

    /**
     * {@code INSERT INTO} and {@code INSERT OVERWRITE}.
     *
     * @param partition {@code PARTITION (p = 'x', q)}: these columns are not, or are the last ones, in the rows
     * @param replaced the rows that are taken away
     */
    record Insert(
            Span span,
            Optional<Span> with,
            TargetTable target,
            List<PartitionColumn> partition,
            NewRows rows,
            Replaced replaced,
            Optional<Span> returning)
            implements WriteStatement {
        public Insert {
            requireNonNull(span, "span");
            requireNonNull(with, "with");
            requireNonNull(target, "target");
            partition = List.copyOf(partition);
            requireNonNull(rows, "rows");
            requireNonNull(replaced, "replaced");
            requireNonNull(returning, "returning");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.insert(this);
        }
    }

    /**
     * A column of {@code PARTITION (...)}.
     *
     * @param value an expression that all rows have; without it each row brings its own
     */
    record PartitionColumn(ColumnPath column, Optional<Span> value) {}

    /**
     * The rows of an insert.
     *
     * @param columns the columns that the rows have, in order; empty: all
     * @param query {@code SELECT}, {@code VALUES}, {@code FROM} or another query
     */
    record NewRows(List<ColumnPath> columns, ColumnOrder order, Span query) {
        public NewRows {
            columns = List.copyOf(columns);
            requireNonNull(order, "order");
            requireNonNull(query, "query");
        }
    }

    /** How the columns of a query find those of the table. */
    enum ColumnOrder {
        BY_POSITION,
        BY_NAME
    }

    /** The rows that an insert takes away before it adds its own. */
    sealed interface Replaced {
        /** None. */
        record Nothing() implements Replaced {}

        /** All rows. */
        record Everything() implements Replaced {}

        /**
         * The rows of whole partitions: those that {@code PARTITION} gives values for; if it leaves columns without a
         * value, of these only the partitions that the new rows are in.
         */
        record Partitions() implements Replaced {}

        /** The rows that a predicate holds for; it must hold for the new ones too. */
        record Where(Span predicate) implements Replaced {}
    }

    /**
     * {@code UPDATE}.
     *
     * @param from what stands after FROM
     */
    record Update(
            Span span,
            Optional<Span> with,
            TargetTable target,
            List<Assignment> assignments,
            Optional<Span> from,
            Optional<Span> where,
            Optional<Span> returning)
            implements WriteStatement {
        public Update {
            requireNonNull(span, "span");
            requireNonNull(with, "with");
            requireNonNull(target, "target");
            assignments = List.copyOf(assignments);
            requireNonNull(from, "from");
            requireNonNull(where, "where");
            requireNonNull(returning, "returning");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.update(this);
        }
    }

    /** {@code column = value}; the column without the target's name before it. */
    record Assignment(ColumnPath column, Span value) {}

    /**
     * {@code DELETE}.
     *
     * @param using what stands after USING
     */
    record Delete(
            Span span,
            Optional<Span> with,
            TargetTable target,
            Optional<Span> using,
            Optional<Span> where,
            Optional<Span> returning)
            implements WriteStatement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.delete(this);
        }
    }

    /** {@code TRUNCATE}. */
    record Truncate(Span span, TargetTable target) implements WriteStatement {
        @Override
        public Optional<Span> with() {
            return Optional.empty();
        }

        @Override
        public Optional<Span> returning() {
            return Optional.empty();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.truncate(this);
        }
    }

    /**
     * {@code MERGE INTO}.
     *
     * @param clauses in order; for each row the first one counts that fits it
     */
    record Merge(
            Span span,
            Optional<Span> with,
            TargetTable target,
            MergeSource source,
            MergeKey key,
            List<MergeClause> clauses,
            SchemaEvolution evolution)
            implements WriteStatement {
        public Merge {
            requireNonNull(span, "span");
            requireNonNull(with, "with");
            requireNonNull(target, "target");
            requireNonNull(source, "source");
            requireNonNull(key, "key");
            clauses = List.copyOf(clauses);
            requireNonNull(evolution, "evolution");
        }

        @Override
        public Optional<Span> returning() {
            return Optional.empty();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.merge(this);
        }
    }

    /** Whether columns that only the source has are added to the table. */
    enum SchemaEvolution {
        NONE,
        ADD_COLUMNS
    }

    /**
     * The source of a merge.
     *
     * @param reference the table, function or subquery, with its alias and its AT, as it can stand after FROM
     * @param qualifier the name before its columns; empty if it has none
     */
    record MergeSource(Span reference, Optional<String> qualifier) {}

    /** When a row of the source belongs to a row of the target. */
    sealed interface MergeKey {
        /** {@code ON condition}. */
        record On(Span condition) implements MergeKey {}

        /** {@code USING (columns)}. */
        record Using(List<ColumnPath> columns) implements MergeKey {
            public Using {
                columns = List.copyOf(columns);
            }
        }
    }

    /** {@code WHEN ... THEN ...}. */
    record MergeClause(Span span, Match match, Optional<Span> condition, MergeAction action) {
        public MergeClause {
            requireNonNull(span, "span");
            requireNonNull(match, "match");
            requireNonNull(condition, "condition");
            requireNonNull(action, "action");
        }
    }

    /** Which rows a clause of a merge is about. */
    enum Match {
        MATCHED,
        NOT_MATCHED_BY_TARGET,
        NOT_MATCHED_BY_SOURCE
    }

    /** What a clause of a merge does. */
    sealed interface MergeAction {
        /** {@code UPDATE SET a = ..., b = ...}. */
        record UpdateSet(List<Assignment> assignments) implements MergeAction {
            public UpdateSet {
                assignments = List.copyOf(assignments);
            }
        }

        /** {@code UPDATE SET *}: columns of the same name. */
        record UpdateAll() implements MergeAction {}

        /** {@code DELETE}. */
        record DeleteRow() implements MergeAction {}

        /**
         * {@code INSERT (columns) VALUES (values)}.
         *
         * @param columns empty: all, in the table's order
         */
        record InsertValues(List<ColumnPath> columns, List<Span> values) implements MergeAction {
            public InsertValues {
                columns = List.copyOf(columns);
                values = List.copyOf(values);
            }
        }

        /** {@code INSERT *}: columns of the same name. */
        record InsertAll() implements MergeAction {}

        /** {@code DO NOTHING}. */
        record DoNothing() implements MergeAction {}
    }
}
