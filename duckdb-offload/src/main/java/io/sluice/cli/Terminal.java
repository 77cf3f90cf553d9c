package io.sluice.cli;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Where the command reads and writes. Results go to {@code out}, everything else to {@code err}; both are UTF-8.
 *
 * @param outColumns the width of the terminal that {@code out} is; empty if it is none
 * @param errColumns likewise for {@code err}
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, OptionalInt outColumns, OptionalInt errColumns) {
    Terminal {
        requireNonNull(in, "in");
        requireNonNull(out, "out");
        requireNonNull(err, "err");
        requireNonNull(outColumns, "outColumns");
        requireNonNull(errColumns, "errColumns");
    }

    /** The streams of this process. The launcher has looked whether they are terminals, as Java 17 cannot. */
    static Terminal ofProcess() {
        return new Terminal(
                System.in,
                stream(FileDescriptor.out, 1 << 16, false),
                stream(FileDescriptor.err, 1 << 10, true),
                columns("sluice.out.columns"),
                columns("sluice.err.columns"));
    }

    private static PrintStream stream(FileDescriptor descriptor, int bufferBytes, boolean flushLines) {
        CheckedOutput file = new CheckedOutput(new FileOutputStream(descriptor));
        return new PrintStream(new BufferedOutputStream(file, bufferBytes), flushLines, StandardCharsets.UTF_8);
    }

    private static OptionalInt columns(String property) {
        Integer columns = Integer.getInteger(property);
        return columns == null || columns < 1 ? OptionalInt.empty() : OptionalInt.of(columns);
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
