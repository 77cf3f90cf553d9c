package io.sluice.compat.histories.model;

import java.util.Comparator;

/**
 * A row of a table.
 *
 * @param stamp the transaction and step that wrote this value; without blanks, commas and colons
 */
public record Row(long key, long value, String stamp) implements Comparable<Row> {
    private static final Comparator<Row> ORDER =
            Comparator.comparingLong(Row::key).thenComparingLong(Row::value).thenComparing(Row::stamp);

    @Override
    public int compareTo(Row other) {
        return ORDER.compare(this, other);
    }

    /** {@code key:value:stamp}. */
    @Override
    public String toString() {
        return key + ":" + value + ":" + stamp;
    }

    public static Row parse(String text) {
        String[] parts = text.split(":", 3);
        return new Row(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
    }
}
