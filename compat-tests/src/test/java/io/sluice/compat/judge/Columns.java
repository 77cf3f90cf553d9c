package io.sluice.compat.judge;

import java.util.Optional;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * The text form in which readers' schemas are compared: {@code id long not null}, {@code tags array<string>}, {@code at
 * struct<x double, y double not null> -- a comment}. Types have the names of the Delta protocol.
 */
final class Columns {
    private Columns() {}

    static String field(String name, String type, boolean nullable, Optional<String> comment) {
        return name + " " + element(type, nullable)
                + comment.map(text -> " -- " + text).orElse("");
    }

    static Collector<CharSequence, ?, String> struct() {
        return Collectors.joining(", ", "struct<", ">");
    }

    static String array(String element, boolean containsNull) {
        return "array<" + element(element, containsNull) + ">";
    }

    static String map(String key, String value, boolean valueContainsNull) {
        return "map<" + key + ", " + element(value, valueContainsNull) + ">";
    }

    private static String element(String type, boolean nullable) {
        return nullable ? type : type + " not null";
    }
}
