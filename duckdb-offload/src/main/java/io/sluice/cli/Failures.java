package io.sluice.cli;

import io.sluice.error.SluiceException;
import io.sluice.session.StatementEnd;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Translates what went wrong into a message and an exit code; the only place that does. */
final class Failures {
    private final Terminal terminal;
    private final Interrupt interrupt;

    Failures(Terminal terminal, Interrupt interrupt) {
        this.terminal = terminal;
        this.interrupt = interrupt;
    }

    /** A command line that cannot be understood. */
    int usage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        StringBuilder message = new StringBuilder(String.valueOf(failure.getMessage()));
        if (failure instanceof UnmatchedArgumentException unmatched) {
            var suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                message.append(". Did you mean ")
                        .append(String.join(" or ", suggestions))
                        .append('?');
            }
        }
        boolean json = Arrays.asList(arguments).contains("--json");
        print("usage", message.toString(), json);
        terminal.err().printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
        return ExitCode.USAGE.number();
    }

    /** A command that was understood and did not end well. */
    int failed(Exception failure, boolean json) {
        if (CheckedOutput.isClosedByReader(failure)) {
            return ExitCode.OUTPUT_CLOSED.number();
        }
        if (failure instanceof SluiceException known) {
            print(known.kind().name().toLowerCase(Locale.ROOT), known.getMessage(), json);
            if (known.kind() == SluiceException.Kind.BUG) {
                stackTrace(failure);
            }
            return interrupt.requested()
                    ? ExitCode.INTERRUPTED.number()
                    : exitCode(known.kind()).number();
        }
        print("bug", "unexpected failure: " + failure, json);
        stackTrace(failure);
        return ExitCode.FAILED.number();
    }

    /** A statement that was not committed, or nobody knows; that is no error. */
    ExitCode ended(StatementEnd end, boolean json) {
        if (end instanceof StatementEnd.Rejected rejected) {
            print("rejected", rejected.message(), json);
            return ExitCode.REJECTED;
        }
        if (end instanceof StatementEnd.Unknown unknown) {
            print("unknown", unknown.message(), json);
            return ExitCode.UNKNOWN;
        }
        return ExitCode.DONE;
    }

    private void stackTrace(Exception failure) {
        failure.printStackTrace(terminal.err());
        terminal.err().println("sluice: this is a bug in Sluice; please report it with the lines above");
    }

    private static ExitCode exitCode(SluiceException.Kind kind) {
        return switch (kind) {
            case USER -> ExitCode.BAD_INPUT;
            case EXTERNAL, RESOURCES, BUG -> ExitCode.FAILED;
        };
    }

    private void print(String kind, String message, boolean json) {
        if (json) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("kind", kind);
            error.put("message", message);
            Json.print(Map.of("error", error), terminal.out());
        }
        terminal.err().println("sluice: " + message);
    }
}
