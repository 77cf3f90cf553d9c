package io.sluice.compat.differential;

import java.util.List;
import java.util.Optional;

/** The column types that programs use, with values that are likely to meet each other and the edges of statistics. */
enum ColumnType {
    BIGINT("BIGINT", "0", "1", "2", "3", "5", "7", "-4", "9007199254740993"),
    INTEGER("INTEGER", "0", "1", "2", "3", "5", "8", "-1", "40", "1000000"),
    DOUBLE("DOUBLE", "0.0", "1.5", "-2.25", "3.0", "7.5", "1e100", "'NaN'::DOUBLE", "'-Infinity'::DOUBLE"),
    WIDE_DECIMAL("DECIMAL(18,2)", "0.00", "1.25", "-3.50", "99.99", "7.00", "123456789.25"),
    DECIMAL("DECIMAL(10,2)", "0.00", "1.25", "-3.50", "99.99", "7.00", "1234.05"),
    VARCHAR(
            "VARCHAR",
            "'a'",
            "'b'",
            "'A'",
            "'zeta'",
            "'na\u00efve'",
            "'o''hara'",
            "'x y'",
            "'a/b=c%'",
            "'\u6587\u5b57'",
            "'a text that is longer than the thirty-two characters that statistics keep'"),
    BOOLEAN("BOOLEAN", "true", "false"),
    TIMESTAMP(
            "TIMESTAMP",
            "TIMESTAMP '2024-05-06 07:08:09.123456'",
            "TIMESTAMP '1969-12-31 23:59:59.999999'",
            "TIMESTAMP '2024-05-06 00:00:00'",
            "TIMESTAMP '2031-01-01 12:00:00.5'"),
    DATE("DATE", "DATE '2024-02-29'", "DATE '1969-12-31'", "DATE '2024-05-06'", "DATE '2100-01-01'");

    private final String sql;

    @SuppressWarnings("ImmutableEnumChecker") // The list is a copy that cannot be changed.
    private final List<String> literals;

    ColumnType(String sql, String... literals) {
        this.sql = sql;
        this.literals = List.of(literals);
    }

    String sql() {
        return sql;
    }

    List<String> literals() {
        return literals;
    }

    /** A value whose type nobody has to guess. */
    String typed(String expression) {
        return "CAST(" + expression + " AS " + sql + ")";
    }

    /** The type that a column of this one can be widened to. */
    Optional<ColumnType> wider() {
        return switch (this) {
            case INTEGER -> Optional.of(BIGINT);
            case DECIMAL -> Optional.of(WIDE_DECIMAL);
            case BIGINT, DOUBLE, WIDE_DECIMAL, VARCHAR, BOOLEAN, TIMESTAMP, DATE -> Optional.empty();
        };
    }

    /** Types whose texts as partition values are not in doubt. */
    boolean mayPartition() {
        return this != DOUBLE;
    }
}
