package io.sluice.cli;

/** Starts the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess();
        Interrupt interrupt = Interrupt.ofProcess();
        int exitCode;
        try {
            exitCode = Sluice.run(terminal, interrupt, arguments);
        } finally {
            terminal.flush();
            interrupt.finished();
        }
        System.exit(exitCode);
    }
}
