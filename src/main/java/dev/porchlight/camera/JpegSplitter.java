package dev.porchlight.camera;

import java.util.Arrays;

/**
 * A stream of JPEGs without anything between them, cut into whole pictures. Segments are walked by their lengths, since
 * an EXIF thumbnail inside a segment holds an end marker of its own (ITU-T T.81, B.1.1). Broken pictures are dropped and
 * counted; a picture over 4 MiB is broken. It holds one picture and what was fed last, and gives the memory of a giant
 * back with the next usual picture. Used by one thread.
 */
final class JpegSplitter {
    /** A 12-megapixel photo of high quality has some 3.5 MB; more is not a picture but a stuck program. */
    static final int MAX_LENGTH = 4 << 20;

    private static final int FIRST_CAPACITY = 256 << 10;

    private enum State {
        /** Looking for FFD8. */
        OUTSIDE,
        /** At the FF of a marker. */
        MARKER,
        /** Inside a segment whose end is known. */
        SEGMENT,
        /** After a scan's header: entropy-coded data up to the next marker. */
        SCAN
    }

    private final FrameSink frames;
    private byte[] buffer = new byte[FIRST_CAPACITY];
    private int begin;
    private int at;
    private int end;
    private int segmentEnd;
    private boolean segmentIsScan;
    private boolean hasScan;
    private State state = State.OUTSIDE;
    private int lastLength;
    private long broken;

    JpegSplitter(FrameSink frames) {
        this.frames = frames;
    }

    /** How many pictures were dropped because they were broken. */
    long broken() {
        return broken;
    }

    /** The memory it takes, in bytes. */
    int capacity() {
        return buffer.length;
    }

    void feed(byte[] bytes, int length) {
        makeRoom(length);
        System.arraycopy(bytes, 0, buffer, end, length);
        end += length;
        while (step()) {
            // each step eats a marker, a segment or the data up to the next marker
        }
        if (end - begin > MAX_LENGTH) {
            // A picture may begin in what came last; before it there is nothing but the giant.
            dropAndLookFrom(Math.max(begin + 2, end - length));
            while (step()) {
                // what follows the giant may be good
            }
        }
    }

    /** The picture begun goes to the front of a buffer that is big enough, but not much bigger. */
    private void makeRoom(int length) {
        int kept = end - begin;
        boolean tooSmall = kept + length > buffer.length;
        boolean tooBig = buffer.length > FIRST_CAPACITY && Math.max(lastLength, kept + length) < buffer.length / 4;
        byte[] next = buffer;
        if (tooSmall) {
            next = new byte[Math.max(kept + length, Math.min(buffer.length * 2, MAX_LENGTH))];
        } else if (tooBig) {
            next = new byte[Math.max(FIRST_CAPACITY, buffer.length / 2)];
        }
        if (begin > 0 || tooSmall || tooBig) {
            System.arraycopy(buffer, begin, next, 0, kept);
            buffer = next;
            at -= begin;
            segmentEnd -= begin;
            end = kept;
            begin = 0;
        }
    }

    /** One step forward; false when more bytes are needed. */
    private boolean step() {
        return switch (state) {
            case OUTSIDE -> findStart();
            case MARKER -> readMarker();
            case SEGMENT -> skipSegment();
            case SCAN -> skipScan();
        };
    }

    private boolean findStart() {
        for (int i = at; i + 1 < end; i++) {
            if (buffer[i] == (byte) 0xFF && buffer[i + 1] == (byte) 0xD8) {
                begin = i;
                at = i + 2;
                hasScan = false;
                state = State.MARKER;
                return true;
            }
        }
        boolean mayBeginWithLast = end > at && buffer[end - 1] == (byte) 0xFF;
        begin = mayBeginWithLast ? end - 1 : end;
        at = begin;
        return false;
    }

    private boolean readMarker() {
        if (end - at < 2) {
            return false;
        }
        int marker = buffer[at + 1] & 0xFF;
        if (buffer[at] != (byte) 0xFF) {
            return dropAndLookFrom(at);
        }
        if (marker == 0xFF) {
            // Any marker may be preceded by fill bytes (T.81 B.1.1.2).
            at++;
            return true;
        }
        if (marker == 0xD9) {
            return hasScan ? finish() : dropAndLookFrom(at + 2);
        }
        if (marker == 0xD8 || marker == 0x00) {
            return dropAndLookFrom(at);
        }
        if (marker == 0x01 || isRestart(marker)) {
            at += 2;
            return true;
        }
        if (end - at < 4) {
            return false;
        }
        int length = ((buffer[at + 2] & 0xFF) << 8) | (buffer[at + 3] & 0xFF);
        if (length < 2) {
            return dropAndLookFrom(at + 2);
        }
        segmentEnd = at + 2 + length;
        segmentIsScan = marker == 0xDA;
        state = State.SEGMENT;
        return true;
    }

    private boolean skipSegment() {
        if (end < segmentEnd) {
            return false;
        }
        at = segmentEnd;
        hasScan |= segmentIsScan;
        state = segmentIsScan ? State.SCAN : State.MARKER;
        return true;
    }

    private boolean skipScan() {
        byte[] bytes = buffer;
        int last = end - 1;
        int i = at;
        while (i < last) {
            if (bytes[i] != (byte) 0xFF) {
                i++;
                continue;
            }
            int next = bytes[i + 1] & 0xFF;
            if (next == 0x00 || isRestart(next)) {
                i += 2;
            } else {
                at = i;
                state = State.MARKER;
                return true;
            }
        }
        at = i;
        return false;
    }

    private static boolean isRestart(int marker) {
        return marker >= 0xD0 && marker <= 0xD7;
    }

    private boolean finish() {
        byte[] picture = Arrays.copyOfRange(buffer, begin, at + 2);
        lastLength = picture.length;
        lookFrom(at + 2);
        frames.frame(picture);
        return true;
    }

    private boolean dropAndLookFrom(int from) {
        broken++;
        frames.broken();
        lookFrom(from);
        return true;
    }

    private void lookFrom(int from) {
        begin = from;
        at = from;
        state = State.OUTSIDE;
    }
}
