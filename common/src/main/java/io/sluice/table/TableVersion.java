package io.sluice.table;

/** The number of a state of a table; the first is 0 and there are no gaps. */
public record TableVersion(long number) implements Comparable<TableVersion> {
    public static final TableVersion FIRST = new TableVersion(0);

    public TableVersion {
        if (number < 0) {
            throw new IllegalArgumentException("a table version is not negative: " + number);
        }
    }

    public TableVersion next() {
        return new TableVersion(number + 1);
    }

    public boolean isAfter(TableVersion other) {
        return number > other.number;
    }

    @Override
    public int compareTo(TableVersion other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
