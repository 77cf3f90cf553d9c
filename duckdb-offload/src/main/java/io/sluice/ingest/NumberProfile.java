package io.sluice.ingest;

import io.sluice.duckdb.Row;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import java.sql.SQLException;
import java.util.Optional;

/**
 * How the numbers in a column of text are written; from it follows the smallest type that holds them all exactly.
 *
 * @param values how many values there are that are not null
 * @param plain how many are digits with at most one point, without needless leading zeros
 * @param exponents how many have an exponent
 * @param longs how many are whole numbers of 64 bits
 * @param wholeDigits most digits before the point of a plain one
 * @param fractionDigits most digits after the point of a plain one
 */
record NumberProfile(long values, long plain, long exponents, long longs, int wholeDigits, int fractionDigits) {
    /** How many columns of a result one profile takes. */
    static final int WIDTH = 6;

    /** More digits after the point come from binary floating point, not from counting money or measuring. */
    private static final int MAX_SCALE = 12;

    /** A double holds any number of that many digits. */
    private static final int DOUBLE_DIGITS = 17;

    private static final int SMALL_PRECISION = 18;

    /** Later values, in later files too, may well have two digits where the first have one. */
    private static final int MIN_SCALE = 2;

    /** SQL of the aggregates that {@link #read} reads, over the text of a column. */
    static String aggregates(String text) {
        String plain =
                "regexp_full_match(trim(%s), '[+-]?(?:(?:0|[1-9][0-9]*)(?:[.][0-9]*)?|[.][0-9]+)')".formatted(text);
        String exponent = "regexp_full_match(trim(%s), '[+-]?[0-9]+(?:[.][0-9]*)?[eE][+-]?[0-9]{1,3}')".formatted(text);
        String fraction = "CASE WHEN contains(%1$s, '.') THEN strlen(trim(%1$s)) - strpos(trim(%1$s), '.') ELSE 0 END"
                .formatted(text);
        return ("count(%1$s), count(*) FILTER (%2$s), count(*) FILTER (%3$s),"
                        + " count(*) FILTER (%2$s AND NOT contains(%1$s, '.') AND TRY_CAST(%1$s AS BIGINT) IS NOT NULL),"
                        + " coalesce(max(strlen(ltrim(split_part(trim(%1$s), '.', 1), '+-0'))) FILTER (%2$s), 0),"
                        + " coalesce(max(%4$s) FILTER (%2$s), 0)")
                .formatted(text, plain, exponent, fraction);
    }

    /** Reads the profile whose aggregates begin at a column of a result. */
    static NumberProfile read(Row row, int first) throws SQLException {
        return new NumberProfile(
                row.number(first),
                row.number(first + 1),
                row.number(first + 2),
                row.number(first + 3),
                (int) row.number(first + 4),
                (int) row.number(first + 5));
    }

    /** The profile of the values of both. */
    NumberProfile and(NumberProfile other) {
        return new NumberProfile(
                values + other.values,
                plain + other.plain,
                exponents + other.exponents,
                longs + other.longs,
                Math.max(wholeDigits, other.wholeDigits),
                Math.max(fractionDigits, other.fractionDigits));
    }

    /** The profile of the numbers among the values. */
    NumberProfile numbersOnly() {
        return new NumberProfile(plain + exponents, plain, exponents, longs, wholeDigits, fractionDigits);
    }

    /** The type that holds every value exactly; empty if they are not all numbers, or there are none. */
    Optional<DataType> type() {
        if (values == 0 || plain + exponents < values) {
            return Optional.empty();
        }
        if (longs == values) {
            return Optional.of(Primitive.LONG);
        }
        int scale = fractionDigits == 0 ? 0 : Math.max(MIN_SCALE, fractionDigits);
        int digits = Math.max(1, wholeDigits + scale);
        if (exponents == 0 && digits <= Decimal.MAX_PRECISION && scale <= MAX_SCALE) {
            boolean small = scale > 0 && digits <= SMALL_PRECISION;
            return Optional.of(new Decimal(small ? SMALL_PRECISION : Decimal.MAX_PRECISION, scale));
        }
        return Optional.of(digits <= DOUBLE_DIGITS || exponents > 0 ? Primitive.DOUBLE : Primitive.STRING);
    }
}
