package dev.porchlight.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the system, run without a shell, for a limited time, with little to say. */
public final class Program {
    private static final int MAX_OUTPUT = 16_384;
    private static final int MAX_WORDS = 190;
    private static final int LOOK_EACH_MS = 10;

    private Program() {}

    /** What it said: standard output, and the end of standard error. */
    public record Ended(int exit, String output, String complaint) {}

    /** @throws IOException if it cannot be started, or takes longer than the limit and is killed */
    public static Ended run(List<String> command, Duration limit) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        try (InputStream out = process.getInputStream();
                InputStream err = process.getErrorStream()) {
            process.getOutputStream().close();
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            ByteArrayOutputStream complaint = new ByteArrayOutputStream();
            long start = System.nanoTime();
            boolean ended = false;
            while (!ended) {
                ended = process.waitFor(LOOK_EACH_MS, TimeUnit.MILLISECONDS);
                drain(out, output);
                drain(err, complaint);
                if (!ended && System.nanoTime() - start > limit.toNanos()) {
                    throw new IOException(command.get(0) + " did not end within " + limit.toSeconds() + " s");
                }
            }
            return new Ended(
                    process.exitValue(),
                    output.toString(StandardCharsets.UTF_8),
                    lastWords(complaint.toString(StandardCharsets.UTF_8)));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The end of the last line: the reason stands there, behind long names. */
    private static String lastWords(String complaint) {
        String[] lines = complaint.strip().split("\\R", -1);
        String last = lines[lines.length - 1];
        return Line.of(last.length() > MAX_WORDS ? "..." + last.substring(last.length() - MAX_WORDS) : last);
    }

    /** Only what is there: a child of the program may hold the pipe for ever. */
    private static void drain(InputStream from, ByteArrayOutputStream to) throws IOException {
        int there = from.available();
        while (there > 0) {
            byte[] bytes = from.readNBytes(there);
            to.write(bytes, 0, Math.min(bytes.length, MAX_OUTPUT - Math.min(MAX_OUTPUT, to.size())));
            there = from.available();
        }
    }
}
