package io.sluice.cli;

import java.util.Arrays;

/** How a command ended, for scripts. */
enum ExitCode {
    /** Committed, or there was nothing to do. */
    DONE(0),
    /** A bug, or something outside did not work. */
    FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** The input, a name or a permission is wrong. */
    BAD_INPUT(3),
    /** Not committed, because of what others committed. */
    REJECTED(4),
    /** The catalog did not answer: it may or may not be committed. */
    UNKNOWN(5),
    /** Stopped by Ctrl-C. */
    INTERRUPTED(130),
    /** Who read the output has stopped reading; what a shell says of programs that end by SIGPIPE. */
    OUTPUT_CLOSED(141);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    static ExitCode of(int number) {
        return Arrays.stream(values())
                .filter(code -> code.number == number)
                .findFirst()
                .orElse(FAILED);
    }

    int number() {
        return number;
    }
}
