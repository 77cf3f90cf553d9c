package io.sluice.sql;

import static java.util.Objects.requireNonNull;

import io.sluice.table.TableName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A statement about a table as a whole, or about its definition. */
public sealed interface TableStatement extends SqlStatement {
    /** The table. */
    TargetTable target();

    /** Calls the method for this kind of statement. */
    <R> R accept(Visitor<R> visitor);

    /** One method for each kind of statement. */
    interface Visitor<R> {
        R create(CreateTable create);

        R drop(DropTable drop);

        R alter(AlterTable alter);

        R restore(Restore restore);

        R history(DescribeHistory history);
    }

    /**
     * {@code CREATE TABLE}.
     *
     * @param query the rows, and the columns if none are defined, of {@code CREATE TABLE AS}
     */
    record CreateTable(
            Span span,
            TargetTable target,
            IfExists ifExists,
            List<ColumnDefinition> columns,
            List<Check> checks,
            TableOptions options,
            Optional<Span> query)
            implements TableStatement {
        public CreateTable {
            requireNonNull(span, "span");
            requireNonNull(target, "target");
            requireNonNull(ifExists, "ifExists");
            columns = List.copyOf(columns);
            checks = List.copyOf(checks);
            requireNonNull(options, "options");
            requireNonNull(query, "query");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.create(this);
        }
    }

    /** What happens to a table that is there already. */
    enum IfExists {
        FAIL,
        KEEP,
        REPLACE
    }

    /** Whether it matters that what a statement names is not there. */
    enum IfMissing {
        FAIL,
        IGNORE
    }

    /**
     * A column of a new table, or a new column.
     *
     * @param type as written, in the engine's words or in Spark's
     * @param defaultValue what stands after DEFAULT
     */
    record ColumnDefinition(
            ColumnPath column,
            Span type,
            boolean nullable,
            Optional<String> comment,
            Optional<Span> defaultValue,
            ColumnPlace place) {}

    /** Where a column goes among those that are there. */
    sealed interface ColumnPlace {
        /** After all others. */
        record Last() implements ColumnPlace {}

        /** Before all others. */
        record First() implements ColumnPlace {}

        /** After a column. */
        record After(ColumnPath column) implements ColumnPlace {}
    }

    /**
     * A constraint.
     *
     * @param name given by the user
     * @param condition what must not be false
     */
    record Check(Optional<String> name, Span condition) {}

    /** What a table has besides columns. */
    record TableOptions(List<ColumnPath> partitionColumns, Map<String, String> properties, Optional<String> comment) {
        public TableOptions {
            partitionColumns = List.copyOf(partitionColumns);
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
            requireNonNull(comment, "comment");
        }
    }

    /** {@code DROP TABLE}. */
    record DropTable(Span span, TargetTable target, IfMissing ifMissing) implements TableStatement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.drop(this);
        }
    }

    /** {@code ALTER TABLE} and {@code COMMENT ON}. */
    record AlterTable(Span span, TargetTable target, Alteration alteration) implements TableStatement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.alter(this);
        }
    }

    /** One change of a table's definition. */
    sealed interface Alteration {
        /** {@code ADD COLUMN}, of several at once. */
        record AddColumns(List<ColumnDefinition> columns, IfExists ifExists) implements Alteration {
            public AddColumns {
                columns = List.copyOf(columns);
            }
        }

        /** {@code RENAME COLUMN from TO to}. */
        record RenameColumn(ColumnPath from, String to) implements Alteration {}

        /** {@code DROP COLUMN}, of several at once. */
        record DropColumns(List<ColumnPath> columns, IfMissing ifMissing) implements Alteration {
            public DropColumns {
                columns = List.copyOf(columns);
            }
        }

        /** {@code RENAME TO}. */
        record RenameTable(TableName to) implements Alteration {}

        /** {@code ALTER COLUMN ... TYPE}. */
        record ChangeType(ColumnPath column, Span type) implements Alteration {}

        /** {@code ALTER COLUMN ... COMMENT} and {@code COMMENT ON COLUMN}; empty removes it. */
        record CommentColumn(ColumnPath column, Optional<String> comment) implements Alteration {}

        /** {@code COMMENT ON TABLE}; empty removes it. */
        record CommentTable(Optional<String> comment) implements Alteration {}

        /** {@code ALTER COLUMN ... SET DEFAULT} and {@code DROP DEFAULT}; empty removes it. */
        record SetDefault(ColumnPath column, Optional<Span> value) implements Alteration {}

        /** {@code ALTER COLUMN ... SET NOT NULL}. */
        record SetNotNull(ColumnPath column) implements Alteration {}

        /** {@code ALTER COLUMN ... DROP NOT NULL}. */
        record DropNotNull(ColumnPath column) implements Alteration {}

        /** {@code ADD CONSTRAINT name CHECK (condition)}. */
        record AddCheck(Check check) implements Alteration {}

        /** {@code DROP CONSTRAINT name}. */
        record DropCheck(String name, IfMissing ifMissing) implements Alteration {}

        /** {@code SET TBLPROPERTIES}. */
        record SetProperties(Map<String, String> properties) implements Alteration {
            public SetProperties {
                properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
            }
        }

        /** {@code UNSET TBLPROPERTIES}. */
        record UnsetProperties(List<String> keys, IfMissing ifMissing) implements Alteration {
            public UnsetProperties {
                keys = List.copyOf(keys);
            }
        }
    }

    /** {@code RESTORE TABLE ... TO}. */
    record Restore(Span span, TargetTable target, Moment moment) implements TableStatement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.restore(this);
        }
    }

    /** A state of a table. */
    sealed interface Moment {
        /** {@code VERSION AS OF n}. */
        record Version(Span expression) implements Moment {}

        /** {@code TIMESTAMP AS OF t}. */
        record Timestamp(Span expression) implements Moment {}
    }

    /**
     * {@code DESCRIBE HISTORY}.
     *
     * @param limit how many of the last commits
     */
    record DescribeHistory(Span span, TargetTable target, Optional<Span> limit) implements TableStatement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.history(this);
        }
    }
}
