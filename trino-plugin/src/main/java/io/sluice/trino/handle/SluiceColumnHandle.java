package io.sluice.trino.handle;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.type.Type;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A column of a table, a field within one, or something that is known of each row beside its columns.
 *
 * @param name of the column, as the table's schema spells it
 * @param fields that lead from the column to the part that is meant, as the schema spells them; empty for the column
 * @param type of the part that is meant
 * @param stored how the column is named in files; if a part of it is meant,
 *     {@link StoredField#of(io.sluice.table.Field, List) with the parts that lead there alone}. See {@link RowIdColumn}
 *     for those
 */
public record SluiceColumnHandle(Role role, String name, List<String> fields, Type type, StoredField stored)
        implements ColumnHandle {
    /** What a column holds. */
    public enum Role {
        /** A column of the table that files hold. */
        STORED,
        /** A column of the table of which all rows of a file have the same value. */
        PARTITION,
        /** {@code $path}: the file's location. */
        PATH,
        /** {@code $file_size}: the file's length in bytes. */
        FILE_SIZE,
        /** {@code $file_modified_time}: when the file was written. */
        FILE_MODIFIED_TIME,
        /** What a statement that changes rows names them by. */
        ROW_ID,
        /** A column of an {@link Answer}, whose number is the id of the stored field. */
        ANSWER,
        /** {@code _change_type}, in a scan of changes: what has become of the row. */
        CHANGE_TYPE,
        /** {@code _commit_version}, in a scan of changes. */
        COMMIT_VERSION,
        /** {@code _commit_timestamp}, in a scan of changes. */
        COMMIT_TIMESTAMP
    }

    public SluiceColumnHandle {
        requireNonNull(role, "role");
        requireNonNull(name, "name");
        fields = List.copyOf(fields);
        requireNonNull(type, "type");
        requireNonNull(stored, "stored");
    }

    /** The path of names, joined by dots, as predicates and statistics have it. */
    @JsonIgnore
    public String dottedName() {
        return Stream.concat(Stream.of(name), fields.stream()).collect(Collectors.joining("."));
    }

    /** Whether all rows of a file have the same value, which the table's state tells. */
    @JsonIgnore
    public boolean isOfFile() {
        return switch (role) {
            case PARTITION, PATH, FILE_SIZE, FILE_MODIFIED_TIME -> true;
            case STORED, ROW_ID, ANSWER, CHANGE_TYPE, COMMIT_VERSION, COMMIT_TIMESTAMP -> false;
        };
    }

    /** Whether the handle stands for a whole column of the table. */
    @JsonIgnore
    public boolean isWholeColumn() {
        return (role == Role.STORED || role == Role.PARTITION) && fields.isEmpty();
    }

    /** The same column, as one that files hold. */
    public SluiceColumnHandle asStored() {
        return new SluiceColumnHandle(Role.STORED, name, fields, type, stored);
    }

    /** As plans show it. */
    @Override
    public String toString() {
        return dottedName() + ":" + type.getDisplayName();
    }
}
