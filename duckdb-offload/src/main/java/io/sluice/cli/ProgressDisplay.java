package io.sluice.cli;

import io.sluice.ingest.ProgressListener;
import java.io.PrintStream;
import java.time.Duration;

/** Shows how far an ingest is: a bar on a terminal, a line from time to time elsewhere, nothing when quiet. */
final class ProgressDisplay implements ProgressListener, AutoCloseable {
    private static final Duration BETWEEN_BARS = Duration.ofMillis(100);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    private static final int BAR_WIDTH = 24;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream err;
    private final Mode mode;
    private final int columns;
    private final long begunNanos = System.nanoTime();
    private long shownNanos;
    private boolean barIsThere;

    private enum Mode {
        BAR,
        LINES,
        SILENT
    }

    private ProgressDisplay(PrintStream err, Mode mode, int columns) {
        this.err = err;
        this.mode = mode;
        this.columns = columns;
        this.shownNanos = begunNanos;
    }

    static ProgressDisplay on(Console console) {
        Terminal terminal = console.terminal();
        Mode mode = console.quiet() ? Mode.SILENT : terminal.errColumns().isPresent() ? Mode.BAR : Mode.LINES;
        return new ProgressDisplay(terminal.err(), mode, terminal.errColumns().orElse(80));
    }

    @Override
    public synchronized void progressed(Progress progress) {
        Duration interval = mode == Mode.BAR ? BETWEEN_BARS : BETWEEN_LINES;
        long now = System.nanoTime();
        if (mode == Mode.SILENT || now - shownNanos < interval.toNanos()) {
            return;
        }
        shownNanos = now;
        if (mode == Mode.BAR) {
            String line = bar(progress.fraction()) + " " + text(progress);
            err.print(CLEAR_LINE + line.substring(0, Math.min(line.length(), columns - 1)));
            err.flush();
            barIsThere = true;
        } else {
            err.println(text(progress));
        }
    }

    private static String bar(double fraction) {
        int filled = (int) Math.round(BAR_WIDTH * Math.max(0, Math.min(1, fraction)));
        return "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "]";
    }

    private String text(Progress progress) {
        return "%3.0f %%  %s  %s in %s%s"
                .formatted(
                        100 * Math.max(0, progress.fraction()),
                        Amounts.count(progress.rows(), "row"),
                        Amounts.bytes(progress.bytes()),
                        Amounts.count(progress.files(), "file"),
                        left(progress.fraction()));
    }

    private String left(double fraction) {
        if (fraction < 0.02) {
            return "";
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begunNanos);
        Duration left = Duration.ofMillis((long) (elapsed.toMillis() * (1 - fraction) / fraction));
        return "  about "
                + Amounts.time(Duration.ofSeconds(left.toSeconds() + 1)).replace(".00", "") + " left";
    }

    @Override
    public synchronized void close() {
        if (barIsThere) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }
}
