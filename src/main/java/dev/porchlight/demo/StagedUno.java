package dev.porchlight.demo;

import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The board's own firmware on a simulated Uno ({@code firmware/sim}), whose sensors sense the story. Its thread {@code
 * demo-uno} tells them what there is to sense; its serial line is a pseudo terminal.
 */
public final class StagedUno implements AutoCloseable {
    /** Simulated, and as fast as it goes: the motion sensor settles for a minute after power-on. */
    private static final String SETTLED_MS = "65000";

    private static final long STEP_MILLIS = 50;

    private final Process process;
    private final Path folder;
    private final Story story;
    private final Moment begin;
    private final HouseClock clock;
    private final Thread thread = new Thread(this::tell, "demo-uno");

    private StagedUno(Process process, Path folder, Story story, Moment begin, HouseClock clock) {
        this.process = process;
        this.folder = folder;
        this.story = story;
        this.begin = begin;
        this.clock = clock;
    }

    /**
     * @param built where the simulator and the firmware are built
     * @param begin when the story begins
     * @throws IOException with a sentence, also when they are not built
     */
    public static StagedUno start(Path built, Story story, Moment begin, HouseClock clock) throws IOException {
        Path simulator = built.resolve("unosim");
        Path firmware = built.resolve("porchlight.hex");
        if (!Files.isExecutable(simulator) || !Files.exists(firmware)) {
            throw new IOException("the simulated Uno is not built; build it beside porchlight's sources with: make -C "
                    + built.getParent() + " build/porchlight.hex build/unosim");
        }
        Path folder = Files.createTempDirectory("porchlight-uno");
        Process process = new ProcessBuilder(
                        simulator.toString(),
                        "--pty=" + folder.resolve("uno"),
                        "--settle",
                        SETTLED_MS,
                        firmware.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        StagedUno uno = new StagedUno(process, folder, story, begin, clock);
        uno.thread.setDaemon(true);
        uno.thread.start();
        return uno;
    }

    /** Its serial line, soon. */
    public Path port() {
        return folder.resolve("uno");
    }

    private void tell() {
        String before = "";
        try (BufferedWriter sensors = process.outputWriter()) {
            while (process.isAlive()) {
                Scene scene = story.at(clock.now().since(begin));
                String now = "cm "
                        + (scene.isEcho() ? String.format(Locale.ROOT, "%.1f", scene.distanceMm() / 10.0) : "none")
                        + "\npir " + (scene.isMotion() ? 1 : 0) + "\n";
                if (!now.equals(before)) {
                    sensors.write(now);
                    sensors.flush();
                    before = now;
                }
                TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(port());
        Files.deleteIfExists(folder);
    }
}
