package dev.porchlight.board;

import java.util.Arrays;
import java.util.Random;

/** What damages a line; its last byte is the line end. */
enum Damage {
    FLIPPED_BITS {
        @Override
        byte[] to(byte[] line, Random random) {
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                flip(line, random.nextInt(line.length * 8));
            }
            return line;
        }
    },
    BURST {
        @Override
        byte[] to(byte[] line, Random random) {
            int length = 2 + random.nextInt(15);
            int from = random.nextInt(line.length * 8 - length + 1);
            flip(line, from);
            flip(line, from + length - 1);
            for (int i = 1; i < length - 1; i++) {
                if (random.nextBoolean()) {
                    flip(line, from + i);
                }
            }
            return line;
        }
    },
    LOST_BYTE {
        @Override
        byte[] to(byte[] line, Random random) {
            int at = random.nextInt(line.length);
            return join(Arrays.copyOf(line, at), Arrays.copyOfRange(line, at + 1, line.length));
        }
    },
    DOUBLED_BYTE {
        @Override
        byte[] to(byte[] line, Random random) {
            int at = random.nextInt(line.length);
            return join(Arrays.copyOf(line, at + 1), Arrays.copyOfRange(line, at, line.length));
        }
    },
    SWAPPED_NEIGHBOURS {
        @Override
        byte[] to(byte[] line, Random random) {
            int at = random.nextInt(line.length - 1);
            byte b = line[at];
            line[at] = line[at + 1];
            line[at + 1] = b;
            return line;
        }
    },
    CUT_SHORT {
        @Override
        byte[] to(byte[] line, Random random) {
            byte[] cut = Arrays.copyOf(line, 1 + random.nextInt(line.length - 1));
            return random.nextBoolean() ? cut : join(cut, new byte[] {'\n'});
        }
    },
    JOINED {
        @Override
        byte[] to(byte[] line, Random random) {
            return join(Arrays.copyOf(line, line.length - 1), line);
        }
    },
    REPLACED_BYTE {
        @Override
        byte[] to(byte[] line, Random random) {
            line[random.nextInt(line.length)] = (byte) random.nextInt(256);
            return line;
        }
    };

    abstract byte[] to(byte[] line, Random random);

    /** As a UART sends it: the lowest bit of each byte first. */
    private static void flip(byte[] line, int bit) {
        line[bit / 8] ^= (byte) (1 << bit % 8);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
