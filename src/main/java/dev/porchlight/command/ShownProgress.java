package dev.porchlight.command;

import dev.porchlight.library.Backup;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** A line now and then that says how far long work got; none for what is done at once. */
final class ShownProgress implements Backup.Progress {
    private static final long EACH_NANOS = Duration.ofSeconds(2).toNanos();
    private static final double GIGABYTE = 1e9;

    private final PrintWriter out;
    private long said = System.nanoTime();

    ShownProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void at(int files, int ofFiles, long bytes, long ofBytes) {
        long now = System.nanoTime();
        if (now - said > EACH_NANOS) {
            said = now;
            out.printf(
                    Locale.ROOT,
                    "%,d of %,d files, %.1f of %.1f GB%n",
                    files,
                    ofFiles,
                    bytes / GIGABYTE,
                    ofBytes / GIGABYTE);
            out.flush();
        }
    }

    /** Like 12 MB or 3.4 GB. */
    static String size(long bytes) {
        return bytes < GIGABYTE
                ? Math.max(1, bytes / 1_000_000) + " MB"
                : String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
    }
}
