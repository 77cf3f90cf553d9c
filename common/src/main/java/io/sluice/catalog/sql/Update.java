package io.sluice.catalog.sql;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A statement that changes rows, with its parameters, see {@link Session}.
 *
 * @param parameters some may be null
 */
record Update(String sql, List<Object> parameters) {
    Update {
        requireNonNull(sql, "sql");
        parameters = Collections.unmodifiableList(parameters);
    }

    static Update of(String sql, Object... parameters) {
        return new Update(sql, Arrays.asList(parameters));
    }

    /** All of them as one statement text, for databases that take several at once. */
    static Update joined(List<Update> updates) {
        return new Update(
                updates.stream().map(Update::sql).collect(Collectors.joining("; ")),
                updates.stream()
                        .flatMap(update -> update.parameters().stream())
                        .collect(Collectors.toCollection(ArrayList::new)));
    }
}
