package io.sluice.compat.bench;

import java.util.Locale;

/**
 * One line of a result table.
 *
 * @param what what was done
 * @param ours the figure of Sluice
 * @param peer the figure that it is compared with, and whose; empty if there is none
 * @param ratio ours against the peer's; empty likewise
 * @param target what is aimed at; empty if the line is only there for orientation
 * @param verdict whether the target was met
 */
record Finding(String what, String ours, String peer, String ratio, String target, Verdict verdict) {
    /** Whether a target was met. */
    enum Verdict {
        MET("met"),
        MISSED("**missed**"),
        NO_TARGET("");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        static Verdict of(boolean met) {
            return met ? MET : MISSED;
        }
    }

    /** A figure without a target. */
    static Finding of(String what, String ours) {
        return new Finding(what, ours, "", "", "", Verdict.NO_TARGET);
    }

    /** A figure beside a peer's, without a target. */
    static Finding beside(String what, String ours, String peer, double ratio) {
        return new Finding(what, ours, peer, times(ratio), "", Verdict.NO_TARGET);
    }

    /** A figure that is judged by itself. */
    static Finding judged(String what, String ours, String target, boolean met) {
        return new Finding(what, ours, "", "", target, Verdict.of(met));
    }

    /** A figure that is judged beside a peer's. */
    static Finding judged(String what, String ours, String peer, double ratio, String target, boolean met) {
        return new Finding(what, ours, peer, times(ratio), target, Verdict.of(met));
    }

    private static String times(double ratio) {
        return String.format(Locale.ROOT, ratio < 0.1 ? "%.3f ×" : "%.2f ×", ratio);
    }

    String markdown() {
        return "| %s | %s | %s | %s | %s | %s |".formatted(what, ours, peer, ratio, target, verdict.text());
    }
}
