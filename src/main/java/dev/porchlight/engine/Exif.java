package dev.porchlight.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Date, time, distance and words put into a JPEG as one EXIF segment (CIPA DC-008-2019), right behind its start marker.
 * Our own, because it is a few dozen bytes and the library for it costs 100 ms at the first photo.
 */
final class Exif {
    private static final int ASCII = 2;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int UNDEFINED = 7;
    private static final int IMAGE_DESCRIPTION = 0x010E;
    private static final int SOFTWARE = 0x0131;
    private static final int DATE_TIME = 0x0132;
    private static final int EXIF_IFD = 0x8769;
    private static final int EXIF_VERSION = 0x9000;
    private static final int DATE_TIME_ORIGINAL = 0x9003;
    private static final int OFFSET_TIME_ORIGINAL = 0x9011;
    private static final int SUBJECT_DISTANCE = 0x9206;
    private static final int SUB_SEC_TIME_ORIGINAL = 0x9291;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy:MM:dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx", Locale.ROOT);
    private static final int TIFF_HEADER_LENGTH = 8;

    private record Entry(int tag, int type, int count, byte[] value) {}

    private Exif() {}

    /**
     * @param jpeg begins with FFD8
     * @param distanceMm in millimetres
     */
    static byte[] into(byte[] jpeg, OffsetDateTime at, OptionalInt distanceMm, String description) {
        byte[] segment = segment(at, distanceMm, description);
        byte[] marked = new byte[jpeg.length + segment.length];
        System.arraycopy(jpeg, 0, marked, 0, 2);
        System.arraycopy(segment, 0, marked, 2, segment.length);
        System.arraycopy(jpeg, 2, marked, 2 + segment.length, jpeg.length - 2);
        return marked;
    }

    private static byte[] segment(OffsetDateTime at, OptionalInt distanceMm, String description) {
        List<Entry> main = new ArrayList<>();
        main.add(ascii(IMAGE_DESCRIPTION, description));
        main.add(ascii(SOFTWARE, "Porchlight"));
        main.add(ascii(DATE_TIME, DATE.format(at)));
        main.add(new Entry(EXIF_IFD, LONG, 1, new byte[4]));
        List<Entry> exif = new ArrayList<>();
        exif.add(new Entry(EXIF_VERSION, UNDEFINED, 4, "0232".getBytes(StandardCharsets.US_ASCII)));
        exif.add(ascii(DATE_TIME_ORIGINAL, DATE.format(at)));
        exif.add(ascii(OFFSET_TIME_ORIGINAL, OFFSET.format(at)));
        distanceMm.ifPresent(mm -> exif.add(rational(SUBJECT_DISTANCE, mm, 1_000)));
        exif.add(ascii(SUB_SEC_TIME_ORIGINAL, String.format(Locale.ROOT, "%03d", at.getNano() / 1_000_000)));

        int exifAt = TIFF_HEADER_LENGTH + length(main);
        main.set(3, new Entry(EXIF_IFD, LONG, 1, int32(exifAt)));
        ByteArrayOutputStream out = new ByteArrayOutputStream(400);
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE1});
        out.writeBytes(int16(2 + 6 + exifAt + length(exif)));
        out.writeBytes("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(int32(TIFF_HEADER_LENGTH));
        write(out, main, TIFF_HEADER_LENGTH);
        write(out, exif, exifAt);
        return out.toByteArray();
    }

    private static int length(List<Entry> entries) {
        int length = 2 + 12 * entries.size() + 4;
        for (Entry entry : entries) {
            length += entry.value().length > 4 ? entry.value().length : 0;
        }
        return length;
    }

    /** A directory, then the values that are longer than the four bytes it has room for. */
    private static void write(ByteArrayOutputStream out, List<Entry> entries, int at) {
        out.writeBytes(int16(entries.size()));
        int valueAt = at + 2 + 12 * entries.size() + 4;
        for (Entry entry : entries) {
            out.writeBytes(int16(entry.tag()));
            out.writeBytes(int16(entry.type()));
            out.writeBytes(int32(entry.count()));
            if (entry.value().length > 4) {
                out.writeBytes(int32(valueAt));
                valueAt += entry.value().length;
            } else {
                out.writeBytes(entry.value());
                out.writeBytes(new byte[4 - entry.value().length]);
            }
        }
        out.writeBytes(int32(0));
        for (Entry entry : entries) {
            if (entry.value().length > 4) {
                out.writeBytes(entry.value());
            }
        }
    }

    private static Entry ascii(int tag, String text) {
        byte[] value = (text + '\0').getBytes(StandardCharsets.UTF_8);
        return new Entry(tag, ASCII, value.length, value);
    }

    private static Entry rational(int tag, int numerator, int denominator) {
        ByteArrayOutputStream value = new ByteArrayOutputStream(8);
        value.writeBytes(int32(numerator));
        value.writeBytes(int32(denominator));
        return new Entry(tag, RATIONAL, 1, value.toByteArray());
    }

    private static byte[] int16(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    private static byte[] int32(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }
}
