package dev.porchlight.command;

import dev.porchlight.config.HouseConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code porchlight doctor}. */
@Command(
        name = "doctor",
        description = "Says what of this machine works for the house, and the one line that mends what does not; exits"
                + " with 1 if something is broken.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final long LIMIT_SECONDS = 5;
    private static final int MAX_ANSWER = 64_000;

    @Mixin
    private ConfigOption config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        HouseConfig house = config.house();
        List<Finding> findings = new ArrayList<>(new Examination(house, Path.of("/"), DoctorCommand::ask).findings());
        findings.add(web(house));
        findings.forEach(finding -> spec.commandLine().getOut().println(finding.line()));
        return findings.stream().anyMatch(Finding::isBroken) ? 1 : 0;
    }

    private static Finding web(HouseConfig house) throws InterruptedException {
        int port = house.web().port();
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(house.web().bind(), port));
            return Finding.works("web port", port == 0 ? "any free one" : port + " is free");
        } catch (IOException e) {
            return isOurs(house)
                    ? Finding.works("web port", port + " is this house's own: it runs")
                    : Finding.broken(
                            "web port",
                            port + " cannot be taken: " + e.getMessage(),
                            "sudo ss -ltnp 'sport = :" + port + "' names who has it; or set web.port to another");
        }
    }

    private static boolean isOurs(HouseConfig house) throws InterruptedException {
        try {
            return RunningHost.of(house.data()).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** Both of its outputs, through a file, so that a program that hangs holds nobody. */
    private static Optional<String> ask(String... command) throws InterruptedException {
        try {
            Path answer = Files.createTempFile("porchlight", ".txt");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(answer.toFile())
                        .start();
                boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
                process.destroyForcibly();
                try (var in = Files.newInputStream(answer)) {
                    return ended && process.exitValue() == 0
                            ? Optional.of(new String(in.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8))
                            : Optional.empty();
                }
            } finally {
                Files.delete(answer);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
