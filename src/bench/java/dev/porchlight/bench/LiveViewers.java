package dev.porchlight.bench;

import dev.porchlight.bench.Benchmarks.Figures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Those who watch, in a process of their own with one thread: some read everything, some nothing. A frame holds the time
 * it was made by the monotonic clock, which all processes of a machine share; its age is taken when its last byte is here.
 */
public final class LiveViewers {
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final String LENGTH = "Content-Length: ";

    private LiveViewers() {}

    /** @param arguments port, how many read, how many do not, seconds */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int reading = Integer.parseInt(arguments[1]);
        int stalled = Integer.parseInt(arguments[2]);
        long length = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[3]));
        List<SocketChannel> others = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < stalled; i++) {
                others.add(open(port));
            }
            for (int i = 0; i < reading; i++) {
                SocketChannel channel = open(port);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new Watcher());
            }
            long begin = System.nanoTime() + WARM_UP_NANOS;
            Figures ages = new Figures();
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
            while (System.nanoTime() - begin < length) {
                selector.select(1_000);
                for (SelectionKey key : selector.selectedKeys()) {
                    Watcher watcher = (Watcher) key.attachment();
                    buffer.clear();
                    if (((SocketChannel) key.channel()).read(buffer) < 0) {
                        throw new IOException("a viewer who reads was ended");
                    }
                    watcher.read(buffer.flip(), begin, ages);
                }
                selector.selectedKeys().clear();
            }
            double[] rates = selector.keys().stream()
                    .mapToDouble(key -> ((Watcher) key.attachment()).frames / (length / 1e9))
                    .sorted()
                    .toArray();
            System.out.println(String.format(
                    Locale.ROOT,
                    "frame age %s; frames/s each: median %.1f, fewest %.1f",
                    ages.inMillis(),
                    rates[rates.length / 2],
                    rates[0]));
        }
        for (SocketChannel other : others) {
            other.close();
        }
    }

    private static SocketChannel open(int port) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(ByteBuffer.wrap(
                "GET /live/door.mjpeg HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    /** Takes one stream apart, at whatever places the network cut it. */
    private static final class Watcher {
        private final StringBuilder line = new StringBuilder();
        private int frames;
        private int length;
        private int taken;
        private boolean inPicture;
        private long made;

        void read(ByteBuffer from, long begin, Figures ages) {
            while (from.hasRemaining()) {
                if (!inPicture) {
                    readHead(from.get());
                } else if (taken < Live.TIME_ENDS) {
                    byte b = from.get();
                    made = taken < Live.TIME_BEGINS ? 0 : (made << 8) | (b & 0xFF);
                    taken++;
                } else {
                    int some = Math.min(length - taken, from.remaining());
                    from.position(from.position() + some);
                    taken += some;
                    if (taken == length) {
                        finish(begin, ages);
                    }
                }
            }
        }

        private void readHead(byte b) {
            if (b != '\n') {
                line.append((char) b);
                return;
            }
            String words = line.toString().strip();
            line.setLength(0);
            if (words.startsWith(LENGTH)) {
                length = Integer.parseInt(words.substring(LENGTH.length()));
            } else if (words.isEmpty() && length > 0) {
                inPicture = true;
            }
        }

        private void finish(long begin, Figures ages) {
            long now = System.nanoTime();
            if (now - begin >= 0) {
                ages.add((now - made) / 1e6);
                frames++;
            }
            inPicture = false;
            length = 0;
            taken = 0;
        }
    }
}
