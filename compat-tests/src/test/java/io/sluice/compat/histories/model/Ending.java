package io.sluice.compat.histories.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a writer was told of a transaction.
 *
 * @param versions by table, if it was committed; empty if it has changed nothing
 * @param text the reason, where there is one
 */
public record Ending(Kind kind, Map<String, Long> versions, String text) {
    /** The ways to end. */
    public enum Kind {
        /** It is there, as these versions. */
        COMMITTED,
        /** It is not there, and never will be. */
        REJECTED,
        /** Nobody was told: the writer was killed, or no reply came. */
        UNKNOWN
    }

    public static final Ending UNKNOWN = new Ending(Kind.UNKNOWN, Map.of(), "");

    public Ending {
        requireNonNull(kind, "kind");
        requireNonNull(text, "text");
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    }

    public static Ending committed(Map<String, Long> versions) {
        return new Ending(Kind.COMMITTED, versions, "");
    }

    public static Ending rejected(String why) {
        return new Ending(Kind.REJECTED, Map.of(), why);
    }
}
