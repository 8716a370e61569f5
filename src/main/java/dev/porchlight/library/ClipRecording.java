package dev.porchlight.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * {@code clip.part.mkv} while its visit goes on: frames as they came from the camera, each with its time, one behind the
 * other. On the disk up to the last second, and readable up to the last whole frame, whenever the power goes. Used by
 * the recorder's thread.
 */
public final class ClipRecording implements AutoCloseable {
    private static final int CLUSTER_MS = 1_000;
    private static final long SYNC_EACH = TimeUnit.SECONDS.toNanos(1);

    /** Photos are worth more than clips: so much is left to them, of a small disk a twentieth. */
    private static final long ROOM = 20_000_000;

    private static final int LEAST_SHARE = 20;

    private final Path file;
    private final FileChannel channel;
    private final LongPredicate makeRoom;
    private final long room;
    private final List<Mark> marks = new ArrayList<>();
    private long size;
    private int clusterAt;
    private long syncedAt = System.nanoTime();

    /** A frame's time, and where the file ends behind it. */
    private record Mark(int millis, long end) {}

    private ClipRecording(Path file, FileChannel channel, LongPredicate makeRoom) {
        this.file = file;
        this.channel = channel;
        this.makeRoom = makeRoom;
        this.room = Math.min(ROOM, file.getParent().toFile().getTotalSpace() / LEAST_SHARE);
    }

    /**
     * @param firstFrame what the clock said at time 0 of the clip
     * @param makeRoom asked for so many free bytes when there are fewer; says whether there are more than before
     */
    static ClipRecording create(Path file, Instant firstFrame, int width, int height, LongPredicate makeRoom)
            throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        ClipRecording recording = new ClipRecording(file, channel, makeRoom);
        try {
            recording.write(Matroska.header(firstFrame, width, height));
            Durable.sync(file.getParent());
        } catch (IOException e) {
            recording.close();
            throw e;
        }
        return recording;
    }

    /** The file's size so far, in bytes. */
    public long size() {
        return size;
    }

    /** The time of the last frame in the clip, in milliseconds. */
    public int millis() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1).millis();
    }

    /**
     * Puts a frame behind the others. Two frames of the same millisecond become one a millisecond apart, since a player
     * would show one of them only.
     *
     * @param millis its time in the clip
     */
    public void append(int millis, byte[] jpeg) throws IOException {
        long needed = jpeg.length + room;
        if (free() < needed && !(makeRoom.test(needed) && free() >= needed)) {
            throw new IOException("No space left on device but what is kept for photos");
        }
        int at = marks.isEmpty() ? millis : Math.max(millis, millis() + 1);
        if (marks.isEmpty() || at - clusterAt >= CLUSTER_MS) {
            write(Matroska.cluster(at));
            clusterAt = at;
        }
        write(Matroska.block(at - clusterAt, jpeg.length), jpeg);
        marks.add(new Mark(at, size));
        if (System.nanoTime() - syncedAt >= SYNC_EACH) {
            channel.force(false);
            syncedAt = System.nanoTime();
        }
    }

    private long free() {
        return file.getParent().toFile().getUsableSpace();
    }

    private void write(byte[]... parts) throws IOException {
        ByteBuffer[] buffers = new ByteBuffer[parts.length];
        long left = 0;
        for (int i = 0; i < parts.length; i++) {
            buffers[i] = ByteBuffer.wrap(parts[i]);
            left += parts[i].length;
        }
        size += left;
        while (left > 0) {
            left -= channel.write(buffers);
        }
    }

    /** Leaves out what came later than this, then puts everything on the disk. */
    public void endAt(int millis) throws IOException {
        for (int last = marks.size() - 1; last > 0 && marks.get(last).millis() > millis; last--) {
            marks.remove(last);
            size = marks.get(last - 1).end();
        }
        channel.truncate(size);
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
