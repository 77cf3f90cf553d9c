package io.sluice.compat.histories.model;

/**
 * Keys next to one another.
 *
 * @param to not included
 */
public record KeyRange(long from, long to) {
    public static final KeyRange ALL = new KeyRange(Long.MIN_VALUE, Long.MAX_VALUE);

    public boolean contains(long key) {
        return from <= key && key < to;
    }
}
