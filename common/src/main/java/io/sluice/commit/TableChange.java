package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.table.DataFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One change of a table, as a value. */
public sealed interface TableChange {
    ChangeKind kind();

    /** Adds files that the caller has already written. */
    record AppendFiles(List<DataFile> files) implements TableChange {
        public AppendFiles {
            files = List.copyOf(files);
        }

        @Override
        public ChangeKind kind() {
            return ChangeKind.APPEND;
        }
    }

    /** Edits the schema, in order. */
    record AlterSchema(List<SchemaEdit> edits) implements TableChange {
        public AlterSchema {
            edits = List.copyOf(edits);
        }

        @Override
        public ChangeKind kind() {
            return ChangeKind.SCHEMA;
        }
    }

    /** Sets and removes table properties. */
    record SetProperties(Map<String, String> set, Set<String> removed) implements TableChange {
        public SetProperties {
            set = Map.copyOf(new LinkedHashMap<>(set));
            removed = Set.copyOf(removed);
        }

        @Override
        public ChangeKind kind() {
            return ChangeKind.PROPERTIES;
        }
    }

    /** Notes that these source files are in the table. */
    record MarkIngested(List<SourceFile> sources) implements TableChange {
        public MarkIngested {
            sources = List.copyOf(sources);
        }

        @Override
        public ChangeKind kind() {
            return ChangeKind.SOURCES;
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
        public ChangeKind kind() {
            return ChangeKind.WRITER_PROGRESS;
        }
    }
}
