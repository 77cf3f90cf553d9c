package io.sluice.compat.judge;

import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowSink;
import io.sluice.format.FormatTable;
import io.sluice.format.HistoryEntry;
import io.sluice.lake.Lake;
import io.sluice.query.LakeSql;
import io.sluice.scan.Snapshot;
import io.sluice.table.DataType;
import io.sluice.table.Field;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Sluice itself: the state that a snapshot describes, and the rows that its SQL gives. */
public final class SluiceReader implements TableReader {
    private final Lake lake;
    private final FormatTable table;

    public SluiceReader(Lake lake, TableName name) {
        this.lake = lake;
        this.table = lake.table(name);
    }

    @Override
    public State latest() {
        return state(table.snapshot(), "");
    }

    @Override
    public State at(long version) {
        return state(table.snapshotAt(new TableVersion(version)), " AT (VERSION => %d)".formatted(version));
    }

    @Override
    public State asOf(Instant instant) {
        return state(table.snapshotAsOf(instant), " AT (TIMESTAMP => TIMESTAMPTZ '%s')".formatted(instant));
    }

    @Override
    public Map<String, String> properties() {
        return new TreeMap<>(table.snapshot().metadata().properties());
    }

    @Override
    public OptionalLong writerVersion(String applicationId) {
        throw new UnsupportedOperationException("Sluice asks nobody how far an application has come");
    }

    @Override
    public List<HistoryLine> history() {
        return table.history(Integer.MAX_VALUE).stream()
                .map(SluiceReader::historyLine)
                .toList();
    }

    private static HistoryLine historyLine(HistoryEntry entry) {
        return new HistoryLine(
                entry.version().number(),
                entry.committedAt(),
                entry.operation().name(),
                entry.operation().engine(),
                entry.operation().metrics());
    }

    private State state(Snapshot snapshot, String travel) {
        List<Field> columns = snapshot.metadata().schema().columns();
        return new State(
                snapshot.version().number(),
                columns.stream().map(SluiceReader::field).toList(),
                snapshot.metadata().partitionColumns(),
                rows(columns, "SELECT * FROM " + table.table().name() + travel));
    }

    /** The rows of the last state that a condition accepts. */
    public List<String> rowsWhere(String condition) {
        List<Field> columns = table.snapshot().metadata().schema().columns();
        return rows(columns, "SELECT * FROM %s WHERE %s".formatted(table.table().name(), condition));
    }

    private List<String> rows(List<Field> columns, String query) {
        Rows rows = new Rows(columns, new ArrayList<>());
        try (LakeSql sql = new LakeSql(lake::find, DuckDbSettings.DEFAULT, new Cancellation())) {
            sql.run(query, rows);
        }
        Collections.sort(rows.texts());
        return rows.texts();
    }

    private record Rows(List<Field> columns, List<String> texts) implements RowSink {
        @Override
        public void begin(List<ResultColumn> names) {
            if (names.size() != columns.size()) {
                throw new IllegalStateException("asked for %s, got %s".formatted(columns, names));
            }
        }

        @Override
        public void row(List<Object> values) {
            texts.add(Canonical.row(SqlValues.row(columns, values)));
        }

        @Override
        public void end() {}
    }

    private static String field(Field field) {
        return Columns.field(field.name(), type(field.type()), field.nullable(), field.comment());
    }

    private static String type(DataType type) {
        if (type instanceof DataType.Struct struct) {
            return struct.fields().stream().map(SluiceReader::field).collect(Columns.struct());
        }
        if (type instanceof DataType.Array array) {
            return Columns.array(type(array.element()), array.containsNull());
        }
        if (type instanceof DataType.Mapping map) {
            return Columns.map(type(map.key()), type(map.value()), map.valueContainsNull());
        }
        return type.text();
    }
}
