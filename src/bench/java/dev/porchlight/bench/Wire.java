package dev.porchlight.bench;

import java.util.Locale;

/** Good lines of the wire. */
final class Wire {
    private Wire() {}

    static String line(String payload) {
        int crc = 0xFFFF;
        for (int i = 0; i < payload.length(); i++) {
            crc ^= payload.charAt(i) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
        }
        return String.format(Locale.ROOT, "$%s*%04X\n", payload, crc & 0xFFFF);
    }
}
