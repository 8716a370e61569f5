package dev.porchlight.command;

import dev.porchlight.config.HouseConfig;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code porchlight passwd}. */
@Command(
        name = "passwd",
        description = "Gives a user a new password, or makes the user; signs them out everywhere. May be run beside a"
                + " running porchlight.",
        mixinStandardHelpOptions = true)
final class PasswdCommand implements Callable<Integer> {
    private final AccessDesk.Opener desk;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Whose; the only user if not given, and 'owner' in a new house.")
    private String user;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "owner (looks and changes) or viewer (only looks); as it was if not given.")
    private String role;

    @Option(names = "--stdin", description = "Reads the password from standard input, one line.")
    private boolean stdin;

    @Spec
    private CommandSpec spec;

    PasswdCommand(AccessDesk.Opener desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws Exception {
        HouseConfig house = config.house();
        String password = stdin ? readLine() : ask();
        String who = desk.open(house).setPassword(Optional.ofNullable(user), Optional.ofNullable(role), password);
        spec.commandLine()
                .getOut()
                .println("the password of " + who + " is set; every browser must sign in anew with it");
        return 0;
    }

    private static String readLine() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = in.readLine();
        if (line == null) {
            throw new IOException("standard input is empty; write the password into it, one line");
        }
        return line;
    }

    /** From Java 22 on there is always a console; without a terminal it then reads what is piped in, twice. */
    @SuppressWarnings("SystemConsoleNull")
    private static String ask() throws IOException {
        Console console = System.console();
        if (console == null) {
            throw new IOException("there is no terminal to ask for the password; give it with --stdin");
        }
        char[] first = console.readPassword("New password: ");
        char[] second = console.readPassword("Once more: ");
        if (first == null || !Arrays.equals(first, second)) {
            throw new IOException("the two are not the same; nothing was changed, try again");
        }
        return new String(first);
    }
}
