package io.sluice.spark.session;

import io.sluice.lake.Pins;
import io.sluice.lake.Pins.Pin;
import io.sluice.table.TableName;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The versions that a statement depends on. */
final class StatementPins {
    private StatementPins() {}

    /** What was read, and the target: its columns were seen at least. */
    static Map<TableName, TableRead> with(PinnedTable target, Map<TableName, TableRead> reads) {
        Map<TableName, TableRead> all = new TreeMap<>(reads);
        all.merge(target.name(), target.seen(), TableRead::and);
        return all;
    }

    static Pins of(Map<TableName, TableRead> reads) {
        Map<TableName, Pin> pins = new TreeMap<>();
        reads.forEach((name, read) -> pins.put(name, new Pin(read.version(), Optional.of(read.table()))));
        return new Pins(pins);
    }
}
