package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.table.DataFile;
import io.sluice.table.RowPositions;
import io.sluice.table.StableMap;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.table.TableVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One change of a table, as a value. */
public sealed interface TableChange {
    /** What the change does, as the conflict rules see it. */
    Set<ChangeKind> kinds();

    /** Whether the change promises something of every row, which its writer has seen in the version that it read. */
    default boolean vouchesForRows() {
        return false;
    }

    /** Adds files that the caller has already written. */
    record AppendFiles(List<DataFile> files) implements TableChange {
        public AppendFiles {
            files = List.copyOf(files);
        }

        @Override
        public Set<ChangeKind> kinds() {
            return Set.of(ChangeKind.APPEND);
        }
    }

    /**
     * Takes away whole files with all rows that they have.
     *
     * @param paths as {@code DataFile.path} has them
     */
    record RemoveFiles(List<String> paths) implements TableChange {
        public RemoveFiles {
            paths = List.copyOf(paths);
        }

        @Override
        public Set<ChangeKind> kinds() {
            return Set.of(ChangeKind.ROWS);
        }
    }

    /**
     * Takes away rows out of files that stay.
     *
     * @param rows by {@code DataFile.path}: rows that are there in the state that was read, or in a file that the same
     *     transaction adds by an earlier change
     */
    record DeleteRows(Map<String, RowPositions> rows) implements TableChange {
        public DeleteRows {
            rows = StableMap.copyOf(rows);
        }

        @Override
        public Set<ChangeKind> kinds() {
            return Set.of(ChangeKind.ROWS);
        }
    }

    /**
     * Puts the same rows into other files, as compaction does.
     *
     * @param paths of the files that go, as {@code DataFile.path} has them
     */
    record ReplaceFiles(List<String> paths, List<DataFile> replacements) implements TableChange {
        public ReplaceFiles {
            paths = List.copyOf(paths);
            replacements = List.copyOf(replacements);
        }

        @Override
        public Set<ChangeKind> kinds() {
            return Set.of(ChangeKind.REPLACEMENT);
        }
    }

    /**
     * Adds files that tell row by row what the other changes of the transaction change. They hold no rows of the table.
     */
    record AddChangeData(List<DataFile> files) implements TableChange {
        public AddChangeData {
            files = List.copyOf(files);
        }

        @Override
        public Set<ChangeKind> kinds() {
            return Set.of();
        }
    }

    /** Puts the columns, properties, comment and files of an earlier version in the place of those that are there. */
    record Restore(TableVersion version) implements TableChange {
        public Restore {
            requireNonNull(version, "version");
        }

        @Override
        public Set<ChangeKind> kinds() {
            return Set.of(ChangeKind.ROWS, ChangeKind.SCHEMA, ChangeKind.PROPERTIES);
        }
    }

    /**
     * Makes the table anew: takes all files away and gives it other columns, partitioning, properties and comment.
     * Files that later changes of the same transaction add are its first.
     */
    record Redefine(TableMetadata metadata) implements TableChange {
        public Redefine {
            requireNonNull(metadata, "metadata");
        }

        @Override
        public Set<ChangeKind> kinds() {
            return Set.of(ChangeKind.ROWS, ChangeKind.SCHEMA, ChangeKind.PROPERTIES);
        }
    }

    /** Sets the table's comment; empty removes it. */
    record SetComment(Optional<String> comment) implements TableChange {
        public SetComment {
            requireNonNull(comment, "comment");
        }

        @Override
        public Set<ChangeKind> kinds() {
            return Set.of(ChangeKind.PROPERTIES);
        }
    }

    /** Edits the schema, in order. */
    record AlterSchema(List<SchemaEdit> edits) implements TableChange {
        public AlterSchema {
            edits = List.copyOf(edits);
        }

        @Override
        public Set<ChangeKind> kinds() {
            return Set.of(ChangeKind.SCHEMA);
        }

        @Override
        public boolean vouchesForRows() {
            return edits.stream().anyMatch(SchemaEdit::vouchesForRows);
        }
    }

    /** Sets and removes table properties. */
    record SetProperties(Map<String, String> set, Set<String> removed) implements TableChange {
        public SetProperties {
            set = Map.copyOf(new LinkedHashMap<>(set));
            removed = Set.copyOf(removed);
        }

        @Override
        public Set<ChangeKind> kinds() {
            return Set.of(ChangeKind.PROPERTIES);
        }

        @Override
        public boolean vouchesForRows() {
            return set.keySet().stream().anyMatch(name -> name.startsWith(TableProperties.CONSTRAINT));
        }
    }

    /**
     * Says that rows of files that the same transaction adds have the values that their columns make: those of
     * generated columns equal the column's expression, and numbers of identity columns are given once. Without it no
     * rows are added to a table with such columns.
     *
     * @param columns whose values were made
     * @param numbersGiven by identity column, the number furthest from its start that was given to a new row here; none
     *     for columns that have given none
     */
    record MakeValues(Set<String> columns, Map<String, Long> numbersGiven) implements TableChange {
        public MakeValues {
            columns = Set.copyOf(columns);
            numbersGiven = StableMap.copyOf(numbersGiven);
        }

        /** Whoever gives numbers leaves them behind in the schema, and nobody else may have done so meanwhile. */
        @Override
        public Set<ChangeKind> kinds() {
            return numbersGiven.isEmpty() ? Set.of() : Set.of(ChangeKind.SCHEMA);
        }
    }

    /** Notes that these source files are in the table. */
    record MarkIngested(List<SourceFile> sources) implements TableChange {
        public MarkIngested {
            sources = List.copyOf(sources);
        }

        @Override
        public Set<ChangeKind> kinds() {
            return Set.of(ChangeKind.SOURCES);
        }
    }

    /**
     * Moves the transaction id of an application forward. Source: Delta protocol, section "Transaction Identifiers".
     */
    record AdvanceWriter(String applicationId, long version) implements TableChange {
        public AdvanceWriter {
            requireNonNull(applicationId, "applicationId");
        }

        @Override
        public Set<ChangeKind> kinds() {
            return Set.of(ChangeKind.WRITER_PROGRESS);
        }
    }
}
