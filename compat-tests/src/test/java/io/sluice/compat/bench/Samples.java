package io.sluice.compat.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Several measurements of one thing. Not safe for use by several threads. */
final class Samples {
    private final List<Double> values = new ArrayList<>();

    static Samples of(double... values) {
        Samples samples = new Samples();
        for (double value : values) {
            samples.add(value);
        }
        return samples;
    }

    void add(double value) {
        values.add(value);
    }

    double median() {
        List<Double> sorted = sorted();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /**
     * The median of the quotients of pairs that were measured one right after the other: what the machine does
     * meanwhile falls on both.
     */
    double pairedRatio(Samples peer) {
        Samples quotients = new Samples();
        for (int i = 0; i < values.size(); i++) {
            quotients.add(values.get(i) / peer.values.get(i));
        }
        return quotients.median();
    }

    /** The sums of what was measured in the same rounds. */
    Samples plus(Samples other) {
        Samples sums = new Samples();
        for (int i = 0; i < values.size(); i++) {
            sums.add(values.get(i) + other.values.get(i));
        }
        return sums;
    }

    /** The same in another unit. */
    Samples times(double factor) {
        Samples scaled = new Samples();
        values.forEach(value -> scaled.add(value * factor));
        return scaled;
    }

    double max() {
        return Collections.max(values);
    }

    double min() {
        return Collections.min(values);
    }

    private List<Double> sorted() {
        if (values.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        return values.stream().sorted().toList();
    }

    /** The median with the range, {@code 0.42 s (0.40-0.51, n=7)}. */
    String text(String format, String unit) {
        if (values.size() == 1) {
            return String.format(Locale.ROOT, format, median()) + " " + unit;
        }
        String pattern = format + " " + unit + " (" + format + "-" + format + ", n=%d)";
        return String.format(Locale.ROOT, pattern, median(), min(), max(), values.size());
    }
}
