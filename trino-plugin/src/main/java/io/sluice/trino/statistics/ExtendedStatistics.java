package io.sluice.trino.statistics;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a table's columns.
 *
 * @param newestFile files that were written later are not in it, unless a statement has added its own rows
 * @param columns by physical name
 * @param chosen physical names of the columns that it is about; empty if it is about all whose types allow it
 */
record ExtendedStatistics(Instant newestFile, Map<String, ColumnSummary> columns, Optional<Set<String>> chosen) {
    ExtendedStatistics {
        requireNonNull(newestFile, "newestFile");
        columns = Map.copyOf(columns);
        chosen = chosen.map(Set::copyOf);
    }

    /** Whether rows that are added have their part in it for that column. */
    boolean isAbout(String physicalName) {
        return chosen.isEmpty() || chosen.get().contains(physicalName);
    }

    /** With rows that are not in it yet. */
    ExtendedStatistics withRows(ExtendedStatistics added) {
        Map<String, ColumnSummary> united = new LinkedHashMap<>(columns);
        added.columns.forEach((name, summary) -> united.merge(name, summary, ColumnSummary::and));
        Instant latest = newestFile.isAfter(added.newestFile) ? newestFile : added.newestFile;
        return new ExtendedStatistics(latest, united, chosen);
    }

    /** With other summaries of some columns in the place of those that were there; the others are as old as before. */
    ExtendedStatistics withColumns(ExtendedStatistics anew) {
        Map<String, ColumnSummary> all = new LinkedHashMap<>(columns);
        all.putAll(anew.columns);
        Optional<Set<String>> about = chosen.map(names -> {
            Set<String> both = new LinkedHashSet<>(names);
            both.addAll(anew.columns.keySet());
            return both;
        });
        return new ExtendedStatistics(newestFile, all, about);
    }
}
