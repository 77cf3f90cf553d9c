package io.sluice.cli;

/** Runs the usual commands once, so that an archive of loaded classes can be made from what they load. */
public final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess();
        Interrupt interrupt = Interrupt.ofProcess();
        Sluice.run(terminal, interrupt, "sql", "SELECT 1");
        interrupt.finished();
    }
}
