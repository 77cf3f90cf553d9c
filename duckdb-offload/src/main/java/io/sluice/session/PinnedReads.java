package io.sluice.session;

import io.sluice.lake.Pins;
import io.sluice.lake.Pins.Pin;
import io.sluice.table.TableName;
import java.util.Map;
import java.util.TreeMap;

/** The versions that statements have read; of each table the first one, as results may depend on it. */
final class PinnedReads {
    private final Map<TableName, Pin> first = new TreeMap<>();

    void add(Pins pins) {
        pins.tables().forEach(first::putIfAbsent);
    }

    Pins pins() {
        return new Pins(first);
    }
}
