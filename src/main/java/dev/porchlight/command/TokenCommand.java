package dev.porchlight.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porchlight token}. */
@Command(
        name = "token",
        description = "Looks after what programs come in with. May be run beside a running porchlight.",
        mixinStandardHelpOptions = true)
final class TokenCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with them: add, list, remove");
    }

    /** {@code porchlight token add}. */
    @Command(
            name = "add",
            description = "Makes a token and prints its secret, which is shown this once. It may look at everything.",
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        private final AccessDesk.Opener desk;

        @Mixin
        private ConfigOption config;

        @Parameters(paramLabel = "NAME", description = "What it is for, like 'home assistant'.")
        private String name;

        @Option(names = "--change", description = "It may also change: keep, delete, arm, take pictures.")
        private boolean mayChange;

        @Spec
        private CommandSpec spec;

        Add(AccessDesk.Opener desk) {
            this.desk = desk;
        }

        @Override
        public Integer call() throws Exception {
            spec.commandLine().getOut().println(desk.open(config.house()).addToken(name, mayChange));
            return 0;
        }
    }

    /** {@code porchlight token list}. */
    @Command(name = "list", description = "Lists the tokens, without their secrets.", mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {
        private final AccessDesk.Opener desk;

        @Mixin
        private ConfigOption config;

        @Spec
        private CommandSpec spec;

        ListAll(AccessDesk.Opener desk) {
            this.desk = desk;
        }

        @Override
        public Integer call() throws Exception {
            PrintWriter out = spec.commandLine().getOut();
            List<String> tokens = desk.open(config.house()).tokens();
            tokens.forEach(out::println);
            if (tokens.isEmpty()) {
                out.println("there are no tokens");
            }
            out.flush();
            return 0;
        }
    }

    /** {@code porchlight token remove}. */
    @Command(
            name = "remove",
            description = "Removes a token; what uses it is refused within a second.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {
        private final AccessDesk.Opener desk;

        @Mixin
        private ConfigOption config;

        @Parameters(paramLabel = "NAME", description = "As porchlight token list shows it.")
        private String name;

        @Spec
        private CommandSpec spec;

        Remove(AccessDesk.Opener desk) {
            this.desk = desk;
        }

        @Override
        public Integer call() throws Exception {
            desk.open(config.house()).removeToken(name);
            spec.commandLine().getOut().println("token '" + name + "' is removed");
            return 0;
        }
    }
}
