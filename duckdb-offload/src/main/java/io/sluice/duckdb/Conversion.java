package io.sluice.duckdb;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How a value is made of the content of a column, and how one sees that it is the same value. Two expressions instead
 * of one, so that the value is computed once and the check costs little where it passes.
 *
 * @param value SQL of the value, over the content
 * @param check SQL that is true if the value is what the content says, over the content and the value; it may be
 *     anything but true for null content. Empty if the value always is
 */
public record Conversion(String value, Optional<String> check) {
    public Conversion {
        requireNonNull(value, "value");
        requireNonNull(check, "check");
    }

    public static Conversion always(String value) {
        return new Conversion(value, Optional.empty());
    }

    public static Conversion checked(String value, String check) {
        return new Conversion(value, Optional.of(check));
    }
}
