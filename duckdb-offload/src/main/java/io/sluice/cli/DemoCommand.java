package io.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Shows what the program does, on a lake of its own. */
@Command(name = "demo", description = "Shows what this is, on a lake in ./sluice-demo.")
final class DemoCommand implements Callable<Integer> {
    @ParentCommand
    private Sluice sluice;

    @Override
    public Integer call() {
        sluice.console().say("not yet");
        return ExitCode.FAILED.number();
    }
}
