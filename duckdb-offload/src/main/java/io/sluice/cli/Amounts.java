package io.sluice.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people like to read them. */
final class Amounts {
    private Amounts() {}

    /** {@code 1 file}, {@code 1,234 files}. */
    static String count(long number, String one) {
        return "%,d %s%s".formatted(number, one, number == 1 ? "" : "s");
    }

    /** {@code 512 B}, {@code 1.4 MB}; powers of 1000, as file managers and disk makers count. */
    static String bytes(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double amount = bytes;
        int unit = 0;
        while (amount >= 999.5 && unit < units.length - 1) {
            amount /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || amount >= 99.95 ? "%.0f %s" : "%.1f %s", amount, units[unit]);
    }

    /** {@code 0.84 s}, {@code 12 s}, {@code 3:05 min}. */
    static String time(Duration time) {
        double seconds = time.toNanos() / 1e9;
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.2f s", seconds);
        }
        return seconds < 99.5
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : String.format(Locale.ROOT, "%d:%02d min", time.toMinutes(), time.toSecondsPart());
    }
}
