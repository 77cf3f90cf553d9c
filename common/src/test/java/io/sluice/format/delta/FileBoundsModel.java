package io.sluice.format.delta;

import io.sluice.table.ColumnStatistics;
import io.sluice.table.FileStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** True statistics of a file, as a careful engine counts them: no bound that a NaN would break. */
final class FileBoundsModel {
    private final long rowCount;
    private final Map<String, ColumnStatistics> columns = new LinkedHashMap<>();

    FileBoundsModel(long rowCount) {
        this.rowCount = rowCount;
    }

    void add(RandomColumn column, List<Comparable<?>> values) {
        List<Comparable<?>> present = values.stream().filter(Objects::nonNull).toList();
        boolean hasNaN = present.stream().anyMatch(value -> value instanceof Double number && number.isNaN());
        Optional<Comparable<?>> min = Optional.empty();
        Optional<Comparable<?>> max = Optional.empty();
        if (!present.isEmpty() && !hasNaN) {
            min = Optional.of(present.stream().min(SqlTruth::compare).orElseThrow());
            max = Optional.of(present.stream().max(SqlTruth::compare).orElseThrow());
        }
        columns.put(
                column.field().name(),
                new ColumnStatistics(min, max, Optional.of((long) values.size() - present.size())));
    }

    FileStatistics statistics() {
        return new FileStatistics(rowCount, columns);
    }
}
