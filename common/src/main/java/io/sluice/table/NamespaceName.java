package io.sluice.table;

/** The name of a namespace. Names are compared without regard to case and kept in lower case. */
public record NamespaceName(String value) implements Comparable<NamespaceName> {
    /** The namespace of a table that is named without one. */
    public static final NamespaceName DEFAULT = new NamespaceName("default");

    public NamespaceName {
        value = Names.checked("namespace", value);
    }

    @Override
    public int compareTo(NamespaceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
