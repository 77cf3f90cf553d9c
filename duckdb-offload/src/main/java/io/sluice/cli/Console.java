package io.sluice.cli;

import java.io.PrintStream;
import java.util.Map;

/** How a command talks: results on stdout, as text or as one JSON document, and messages on stderr unless quiet. */
record Console(Terminal terminal, boolean json, boolean quiet) {
    PrintStream out() {
        return terminal.out();
    }

    /** A line for people; it is no result. */
    void say(String message) {
        if (!quiet) {
            terminal.err().println(message);
        }
    }

    /** The result of the command: the one or the other form of it. */
    void result(Map<String, ?> machine, Runnable human) {
        if (json) {
            Json.print(machine, out());
        } else {
            human.run();
        }
    }
}
