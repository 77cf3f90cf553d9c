package io.sluice.compat.differential;

/** A column of a table of a program. */
record Column(String name, ColumnType type, boolean required) {
    Column renamed(String newName) {
        return new Column(newName, type, required);
    }

    Column widened() {
        return new Column(name, type.wider().orElseThrow(), required);
    }

    Column optional() {
        return new Column(name, type, false);
    }

    /** As in CREATE TABLE. */
    String definition() {
        return name + " " + type.sql() + (required ? " NOT NULL" : "");
    }
}
