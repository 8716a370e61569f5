package dev.porchlight.command;

import dev.porchlight.config.ConfigException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code porchlight}: what it can be told. */
@Command(
        name = "porchlight",
        description = "Watches a front door: no cloud, no subscription.",
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true)
public final class Commands implements Runnable {
    /** A mistake in the configuration: EX_CONFIG of sysexits.h. */
    static final int EXIT_CONFIG = 78;

    @Spec
    private CommandSpec spec;

    private Commands() {}

    /** Does what the arguments say. The exit code is 0, or 1 with one sentence on standard error, or 78. */
    public static int execute(HouseOpener opener, AccessDesk.Opener desk, String... arguments) {
        return new CommandLine(new Commands())
                .addSubcommand(new RunCommand(opener))
                .addSubcommand(new DemoCommand(opener))
                .addSubcommand(new CommandLine(new ConfigCommand())
                        .addSubcommand(new ConfigCommand.Check())
                        .addSubcommand(new ConfigCommand.Show())
                        .addSubcommand(new ConfigCommand.Schema()))
                .addSubcommand(new DoctorCommand())
                .addSubcommand(new CheckCommand())
                .addSubcommand(new CommandLine(new PluginCommand())
                        .addSubcommand(new PluginCommand.ListAll())
                        .addSubcommand(new NewPluginCommand()))
                .addSubcommand(new CommandLine(new SinkCommand()).addSubcommand(new SinkCommand.Test()))
                .addSubcommand(new PasswdCommand(desk))
                .addSubcommand(new CommandLine(new TokenCommand())
                        .addSubcommand(new TokenCommand.Add(desk))
                        .addSubcommand(new TokenCommand.ListAll(desk))
                        .addSubcommand(new TokenCommand.Remove(desk)))
                .addSubcommand(new CommandLine(new FirmwareCommand())
                        .addSubcommand(new FirmwareCommand.Set())
                        .addSubcommand(new FirmwareCommand.Upload()))
                .addSubcommand(new BackupCommand())
                .addSubcommand(new RestoreCommand())
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new WarmUpCommand(opener))
                .setExecutionExceptionHandler((e, line, result) -> explain(e, line))
                .execute(arguments);
    }

    private static int explain(Exception e, CommandLine line) throws Exception {
        if (e instanceof ConfigException) {
            line.getErr().println(e.getMessage());
            return EXIT_CONFIG;
        }
        if (e instanceof IOException) {
            line.getErr().println("porchlight: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw e;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do; porchlight demo shows how it works.");
    }

    /** What {@code --version} says. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Commands.class.getPackage().getImplementationVersion();
            return new String[] {
                "porchlight " + (version == null ? "(not packaged)" : version) + " on Java "
                        + Runtime.version().feature()
            };
        }
    }
}
