package io.sluice.trino.programs;

/** A column of a table of a program. */
record Column(String name, Shape shape, boolean required) {
    Column renamed(String newName) {
        return new Column(newName, shape, required);
    }

    Column withShape(Shape newShape) {
        return new Column(name, newShape, required);
    }

    Column optional() {
        return new Column(name, shape, false);
    }

    /** As statements name it. */
    String quoted() {
        return quoted(name);
    }

    static String quoted(String name) {
        return "\"" + name + "\"";
    }

    /** As in CREATE TABLE. */
    String definition() {
        return quoted() + " " + shape.sql() + (required ? " NOT NULL" : "");
    }

    /** The expression as this column: of its type, and instants in UTC, as tables keep them. */
    String as(String expression) {
        return Values.stored(expression, shape) + " AS " + quoted();
    }
}
