package dev.porchlight.board;

/** CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF; of {@code 123456789} it is 29B1 (reveng.sourceforge.io). */
final class Crc16 {
    private static final int[] TABLE = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
            TABLE[i] = crc & 0xFFFF;
        }
    }

    private Crc16() {}

    /** Of the characters from {@code from} up to {@code to}, which must be ASCII. */
    static int of(String text, int from, int to) {
        int crc = 0xFFFF;
        for (int i = from; i < to; i++) {
            crc = ((crc << 8) & 0xFFFF) ^ TABLE[((crc >> 8) ^ text.charAt(i)) & 0xFF];
        }
        return crc;
    }
}
