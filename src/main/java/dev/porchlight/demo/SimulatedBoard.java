package dev.porchlight.demo;

import dev.porchlight.board.Link;
import dev.porchlight.board.LinkOpener;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A board that senses the story and speaks the wire format of {@code firmware/PROTOCOL.md}, as the real one does. */
public final class SimulatedBoard {
    private static final long PING_MILLIS = 60;
    private static final int IDLE_PINGS = 16;
    private static final int AFTERGLOW_PINGS = 33;
    private static final int MOTION = 1;
    private static final int NEAR = 2;
    private static final int NEAR_MM = 2_000;

    private final Story story;
    private final Moment begin;
    private final HouseClock clock;

    /** @param begin when the story begins */
    public SimulatedBoard(Story story, Moment begin, HouseClock clock) {
        this.story = story;
        this.begin = begin;
        this.clock = clock;
    }

    public LinkOpener opener() {
        return baud -> new Line();
    }

    /** One opening of the line. Each read is one ping. */
    private final class Line implements Link {
        private int ping;
        private int lastActive = -AFTERGLOW_PINGS;
        private volatile boolean asked = true;

        @Override
        public String port() {
            return "the simulated board";
        }

        @Override
        public int read(byte[] buffer) {
            try {
                TimeUnit.MILLISECONDS.sleep(PING_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 0;
            }
            ping++;
            StringBuilder lines = new StringBuilder();
            if (asked) {
                asked = false;
                lines.append(wire("H,1,demo,porch," + millis() + ",cold"));
            }
            Scene scene = story.at(clock.now().since(begin));
            if (scene.isMotion()) {
                lastActive = ping;
            }
            if (ping - lastActive <= AFTERGLOW_PINGS || ping % IDLE_PINGS == 0) {
                lines.append(reading(scene));
            }
            byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(bytes, 0, buffer, 0, bytes.length);
            return bytes.length;
        }

        private String reading(Scene scene) {
            boolean near = scene.isEcho() && scene.distanceMm() < NEAR_MM;
            int flags = (scene.isMotion() ? MOTION : 0) | (near ? NEAR : 0);
            return wire(String.format(
                    Locale.ROOT,
                    "R,%d,%d,%02X,%s",
                    ping & 0xFFFF,
                    millis(),
                    flags,
                    scene.isEcho() ? Integer.toString(scene.distanceMm()) : "-"));
        }

        private long millis() {
            return (ping * PING_MILLIS) & 0xFFFF_FFFFL;
        }

        @Override
        public void write(byte[] bytes) {
            if (new String(bytes, StandardCharsets.US_ASCII).startsWith("$Q*")) {
                asked = true;
            }
        }

        @Override
        public void setBaud(int baud) {
            // a simulated line has no speed
        }

        @Override
        public void close() {
            // nor anything to let go of
        }
    }

    private static String wire(String payload) {
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
