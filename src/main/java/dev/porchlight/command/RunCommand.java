package dev.porchlight.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code porchlight run}. */
@Command(name = "run", description = "Watches the door, until it is stopped.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private final HouseOpener opener;

    @Mixin
    private ConfigOption config;

    @Option(names = "--verbose", description = "Says each step of a visit, not only one line of it.")
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    RunCommand(HouseOpener opener) {
        this.opener = opener;
    }

    @Override
    public Integer call() throws Exception {
        if (verbose) {
            Logs.tellAll();
        }
        Running.untilStopped(opener, config, spec.commandLine().getOut());
        return 0;
    }
}
