package dev.porchlight.library;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The few elements of Matroska (RFC 9559) that a row of JPEGs with their times needs: of unknown size, so that the file is
 * whole after each frame and nothing is to be mended when the power goes.
 */
final class Matroska {
    static final int EBML = 0x1A45DFA3;
    static final int SEGMENT = 0x18538067;
    static final int INFO = 0x1549A966;
    static final int DATE_UTC = 0x4461;
    static final int CLUSTER = 0x1F43B675;
    static final int CLUSTER_TIME = 0xE7;
    static final int SIMPLE_BLOCK = 0xA3;
    static final int TRACKS = 0x1654AE6B;
    static final int TRACK = 0xAE;
    static final int VIDEO = 0xE0;
    static final int PIXEL_WIDTH = 0xB0;
    static final int PIXEL_HEIGHT = 0xBA;

    /** Track number, time after its cluster's, flags. */
    static final int BLOCK_HEADER = 4;

    /** A cluster's blocks count their milliseconds in 16 bits. */
    static final int LONGEST_CLUSTER_MS = 30_000;

    /** What DateUTC counts from (RFC 9559, 5.1.2.10). */
    static final Instant EPOCH = Instant.parse("2001-01-01T00:00:00Z");

    private static final int KEYFRAME = 0x80;
    private static final long NANOS_A_MILLI = 1_000_000;

    private Matroska() {}

    /**
     * Everything before the first cluster.
     *
     * @param firstFrame what the clock said at time 0 of the clip
     */
    static byte[] header(Instant firstFrame, int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.writeBytes(element(
                EBML,
                join(List.of(
                        number(0x4286, 1), // EBMLVersion
                        number(0x42F7, 1), // EBMLReadVersion
                        number(0x42F2, 4), // EBMLMaxIDLength
                        number(0x42F3, 8), // EBMLMaxSizeLength
                        text(0x4282, "matroska"), // DocType
                        number(0x4287, 4), // DocTypeVersion
                        number(0x4285, 2))))); // DocTypeReadVersion
        out.writeBytes(openEnded(SEGMENT));
        out.writeBytes(element(
                INFO,
                join(List.of(
                        number(0x2AD7B1, NANOS_A_MILLI), // TimestampScale
                        element(
                                DATE_UTC,
                                ByteBuffer.allocate(Long.BYTES)
                                        .putLong(Duration.between(EPOCH, firstFrame)
                                                .toNanos())
                                        .array()),
                        text(0x4D80, "Porchlight"), // MuxingApp
                        text(0x5741, "Porchlight"))))); // WritingApp
        byte[] video = element(VIDEO, join(List.of(number(PIXEL_WIDTH, width), number(PIXEL_HEIGHT, height))));
        out.writeBytes(element(
                TRACKS,
                element(
                        TRACK,
                        join(List.of(
                                number(0xD7, 1), // TrackNumber
                                number(0x73C5, 1), // TrackUID
                                number(0x83, 1), // TrackType: video
                                number(0x9C, 0), // FlagLacing
                                text(0x86, "V_MJPEG"), // CodecID
                                video)))));
        return out.toByteArray();
    }

    /** The beginning of a cluster at this time of the clip. */
    static byte[] cluster(int millis) {
        return join(List.of(openEnded(CLUSTER), number(CLUSTER_TIME, millis)));
    }

    /**
     * What stands before a frame.
     *
     * @param afterCluster its time after that of its cluster, in milliseconds
     * @param length of its JPEG
     */
    static byte[] block(int afterCluster, int length) {
        byte[] size = size(BLOCK_HEADER + (long) length);
        return ByteBuffer.allocate(1 + size.length + BLOCK_HEADER)
                .put((byte) SIMPLE_BLOCK)
                .put(size)
                .put((byte) 0x81) // track 1
                .putShort((short) afterCluster)
                .put((byte) KEYFRAME)
                .array();
    }

    private static byte[] number(int id, long value) {
        int bytes = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 7) / 8);
        byte[] content = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            content[i] = (byte) (value >> (8 * (bytes - 1 - i)));
        }
        return element(id, content);
    }

    private static byte[] text(int id, String words) {
        return element(id, words.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] element(int id, byte[] content) {
        return join(List.of(idBytes(id), size(content.length), content));
    }

    private static byte[] openEnded(int id) {
        return join(List.of(idBytes(id), new byte[] {1, -1, -1, -1, -1, -1, -1, -1}));
    }

    private static byte[] idBytes(int id) {
        int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(id) + 7) / 8;
        byte[] all = ByteBuffer.allocate(Integer.BYTES).putInt(id).array();
        return Arrays.copyOfRange(all, Integer.BYTES - bytes, Integer.BYTES);
    }

    /** One byte for what is short, four for a frame; all bits set would mean unknown. */
    private static byte[] size(long size) {
        return size < 0x7F
                ? new byte[] {(byte) (0x80 | size)}
                : ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) (0x1000_0000 | size))
                        .array();
    }

    private static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(64);
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
