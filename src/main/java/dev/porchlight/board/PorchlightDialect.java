package dev.porchlight.board;

import dev.porchlight.board.Heard.Ack;
import dev.porchlight.board.Heard.Bad;
import dev.porchlight.board.Heard.Cleared;
import dev.porchlight.board.Heard.Fault;
import dev.porchlight.board.Heard.Hello;
import dev.porchlight.board.Heard.Refusal;
import dev.porchlight.board.Heard.Told;
import dev.porchlight.time.Moment;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The wire format of {@code firmware/PROTOCOL.md}: {@code $<type>,<field>,...*<CRC>}. A line whose checksum is wrong, or
 * whose fields are not exactly what its type has, says nothing at all.
 */
final class PorchlightDialect implements Dialect {
    /** The version of the wire format this host speaks. */
    static final int PROTOCOL = 1;

    private static final int CRC_LENGTH = 5;
    private static final int MOTION = 1;
    private static final int NEAR = 2;
    private static final int WARM_UP = 4;
    private static final int LEARNING = 8;
    private static final int EDGE = 16;
    private static final int ALL_FLAGS = 31;
    private static final long MAX_SEQ = 0xFFFF;
    private static final long MAX_MILLIS = 0xFFFF_FFFFL;

    /** 4 m, the HC-SR04's reach by its data sheet, and what a warm day adds. */
    private static final long MAX_MM = 4_500;

    @Override
    public String name() {
        return "porchlight";
    }

    @Override
    public Heard read(String line, Moment at) {
        int star = line.length() - CRC_LENGTH;
        if (star < 2 || line.charAt(0) != '$' || line.charAt(star) != '*') {
            return new Bad("shape");
        }
        if (hex(line.substring(star + 1), 4) != Crc16.of(line, 1, star)) {
            return new Bad("crc");
        }
        String[] fields = line.substring(1, star).split(",", -1);
        return switch (fields[0]) {
            case "R" -> reading(fields, at);
            case "H" -> hello(fields);
            case "F" -> fault(fields);
            case "C" -> cleared(fields);
            case "A" -> isSetting(fields) ? new Ack(fields[1], fields[2]) : new Bad("fields");
            case "N" -> isSetting(fields) ? new Refusal(fields[1], fields[2]) : new Bad("fields");
            default -> new Bad("type");
        };
    }

    private static Heard reading(String[] fields, Moment at) {
        if (fields.length != 5
                || number(fields[1], MAX_SEQ) < 0
                || number(fields[2], MAX_MILLIS) < 0
                || hex(fields[3], 2) < 0
                || hex(fields[3], 2) > ALL_FLAGS) {
            return new Bad("fields");
        }
        int flags = hex(fields[3], 2);
        OptionalInt mm = OptionalInt.empty();
        if (!fields[4].equals("-")) {
            long value = number(fields[4], MAX_MM);
            if (value < 1) {
                return new Bad("fields");
            }
            mm = OptionalInt.of((int) value);
        }
        return new Told(new Reading(
                at,
                (flags & MOTION) != 0,
                (flags & NEAR) != 0,
                (flags & WARM_UP) != 0,
                (flags & LEARNING) != 0,
                mm,
                (flags & EDGE) == 0,
                false));
    }

    private static Heard hello(String[] fields) {
        boolean good = fields.length == 6
                && number(fields[1], 999) >= 1
                && fields[2].matches("[0-9A-Za-z.+-]{1,12}")
                && fields[3].matches("[0-9A-Za-z_-]{1,16}")
                && number(fields[4], MAX_MILLIS) >= 0
                && fields[5].matches("cold|warm");
        return good
                ? new Hello(
                        (int) number(fields[1], 999),
                        fields[2],
                        fields[3],
                        number(fields[4], MAX_MILLIS),
                        fields[5].equals("cold"))
                : new Bad("fields");
    }

    private static Heard fault(String[] fields) {
        return fields.length == 3 && number(fields[1], 99) >= 1 && fields[2].matches("[ -~&&[^,*$]]{1,40}")
                ? new Fault((int) number(fields[1], 99), fields[2])
                : new Bad("fields");
    }

    private static Heard cleared(String[] fields) {
        return fields.length == 2 && number(fields[1], 99) >= 1
                ? new Cleared((int) number(fields[1], 99))
                : new Bad("fields");
    }

    private static boolean isSetting(String[] fields) {
        return fields.length == 3 && fields[1].matches("[a-z_]{1,16}") && fields[2].matches("[0-9A-Za-z._-]{1,16}");
    }

    /** A decimal without leading zeros, at most {@code max}; -1 if it is none. */
    private static long number(String text, long max) {
        if (!text.matches("0|[1-9][0-9]{0,9}")) {
            return -1;
        }
        long value = Long.parseLong(text);
        return value <= max ? value : -1;
    }

    /** Upper-case hex digits; -1 if they are none. */
    private static int hex(String text, int digits) {
        return text.length() == digits && text.matches("[0-9A-F]+") ? Integer.parseInt(text, 16) : -1;
    }

    @Override
    public Optional<Reading> passTo(Moment now) {
        return Optional.empty();
    }

    /** Asks the board to introduce itself. */
    static byte[] askHello() {
        return line("Q");
    }

    /** Sets a value that the board keeps; it answers with an acknowledgement or a refusal. */
    static byte[] set(String key, String value) {
        return line("S," + key + "," + value);
    }

    /** Asks the board for its settings; it answers with an acknowledgement for each. */
    static byte[] askSettings() {
        return line("G");
    }

    /** Switches the porch light. */
    static byte[] light(boolean isOn) {
        return line("T," + (isOn ? 1 : 0));
    }

    private static byte[] line(String payload) {
        return String.format(Locale.ROOT, "$%s*%04X\n", payload, Crc16.of(payload, 0, payload.length()))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
