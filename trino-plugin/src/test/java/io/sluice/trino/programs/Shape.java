package io.sluice.trino.programs;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The type of a column or of a field. */
sealed interface Shape {
    /** As in CREATE TABLE. */
    String sql();

    /** A type without parts. */
    enum Atom implements Shape {
        BOOLEAN("boolean", "true", "false"),
        TINYINT("tinyint", "TINYINT '0'", "TINYINT '1'", "TINYINT '-128'", "TINYINT '127'"),
        SMALLINT("smallint", "SMALLINT '0'", "SMALLINT '1'", "SMALLINT '-4'", "SMALLINT '32767'"),
        INTEGER("integer", "0", "1", "2", "3", "5", "-1", "40", "2147483647"),
        BIGINT("bigint", "BIGINT '0'", "BIGINT '1'", "BIGINT '2'", "BIGINT '5'", "BIGINT '-4'", "9007199254740993"),
        REAL("real", "REAL '0.0'", "REAL '-0.0'", "REAL '1.5'", "REAL '-2.25'", "CAST(nan() AS real)", "REAL '1e30'"),
        DOUBLE("double", "0e0", "DOUBLE '-0.0'", "1.5e0", "-2.25e0", "1e100", "nan()", "-infinity()", "infinity()"),
        SHORT_DECIMAL("decimal(10,2)", decimals("decimal(10,2)", "0", "1.25", "-3.50", "99.99", "99999999.99")),
        LONG_DECIMAL("decimal(30,5)", decimals("decimal(30,5)", "0", "1.25", "-3.5", "1234567890123456789012.12345")),
        VARCHAR(
                "varchar",
                "'a'",
                "'b'",
                "'A'",
                "'a '",
                "'zeta'",
                "'null'",
                "'na\u00efve'",
                "'o''hara'",
                "'x y'",
                "'a/b=c%:{}'",
                "'\u6587\ud83d\ude00'",
                "'\uffee'",
                "'a text that is longer than the thirty-two characters that statistics keep'",
                "''"),
        VARBINARY("varbinary", "X''", "X'00'", "X'61FF'", "X'7F80'"),
        DATE("date", "DATE '2024-02-29'", "DATE '1969-12-31'", "DATE '2024-05-06'", "DATE '9999-12-31'"),
        TIMESTAMP(
                "timestamp(6)",
                "TIMESTAMP '2024-05-06 07:08:09.123456'",
                "TIMESTAMP '1969-12-31 23:59:59.999999'",
                "TIMESTAMP '2024-05-06 00:00:00.000000'",
                "TIMESTAMP '0001-01-01 00:00:00.000000'",
                "TIMESTAMP '9999-12-31 23:59:59.999999'"),
        INSTANT(
                "timestamp(6) with time zone",
                "TIMESTAMP '2024-05-06 07:08:09.123456 UTC'",
                "TIMESTAMP '1969-12-31 23:59:59.999999 UTC'",
                "TIMESTAMP '2024-05-06 00:00:00.000000 UTC'",
                "TIMESTAMP '2024-05-06 01:30:00.000000 +02:00'",
                "TIMESTAMP '0001-01-01 00:00:00.000000 UTC'",
                "TIMESTAMP '9999-12-31 23:59:59.999999 UTC'");

        private final String sql;
        private final ImmutableList<String> literals;

        Atom(String sql, String... literals) {
            this.sql = sql;
            this.literals = ImmutableList.copyOf(literals);
        }

        private static String[] decimals(String type, String... numbers) {
            return java.util.Arrays.stream(numbers)
                    .map(number -> "CAST('%s' AS %s)".formatted(number, type))
                    .toArray(String[]::new);
        }

        @Override
        public String sql() {
            return sql;
        }

        /** Values that are likely to meet each other and the edges of statistics. */
        List<String> literals() {
            return literals;
        }

        boolean isFloating() {
            return this == REAL || this == DOUBLE;
        }

        boolean isWhole() {
            return this == TINYINT || this == SMALLINT || this == INTEGER || this == BIGINT;
        }

        boolean isNumber() {
            return isWhole() || isFloating() || this == SHORT_DECIMAL || this == LONG_DECIMAL;
        }

        /** Whether its values are equal exactly if they are the same. */
        boolean isKey() {
            return isWhole() || this == VARCHAR || this == DATE || this == INSTANT || this == TIMESTAMP;
        }

        /** The type that a column of this one can be widened to. */
        Optional<Atom> wider() {
            return switch (this) {
                case TINYINT -> Optional.of(SMALLINT);
                case SMALLINT -> Optional.of(INTEGER);
                case INTEGER -> Optional.of(BIGINT);
                case REAL -> Optional.of(DOUBLE);
                default -> Optional.empty();
            };
        }
    }

    /** A field of a row. */
    record Part(String name, Shape shape) {}

    /** A row of named fields. */
    record Struct(List<Part> parts) implements Shape {
        public Struct {
            parts = List.copyOf(parts);
        }

        @Override
        public String sql() {
            return parts.stream()
                    .map(part -> Column.quoted(part.name()) + " " + part.shape().sql())
                    .collect(Collectors.joining(", ", "row(", ")"));
        }
    }

    /** A list. */
    record Items(Shape item) implements Shape {
        @Override
        public String sql() {
            return "array(" + item.sql() + ")";
        }
    }

    /** Values by texts. */
    record Named(Shape value) implements Shape {
        @Override
        public String sql() {
            return "map(varchar, " + value.sql() + ")";
        }
    }
}
