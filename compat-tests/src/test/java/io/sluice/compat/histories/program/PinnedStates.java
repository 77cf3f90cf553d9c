package io.sluice.compat.histories.program;

import io.sluice.catalog.MultiTableCommit.Position;
import io.sluice.compat.histories.model.Effect;
import io.sluice.compat.histories.model.Step;
import io.sluice.compat.histories.model.TableState;
import io.sluice.lake.Lake;
import io.sluice.scan.Snapshot;
import io.sluice.table.TableName;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The tables as one transaction sees them: pinned by its look at all of them, with its own changes on top. */
final class PinnedStates {
    private final Lake lake;
    private final RowFiles files;
    private final Supplier<Map<TableName, Position>> look;
    private final Map<String, TableState> seen = new HashMap<>();

    /** @param look the last look at all tables */
    PinnedStates(Lake lake, RowFiles files, Supplier<Map<TableName, Position>> look) {
        this.lake = lake;
        this.files = files;
        this.look = look;
    }

    /** The table as it is for the next statement. */
    TableState of(String table) {
        return seen.computeIfAbsent(table, unseen -> {
            Position position = look.get().get(LakeSteps.name(table));
            Snapshot snapshot = lake.table(LakeSteps.name(table)).snapshotAt(position.version());
            return new TableState(snapshot.metadata().schema().columns().size(), files.rows(snapshot));
        });
    }

    /** Does to the tables what a step does. */
    void apply(Step step, Effect effect) {
        TableState after = of(step.changes()).after(effect);
        seen.put(step.changes(), step instanceof Step.Widen ? after.widened() : after);
    }

    /** The version of each table that was asked for. */
    Map<String, Long> pins() {
        Map<String, Long> pins = new TreeMap<>();
        seen.keySet()
                .forEach(table -> pins.put(
                        table, look.get().get(LakeSteps.name(table)).version().number()));
        return pins;
    }
}
