package dev.porchlight.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code porchlight completion}. */
@Command(
        name = "completion",
        description =
                "Writes what bash or zsh needs to complete commands and options: source <(porchlight completion).",
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine()
                .getOut()
                .println(AutoComplete.bash("porchlight", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
