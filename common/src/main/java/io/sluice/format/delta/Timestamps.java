package io.sluice.format.delta;

import io.sluice.table.DataType.Primitive;
import io.sluice.table.Values;
import java.time.LocalDate;

/** Microseconds since the epoch, and the ISO text that statistics have for them. */
final class Timestamps {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int TEXT_LENGTH = "2024-01-31T12:34:56.123456".length();

    private Timestamps() {}

    /** For example {@code 2024-01-31T12:34:56.123456Z}; null beyond the years 1 to 9999. */
    static String text(long micros, String offset) {
        long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY));
        if (day.getYear() < 1 || day.getYear() > 9999) {
            return null;
        }
        int second = (int) Math.floorMod(seconds, SECONDS_PER_DAY);
        StringBuilder text = new StringBuilder(TEXT_LENGTH + offset.length());
        digits(text, day.getYear(), 4).append('-');
        digits(text, day.getMonthValue(), 2).append('-');
        digits(text, day.getDayOfMonth(), 2).append('T');
        digits(text, second / 3600, 2).append(':');
        digits(text, second / 60 % 60, 2).append(':');
        digits(text, second % 60, 2).append('.');
        digits(text, (int) Math.floorMod(micros, MICROS_PER_SECOND), 6);
        return text.append(offset).toString();
    }

    private static StringBuilder digits(StringBuilder text, int number, int count) {
        int divisor = 1;
        for (int i = 1; i < count; i++) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            text.append((char) ('0' + number / divisor % 10));
        }
        return text;
    }

    /** Microseconds of an ISO text, UTC unless it has an offset; null if it is none. */
    static Long micros(String text) {
        return isOwnForm(text)
                ? ownForm(text)
                : (Long) Values.parse(Primitive.TIMESTAMP, text).orElse(null);
    }

    /** Whether the text has more than three digits after the seconds. */
    static boolean showsMicros(String text) {
        int point = text.indexOf('.');
        int digits = 0;
        while (point >= 0 && point + 1 + digits < text.length() && Character.isDigit(text.charAt(point + 1 + digits))) {
            digits++;
        }
        return digits > 3;
    }

    /** The form that {@link #text} writes is read without a general parser: there are many of it. */
    private static boolean isOwnForm(String text) {
        boolean fits =
                text.length() == TEXT_LENGTH || (text.length() == TEXT_LENGTH + 1 && text.charAt(TEXT_LENGTH) == 'Z');
        if (!fits) {
            return false;
        }
        for (int i = 0; i < TEXT_LENGTH; i++) {
            char expected = "0000-00-00T00:00:00.000000".charAt(i);
            char c = text.charAt(i);
            if (expected == '0' ? c < '0' || c > '9' : c != expected) {
                return false;
            }
        }
        return number(text, 5, 7) >= 1
                && number(text, 5, 7) <= 12
                && number(text, 8, 10) >= 1
                && number(text, 8, 10) <= 28
                && number(text, 11, 13) < 24
                && number(text, 14, 16) < 60
                && number(text, 17, 19) < 60;
    }

    private static long ownForm(String text) {
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        long second = number(text, 11, 13) * 3600L + number(text, 14, 16) * 60L + number(text, 17, 19);
        return (day * SECONDS_PER_DAY + second) * MICROS_PER_SECOND + number(text, 20, 26);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
