package io.sluice.write;

/**
 * What a statement has done to the rows of its target.
 *
 * @param updated rows that have got other values, or the same ones again
 */
public record Written(long inserted, long updated, long deleted) {
    static final Written NOTHING = new Written(0, 0, 0);
}
