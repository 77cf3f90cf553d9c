package io.sluice.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The properties of a table that tell an engine how to write it. Their names are those of Delta, in the section "Table
 * Features" of its protocol; formats that say the same otherwise translate it into them.
 *
 * @param values all properties of the table
 */
public record TableProperties(Map<String, String> values) {
    /** Rows may be deleted by vectors beside the files. */
    public static final String DELETION_VECTORS = "delta.enableDeletionVectors";
    /** Whoever changes rows says which. */
    public static final String CHANGE_FEED = "delta.enableChangeDataFeed";
    /** Rows are added, and neither changed nor removed. */
    public static final String APPEND_ONLY = "delta.appendOnly";
    /** The level of transactions that ask for none. */
    public static final String ISOLATION = "delta.isolationLevel";
    /** Rows have ids, which they keep when they are changed or moved. */
    public static final String ROW_TRACKING = "delta.enableRowTracking";
    /** Where files keep the ids of rows that have been in another file before. */
    public static final String ROW_ID_COLUMN = "delta.rowTracking.materializedRowIdColumnName";
    /** Where such files keep the version that last changed a row. */
    public static final String ROW_VERSION_COLUMN = "delta.rowTracking.materializedRowCommitVersionColumnName";
    /** About how large new data files become: a number of bytes, or {@code 64mb}. */
    public static final String TARGET_FILE_SIZE = "delta.targetFileSize";
    /** How new data files are compressed. */
    public static final String COMPRESSION = "delta.parquet.compression.codec";
    /** Before the name of a constraint; the value is an SQL condition. */
    public static final String CONSTRAINT = "delta.constraints.";

    private static final String ZSTANDARD = "zstd";
    private static final String UNCOMPRESSED = "uncompressed";
    private static final Set<String> CODECS = Set.of(UNCOMPRESSED, "snappy", "gzip", ZSTANDARD, "lz4_raw");

    public TableProperties {
        values = StableMap.copyOf(values);
    }

    public static TableProperties of(TableMetadata table) {
        return new TableProperties(table.properties());
    }

    /**
     * The columns, beside those of the schema, in which files keep the row ids that their place in the file does not
     * give.
     *
     * @param rowId physical name of a column of 64-bit integers; null where the row has the id that its place gives it
     * @param rowVersion physical name of a column of 64-bit integers; null where it is the one of the file
     */
    public record RowTrackingColumns(String rowId, String rowVersion) {}

    public boolean hasDeletionVectors() {
        return isOn(DELETION_VECTORS);
    }

    /**
     * Whether a transaction that deletes, updates or replaces rows has to tell them by {@code AddChangeData}. A
     * transaction that only adds files, or only removes whole files with all their rows, tells it by those. Source:
     * Delta protocol, "Add CDC File" and "Writer Requirements for AddCDCFile".
     */
    public boolean hasChangeFeed() {
        return isOn(CHANGE_FEED);
    }

    /**
     * The size at which a file is closed and the next one begun, in bytes; the engine's own if the table asks for none.
     */
    public OptionalLong targetFileSizeBytes() {
        String size = values.get(TARGET_FILE_SIZE);
        return size == null ? OptionalLong.empty() : ByteSize.parse(size);
    }

    /**
     * The codec of new data files, as Parquet names it, in small letters: Zstandard if the table asks for none, or for
     * one that engines do not share.
     */
    public String compression() {
        String codec = values.getOrDefault(COMPRESSION, ZSTANDARD).toLowerCase(Locale.ROOT);
        if (codec.equals("none")) {
            return UNCOMPRESSED;
        }
        return CODECS.contains(codec) ? codec : ZSTANDARD;
    }

    public boolean isAppendOnly() {
        return isOn(APPEND_ONLY);
    }

    /** The name of the level, if the table asks for one. */
    public Optional<String> isolation() {
        return Optional.ofNullable(values.get(ISOLATION));
    }

    /** Present if the table tracks rows: whoever writes rows that were there before has to write these columns too. */
    public Optional<RowTrackingColumns> rowTracking() {
        String rowId = values.get(ROW_ID_COLUMN);
        String rowVersion = values.get(ROW_VERSION_COLUMN);
        return isOn(ROW_TRACKING) && rowId != null && rowVersion != null
                ? Optional.of(new RowTrackingColumns(rowId, rowVersion))
                : Optional.empty();
    }

    /**
     * The SQL conditions that are true for every row, by name. Other than in SQL, null is refused like false, as
     * delta-spark does it. Source: Delta protocol, "CHECK Constraints".
     */
    public Map<String, String> constraints() {
        Map<String, String> constraints = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(CONSTRAINT)) {
                constraints.put(name.substring(CONSTRAINT.length()), value);
            }
        });
        return constraints;
    }

    /** Names of constraints in whose condition the column's name stands, outside of texts. */
    public List<String> constraintsThatMayName(String column) {
        List<String> names = new ArrayList<>();
        constraints().forEach((name, condition) -> {
            if (SqlNames.in(condition).stream().anyMatch(column::equalsIgnoreCase)) {
                names.add(name);
            }
        });
        return names;
    }

    private boolean isOn(String name) {
        return Boolean.parseBoolean(values.get(name));
    }
}
