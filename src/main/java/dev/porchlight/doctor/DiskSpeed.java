package dev.porchlight.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How quick a disk is.
 *
 * @param sync the middle of some times that 8 kB took until they were safe from a power cut
 * @param bytesASecond in one piece, until they were safe
 */
record DiskSpeed(Duration sync, double bytesASecond) {
    private static final int SMALL = 8_192;
    private static final int TIMES = 20;
    private static final int PIECE = 1_000_000;
    private static final int PIECES = 8;

    /** For each of the two. */
    private static final long LIMIT_NANOS = Duration.ofSeconds(1).toNanos();

    /** Takes at most some 2 s. The file loses its name before anything is written: nothing is left, whatever happens. */
    static DiskSpeed measure(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, ".porchlight-speed-", ".part");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            Files.delete(file);
            return new DiskSpeed(sync(channel), bytesASecond(channel));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Duration sync(FileChannel channel) throws IOException {
        List<Long> nanos = new ArrayList<>();
        long begin = System.nanoTime();
        while (nanos.isEmpty() || (nanos.size() < TIMES && System.nanoTime() - begin < LIMIT_NANOS)) {
            long start = System.nanoTime();
            write(channel, SMALL);
            channel.force(true);
            nanos.add(System.nanoTime() - start);
        }
        Collections.sort(nanos);
        return Duration.ofNanos(nanos.get(nanos.size() / 2));
    }

    /** Each piece is made safe, or the memory would be measured. */
    private static double bytesASecond(FileChannel channel) throws IOException {
        long start = System.nanoTime();
        int written = 0;
        while (written == 0 || (written < PIECES && System.nanoTime() - start < LIMIT_NANOS)) {
            write(channel, PIECE);
            channel.force(false);
            written++;
        }
        return written * (double) PIECE / ((System.nanoTime() - start) / 1e9);
    }

    private static void write(FileChannel channel, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
