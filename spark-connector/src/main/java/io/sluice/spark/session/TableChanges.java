package io.sluice.spark.session;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.table.StableMap;
import java.util.List;
import java.util.Map;

/**
 * What one statement does to a table.
 *
 * @param operation signed with {@link EngineName#TEXT}
 * @param options of the write, as the user gave them: {@code isolationLevel} is heeded
 */
public record TableChanges(Operation operation, List<TableChange> changes, Map<String, String> options) {
    public TableChanges {
        requireNonNull(operation, "operation");
        changes = List.copyOf(changes);
        options = StableMap.copyOf(options);
    }
}
