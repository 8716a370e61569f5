package dev.porchlight.library;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A clip as it was recorded: its JPEGs one by one. What a power cut tore off at the end is left out. Safe on one thread.
 */
public final class RecordedClip implements AutoCloseable {
    /** JPEGs of more are not taken from a camera. */
    private static final long MAX_ELEMENT = 64_000_000;

    private static final long UNKNOWN = -1;

    private final FileChannel channel;
    private final List<Still> stills = new ArrayList<>();
    private Instant firstFrame = Matroska.EPOCH;
    private int width;
    private int height;
    private long end;

    /**
     * One frame of the clip.
     *
     * @param millis its time in the clip
     * @param offset where its JPEG begins in the file
     * @param length of its JPEG, in bytes
     */
    public record Still(int millis, long offset, int length) {}

    private RecordedClip(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws UnreadableClipException if the file cannot be read, or is none of ours */
    public static RecordedClip open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        RecordedClip clip = new RecordedClip(channel);
        try {
            clip.index();
        } catch (ClosedByInterruptException e) {
            throw e; // it can be read, only not now
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new UnreadableClipException(e);
        }
        return clip;
    }

    /** In order. */
    public List<Still> stills() {
        return List.copyOf(stills);
    }

    /** What the clock said at time 0 of the clip. */
    public Instant firstFrame() {
        return firstFrame;
    }

    /** In pixels. */
    public int width() {
        return width;
    }

    /** In pixels. */
    public int height() {
        return height;
    }

    /** The time of the last frame, in milliseconds. */
    public int millis() {
        return stills.isEmpty() ? 0 : stills.get(stills.size() - 1).millis();
    }

    /** Where the last whole frame ends; what follows was torn off. */
    long end() {
        return end;
    }

    public byte[] jpeg(Still still) throws IOException {
        byte[] jpeg = new byte[still.length()];
        read(still.offset(), jpeg);
        return jpeg;
    }

    /** An element's beginning. */
    private record Head(int id, long size, long content) {
        private long next() {
            return size == UNKNOWN ? content : content + size;
        }
    }

    private void index() throws IOException {
        long at = 0;
        int clusterAt = 0;
        for (Optional<Head> head = head(at); head.isPresent(); head = head(at)) {
            Head element = head.get();
            if (at == 0 && element.id() != Matroska.EBML) {
                throw new IOException("it is no recording of porchlight");
            }
            switch (element.id()) {
                case Matroska.SEGMENT,
                        Matroska.CLUSTER,
                        Matroska.INFO,
                        Matroska.TRACKS,
                        Matroska.TRACK,
                        Matroska.VIDEO -> at = element.content();
                case Matroska.SIMPLE_BLOCK -> {
                    Optional<Still> still = still(element, clusterAt);
                    if (still.isEmpty()) {
                        return;
                    }
                    stills.add(still.get());
                    at = element.next();
                    end = at;
                }
                default -> {
                    if (element.next() > channel.size()) {
                        return;
                    }
                    switch (element.id()) {
                        case Matroska.CLUSTER_TIME -> clusterAt = (int) number(element);
                        case Matroska.PIXEL_WIDTH -> width = (int) number(element);
                        case Matroska.PIXEL_HEIGHT -> height = (int) number(element);
                        case Matroska.DATE_UTC -> firstFrame = Matroska.EPOCH.plusNanos(number(element));
                        default -> {
                            // what the header tells besides
                        }
                    }
                    at = element.next();
                }
            }
        }
    }

    /** Empty if it is torn: cut short, or of zeros where the disk had room but no data yet. */
    private Optional<Still> still(Head block, int clusterAt) throws IOException {
        int length = (int) (block.size() - Matroska.BLOCK_HEADER);
        if (length < 4 || block.next() > channel.size()) {
            return Optional.empty();
        }
        byte[] first = new byte[Matroska.BLOCK_HEADER + 2];
        read(block.content(), first);
        byte[] last = new byte[2];
        read(block.next() - 2, last);
        boolean isJpeg = first[Matroska.BLOCK_HEADER] == (byte) 0xFF
                && first[Matroska.BLOCK_HEADER + 1] == (byte) 0xD8
                && last[0] == (byte) 0xFF
                && last[1] == (byte) 0xD9;
        int millis = clusterAt + ByteBuffer.wrap(first).getShort(1);
        return isJpeg
                ? Optional.of(new Still(millis, block.content() + Matroska.BLOCK_HEADER, length))
                : Optional.empty();
    }

    /** Empty at the end of the file. */
    private Optional<Head> head(long at) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Long.BYTES);
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) > 0) {
            // the end of the file ends it too
        }
        bytes.flip();
        int idLength = bytes.hasRemaining() ? Integer.numberOfLeadingZeros(bytes.get(0) & 0xFF) - 23 : 9;
        if (idLength > Integer.BYTES || bytes.remaining() <= idLength) {
            return Optional.empty();
        }
        int id = (int) big(bytes, idLength);
        int sizeLength = Integer.numberOfLeadingZeros(bytes.get(idLength) & 0xFF) - 23;
        if (sizeLength > Long.BYTES || bytes.remaining() < sizeLength) {
            return Optional.empty();
        }
        long bits = big(bytes, sizeLength);
        long mask = (1L << (7 * sizeLength)) - 1;
        long size = (bits & mask) == mask ? UNKNOWN : bits & mask;
        return size > MAX_ELEMENT ? Optional.empty() : Optional.of(new Head(id, size, at + idLength + sizeLength));
    }

    private static long big(ByteBuffer bytes, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = (value << 8) | (bytes.get() & 0xFF);
        }
        return value;
    }

    private long number(Head element) throws IOException {
        byte[] content = new byte[(int) Math.min(Long.BYTES, element.size())];
        read(element.content(), content);
        return big(ByteBuffer.wrap(content), content.length);
    }

    private void read(long at, byte[] into) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(into);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("it ends in the middle of a frame");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
