package io.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice help ingest} is {@code sluice ingest --help}. */
@Command(name = "help", description = "Shows the help of a command.")
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command.")
    private String name;

    @Override
    public Integer call() {
        CommandLine parent = spec.parent().commandLine();
        CommandLine shown = name == null ? parent : parent.getSubcommands().get(name);
        if (shown == null) {
            throw new ParameterException(parent, "there is no command '%s'".formatted(name));
        }
        shown.usage(shown.getOut());
        return ExitCode.DONE.number();
    }
}
