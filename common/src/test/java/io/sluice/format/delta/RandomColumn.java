package io.sluice.format.delta;

import io.sluice.table.DataType;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Random;

/** A column of any type that can be compared, and values of it: few different ones, and the strange ones among them. */
record RandomColumn(Field field) {
    private static final String[] LETTERS = {"a", "b", "Z", "é", "数", "\uFFFD", "\uD83D\uDE00", " ", "%", "\""};
    private static final double[] NUMBERS = {
        0.0, -0.0, 1.5, -1.5, 0.1, 1e300, -1e-300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
    };

    static RandomColumn of(String name, Random random) {
        DataType[] types = {
            Primitive.BOOLEAN,
            Primitive.BYTE,
            Primitive.INTEGER,
            Primitive.LONG,
            Primitive.FLOAT,
            Primitive.DOUBLE,
            Primitive.STRING,
            Primitive.STRING,
            Primitive.DATE,
            Primitive.TIMESTAMP,
            Primitive.TIMESTAMP_NTZ,
            new Decimal(20, 4)
        };
        return new RandomColumn(Field.optional(name, types[random.nextInt(types.length)]));
    }

    boolean isText() {
        return field.type() == Primitive.STRING;
    }

    /** As {@code io.sluice.table.Values} says. */
    Comparable<?> value(Random random) {
        if (field.type() instanceof Decimal) {
            return new BigDecimal(BigInteger.valueOf(random.nextInt(30) - 15), random.nextInt(5)).stripTrailingZeros();
        }
        return switch ((Primitive) field.type()) {
            case BOOLEAN -> random.nextBoolean();
            case BYTE, SHORT, INTEGER, LONG -> (long) random.nextInt(12) - 6;
            case FLOAT -> (double) (float) number(random);
            case DOUBLE -> number(random);
            case STRING -> text(random);
            case DATE -> (long) random.nextInt(40) - 20;
            // Microseconds that a bound in milliseconds cuts off.
            case TIMESTAMP, TIMESTAMP_NTZ -> random.nextInt(10) * 700L - 3000L;
            case BINARY -> throw new IllegalStateException("not compared");
        };
    }

    Comparable<?> literal(Random random) {
        // A double that is close to a float, but none.
        return field.type() == Primitive.FLOAT && random.nextInt(3) == 0 ? (Comparable<?>) 0.1 : value(random);
    }

    String prefix(Random random) {
        return text(random)
                .codePoints()
                .limit(1 + random.nextInt(3))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static double number(Random random) {
        return random.nextInt(3) == 0 ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextInt(20) / 10.0 - 1;
    }

    /** Never empty, as an empty partition value is null; some beyond the length that statistics keep. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "a common prefix of thirty chars!" : "");
        int letters = 1 + random.nextInt(4);
        for (int i = 0; i < letters; i++) {
            text.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return text.toString();
    }

    /** The form of the Delta protocol, section "Partition Value Serialization". */
    String text(Comparable<?> value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (field.type() == Primitive.FLOAT) {
            return Float.toString(((Double) value).floatValue());
        }
        if (field.type() == Primitive.DATE) {
            return LocalDate.ofEpochDay((Long) value).toString();
        }
        if (field.type() == Primitive.TIMESTAMP) {
            return instant((Long) value).toString();
        }
        if (field.type() == Primitive.TIMESTAMP_NTZ) {
            return LocalDateTime.ofInstant(instant((Long) value), ZoneOffset.UTC)
                    .toString()
                    .replace('T', ' ');
        }
        return value.toString();
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1000L);
    }
}
