package io.sluice.trino.handle;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * Versions of a table whose changes are read, both ends included.
 *
 * @param from beyond {@code to} if there are none
 */
public record VersionRange(long from, long to) {
    @JsonIgnore
    public boolean isEmpty() {
        return from > to;
    }
}
