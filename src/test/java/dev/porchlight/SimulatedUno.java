package dev.porchlight;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The firmware of this repository on a simulated Uno, with sensors that play a scenario of {@code firmware/sim}. */
public final class SimulatedUno implements AutoCloseable {
    private static final Path FIRMWARE = Path.of("../firmware");
    private static final Path PROGRAM = FIRMWARE.resolve("build/unosim");

    private static final Path BOOTLOADER =
            Path.of("/usr/share/arduino/hardware/arduino/avr/bootloaders/optiboot/optiboot_atmega328.hex");

    private static final String JUMP_TO_ITSELF = ":02000000FFCF30\n:00000001FF\n";

    /** Simulated, and as fast as it goes: the motion sensor settles for a minute after power-on. */
    private static final String SETTLED = "65000";

    private static final long LIMIT_SECONDS = 60;

    /** Times real time, flat out: 35 was seen on a machine with a load of 15 to 2 cores. */
    private static final int SLOWEST = 20;

    private final Process process;

    private SimulatedUno(Process process) {
        this.process = process;
    }

    private static SimulatedUno start(String scenario, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "--settle",
                SETTLED,
                "--scenario",
                FIRMWARE.resolve("sim/scenarios/" + scenario + ".txt").toString()));
        options.addAll(List.of(more));
        options.add(FIRMWARE.resolve("build/porchlight.hex").toString());
        return run(options);
    }

    /** Skips the test, and says so, where {@code make -C firmware} was not run. */
    static void assumeIsBuilt() {
        assumeTrue(
                Files.isExecutable(PROGRAM),
                "skipped: the simulated Uno is not built (make -C firmware test; .ci/run installs what it needs)");
    }

    private static SimulatedUno run(List<String> options) throws IOException {
        assumeIsBuilt();
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(options);
        return new SimulatedUno(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** In real time, on a pseudo terminal at {@code port}; the scenario begins when the port is opened. */
    public static SimulatedUno onPort(Path port, String scenario, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of(more));
        options.add("--pty=" + port);
        return started(start(scenario, options.toArray(String[]::new)), port);
    }

    /** In real time, with nothing but the Uno's bootloader on it; skips the test where Debian's is not installed. */
    static SimulatedUno empty(Path port) throws IOException {
        assumeTrue(
                Files.exists(BOOTLOADER),
                "skipped: " + BOOTLOADER + " is not there (.ci/run installs arduino-core-avr)");
        Path nothing = Files.writeString(port.resolveSibling("nothing.hex"), JUMP_TO_ITSELF);
        return started(run(List.of("--pty=" + port, "--bootloader", BOOTLOADER.toString(), nothing.toString())), port);
    }

    private static SimulatedUno started(SimulatedUno uno, Path port) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!Files.exists(port)) {
            if (!uno.process.isAlive() || System.nanoTime() > until) {
                uno.close();
                throw new IOException("the simulated Uno does not start");
            }
            LockSupport.parkNanos(1_000_000);
        }
        return uno;
    }

    /** As fast as it goes: everything the board says in that much of the scenario's time. */
    public static List<String> linesOf(Path file, String scenario, int seconds)
            throws IOException, InterruptedException {
        try (SimulatedUno uno =
                start(scenario, "--speed", "0", "--lines", file.toString(), "--until", seconds + "000")) {
            long limit = LIMIT_SECONDS + seconds / SLOWEST;
            if (!uno.process.waitFor(limit, TimeUnit.SECONDS) || uno.process.exitValue() != 0) {
                throw new IOException("the simulated Uno did not come to the end of " + scenario);
            }
        }
        return Files.readAllLines(file);
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
